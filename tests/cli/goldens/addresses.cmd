lastseen addresses
lastseen addresses --audience analyst --format csv
