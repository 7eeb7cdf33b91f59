#!/bin/sh
# Makes the made-up case up to its located places: demo_case.sh LASTSEEN FROM TO
set -eu
lastseen=$1
from=$2
to=$3
mkdir -p "$to"
export LASTSEEN_DB="$to/case.db" LASTSEEN_GAZETTEER="$to/gazetteer.db"

# Some rows of the made-up extracts are bad on purpose: status 3 says they were set aside.
import() {
	status=0
	"$lastseen" import "$@" || status=$?
	[ $status -eq 0 ] || [ $status -eq 3 ] || exit $status
}

"$lastseen" init
"$lastseen" gazetteer add addresses "$from/gazetteer/addresses.csv"
"$lastseen" gazetteer add places "$from/gazetteer/places.csv"
import homes "$from/homes.csv"
import placements "$from/placements.csv"
import episodes "$from/episodes.csv"
import interviews "$from/interviews.csv"
import people "$from/people.csv"
import mentions "$from/mentions.csv"
import assessments "$from/assessments.csv"
import registers "$from/registers.csv"
import boundaries "$from/boundaries.geojson"
import benchmarks "$from/benchmarks.csv"
"$lastseen" geocode
