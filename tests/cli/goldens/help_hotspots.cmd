lastseen hotspots --help
