#!/bin/sh
# The main job on the made-up case: demo.sh LASTSEEN CASE_FOLDER OUTPUT_FOLDER
set -eu
lastseen=$1
to=$3
rm -rf "$to"
"$(dirname "$0")/demo_case.sh" "$lastseen" "$2" "$to"
"$lastseen" think --db "$to/case.db" --gazetteer "$to/gazetteer.db" \
	--period 2025-04-01..2026-03-31 --output "$to/report"
echo
echo "The report: $to/report/report.html (open it in a browser; no network is needed)"
