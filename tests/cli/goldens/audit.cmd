lastseen audit verify --format json | sed -E 's/[0-9a-f]{64}/HASH/'
