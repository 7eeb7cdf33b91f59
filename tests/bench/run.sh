#!/bin/sh
# Runs every bench program: run.sh BUILD [NAME]
set -eu
build=$1
here=$(dirname "$0")
for program in "$build"/bench/bench_*; do
	case $program in *.d) continue ;; esac
	name=${program##*/bench_}
	[ -z "${2:-}" ] || [ "$2" = "$name" ] || continue
	echo "== $name"
	case $name in
	table)
		mkdir -p "$build/bench/points"
		"$program" "$build/lastseen" "$here/peers" "$build/bench/points"
		;;
	*) "$program" ;;
	esac
done
