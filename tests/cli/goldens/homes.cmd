lastseen homes
lastseen homes --format json
