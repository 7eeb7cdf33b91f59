lastseen flags
