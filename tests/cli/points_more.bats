#!/usr/bin/env bats
# The point commands of surfaces, likeness, patterns and time, against published answers.
load helper

# column FILE NAME: a column of a CSV without quotes, without its header.
column() {
	awk -F, -v name="$2" '{ sub(/\r$/, "") }
		NR == 1 { for (i = 1; i <= NF; i++) { gsub(/"/, "", $i); if ($i == name) at = i } next }
		{ print $at }' "$1"
}

# same FILE FILE RELATIVE: two lists of numbers agree, and are not empty.
same() {
	paste "$1" "$2" | awk -v most="$3" '
		{ d = $1 - $2; if (d < 0) d = -d; a = $1 < 0 ? -$1 : $1; b = $2 < 0 ? -$2 : $2
		  if (NF != 2 || d > most * (a > b ? a : b)) { print "line " NR ": " $0; bad = 1; exit } }
		END { exit bad || NR == 0 }'
}

@test "HDBSCAN: the labels and probabilities of R on moons and DS3" {
	R=$SHARED/reference/clustering
	[ -d "$R" ] || skip "the reference answers are not there"
	for set in "moons 5" "DS3 25"; do
		read -r name size <<<"$set"
		lastseen points hdbscan "$R/${name}_points.csv" --min-cluster-size "$size" \
			--format csv --quiet --threads 2 >got.csv
		[ "$(head -1 got.csv | tr -d '\r')" = row,id,label,probability ]
		column got.csv probability >got
		column "$R/${name}_results.csv" hdbscan_prob >want
		same got want 1e-9
		# One of our clusters to each of theirs, and noise where theirs is.
		paste <(column got.csv label) <(column "$R/${name}_results.csv" hdbscan) |
			sort -u >pairs
		[ "$(wc -l <pairs)" -eq "$(cut -f1 pairs | sort -u | wc -l)" ]
		[ "$(wc -l <pairs)" -eq "$(cut -f2 pairs | sort -u | wc -l)" ]
		awk '($1 == 0) != ($2 == 0) { exit 1 }' pairs
	done
}

@test "HDBSCAN: the clusters as JSON, and a size below 2 is refused" {
	printf 'x,y\n0,0\n1,0\n0,1\n1,1\n100,100\n101,100\n100,101\n101,101\n5000,0\n' >p.csv
	run lastseen points hdbscan p.csv --min-cluster-size 3 --format json --quiet
	jq -e '.result.clusters | map(.n) == [4, 4] and .[0].x == 0.5' <<<"$output"
	jq -e '.result.noise == 1 and .parameters.min_points == 3' <<<"$output"
	run lastseen points hdbscan p.csv --min-cluster-size 1
	[ "$status" -eq 2 ]
}
