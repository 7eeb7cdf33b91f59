lastseen status --format json
