lastseen repeat --period 2025-04-01..2026-03-31
