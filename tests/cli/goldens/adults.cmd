lastseen adults
lastseen adults --audience analyst --format json
