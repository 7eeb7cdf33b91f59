lastseen count --period 2025-04-01..2025-09-30
