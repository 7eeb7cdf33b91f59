lastseen homes --audience public --format csv
lastseen hotspots --audience public
