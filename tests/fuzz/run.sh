#!/bin/sh
# Runs every fuzz target for a number of seconds: run.sh BUILD SECONDS
#
# What a target found interesting is kept under BUILD/corpus; an input that breaks one
# belongs into tests/fuzz/corpus/TARGET/ once it is mended.
set -eu
build=$1
seconds=$2
here=$(dirname "$0")
for target in "$build"/fuzz_*; do
	[ -x "$target" ] || continue
	case $target in *.d | *.o) continue ;; esac
	name=${target##*/fuzz_}
	mkdir -p "$build/corpus/$name"
	seeds=
	[ ! -d "$here/corpus/$name" ] || seeds="$here/corpus/$name"
	echo "$name: $seconds s"
	"$target" -max_total_time="$seconds" -max_len=4096 -timeout=10 -rss_limit_mb=2048 \
		-print_final_stats=1 -artifact_prefix="$build/$name-" \
		"$build/corpus/$name" $seeds >"$build/$name.log" 2>&1 || {
		tail -40 "$build/$name.log"
		echo "fuzz: $name failed; the input lies in $build"
		exit 1
	}
	grep -E 'number_of_executed_units|average_exec' "$build/$name.log" || true
done
