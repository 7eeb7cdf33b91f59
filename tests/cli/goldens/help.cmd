lastseen --help
