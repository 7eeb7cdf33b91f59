#!/bin/sh
# Runs every bench program: run.sh BUILD
set -eu
for program in "$1"/bench/bench_*; do
	case $program in *.d) continue ;; esac
	echo "== $(basename "$program")"
	"$program"
done
