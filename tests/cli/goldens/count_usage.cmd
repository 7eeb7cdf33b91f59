lastseen count --period 2026-03-31..2025-04-01
