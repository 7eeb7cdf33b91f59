lastseen hotspots --place from --period 2025-04-01..2026-03-31 --audience analyst --format json
