lastseen template episodes
lastseen template mentions --describe
