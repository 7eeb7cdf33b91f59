lastseen hotspots --place found --period 2025-04-01..2026-03-31
lastseen hotspots --place found --period 2025-04-01..2026-03-31 --format csv
