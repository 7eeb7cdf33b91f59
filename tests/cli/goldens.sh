#!/bin/sh
# Command-line goldens: tests/cli/goldens/NAME.cmd is run, its output compared with
# NAME.out (standard output, then the exit status, then standard error).
#
#	goldens.sh LASTSEEN        fails on the first difference of each
#	goldens.sh LASTSEEN bless  takes the present output as the expected one
#
# A .cmd is a shell script; it sees lastseen on the PATH, the fixtures in $FIXTURES, a
# case of them in $CASE (its own copy), and stands in an empty folder.
set -u
lastseen=$(realpath "$1")
bless=${2:-}
here=$(cd "$(dirname "$0")" && pwd)
FIXTURES=$(cd "$here/../../fixtures" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export FIXTURES
mkdir "$work/bin"
ln -s "$lastseen" "$work/bin/lastseen"
PATH=$work/bin:$PATH
export PATH
unset LASTSEEN_DB LASTSEEN_GAZETTEER

# One case for all, copied for each.
"$here/../demo_case.sh" lastseen "$FIXTURES/case" "$work/case" >"$work/case.log" 2>&1 || {
	cat "$work/case.log"
	exit 1
}
bad=0
n=0
for cmd in "$here"/goldens/*.cmd; do
	n=$((n + 1))
	name=$(basename "$cmd" .cmd)
	rm -rf "$work/run"
	cp -r "$work/case" "$work/run"
	LASTSEEN_DB=$work/run/case.db
	LASTSEEN_GAZETTEER=$work/run/gazetteer.db
	export LASTSEEN_DB LASTSEEN_GAZETTEER
	(cd "$work/run" && sh "$cmd" >out 2>err; echo "exit $?" >status)
	cat "$work/run/out" "$work/run/status" "$work/run/err" |
		sed "s#$work/run#CASE#g" >"$work/got"
	if [ "$bless" = bless ]; then
		cp "$work/got" "$here/goldens/$name.out"
	elif ! diff -u "$here/goldens/$name.out" "$work/got"; then
		echo "differs: $name (make bless takes the new output)"
		bad=$((bad + 1))
	fi
done
echo "$n goldens, $bad differ"
[ "$bad" -eq 0 ] && [ "$n" -gt 0 ]
