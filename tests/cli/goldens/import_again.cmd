lastseen import episodes "$FIXTURES/case/episodes.csv" --format json
