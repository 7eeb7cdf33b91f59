lastseen status
