#!/bin/sh
# Fails on an include that tests/layers.txt does not allow.
set -eu
cd "$(dirname "$0")/.."
awk '
FNR == NR {
	sub(/#.*/, "")
	if ($0 !~ /:/) next
	split($0, side, "|")
	layer = side[1]; sub(/:.*/, "", layer); gsub(/ /, "", layer)
	arrows = side[1]; sub(/^[^:]*:/, "", arrows)
	known[layer] = 1
	n = split(arrows, a, " ")
	for (i = 1; i <= n; i++) may[layer, a[i]] = 1
	m = split(side[2], f, " ")
	for (i = 1; i <= m; i++) owner[f[i]] = layer
	next
}
/^[ \t]*#[ \t]*include/ {
	layer = FILENAME
	sub(/^engine\//, "", layer); sub(/\/.*/, "", layer)
	inc = $0
	sub(/^[^<"]*[<"]/, "", inc); sub(/[>"].*/, "", inc)
	where = FILENAME ":" FNR ": "
	if ($0 ~ /"/) {
		to = inc; if (!sub(/\/.*/, "", to)) to = layer
		if (to == "gen") to = "base"
		if (to != layer && !((layer, to) in may)) {
			print where layer " may not include \"" inc "\""; bad = 1
		}
	} else for (h in owner)
		if (index(inc, h) == 1 && owner[h] != layer) {
			print where layer " may not include <" inc ">: it belongs to " owner[h]
			bad = 1
		}
}
END { exit bad }
' tests/layers.txt $(find engine cli fixtures -name '*.[ch]' | sort)
echo "layers: as drawn"
