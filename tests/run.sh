#!/bin/sh
# Runs tests that are built and counts them: run.sh BUILD [unit|oracle|cli]
#
# Ends with "N passed, N failed, N skipped", counted in test cases. A program that dies
# without its closing line counts as one that failed.
set -u
cd "$(dirname "$0")/.."
build=$1
what=${2:-all}
passed=0
failed=0
skipped=0
log=$build/test.log
: >"$log"
LASTSEEN_SHARED=${LASTSEEN_SHARED:-../shared}
LASTSEEN=$PWD/$build/lastseen
case $build in /*) LASTSEEN=$build/lastseen ;; esac
export LASTSEEN_SHARED LASTSEEN

tally() { # name passed failed skipped
	passed=$((passed + $2))
	failed=$((failed + $3))
	skipped=$((skipped + $4))
	if [ "$3" -gt 0 ]; then word=FAILED; else word=ok; fi
	echo "$word $1: $2 passed, $3 failed, $4 skipped"
}

cmocka() { # program
	"$1" >"$build/one.log" 2>&1
	status=$?
	cat "$build/one.log" >>"$log"
	p=$(grep -c '^\[ *OK *\]' "$build/one.log")
	# The closing summary lists the failed and the skipped once more.
	f=$(grep '^\[ *FAILED *\] [A-Za-z_]' "$build/one.log" | sort -u | wc -l)
	s=$(grep '^\[ *SKIPPED *\] [A-Za-z_]' "$build/one.log" | sort -u | wc -l)
	if [ $status -ne 0 ] && [ "$f" -eq 0 ]; then f=1; fi
	tally "${1#"$build"/}" "$p" "$f" "$s"
	if [ "$f" -gt 0 ]; then
		grep -vE '^\[ *(RUN|OK) *\]' "$build/one.log" | tail -60
	fi
}

bats_file() { # file
	bats --tap "$1" >"$build/one.log" 2>&1
	status=$?
	cat "$build/one.log" >>"$log"
	s=$(grep -c '^ok .*# skip' "$build/one.log")
	p=$(($(grep -c '^ok ' "$build/one.log") - s))
	f=$(grep -c '^not ok ' "$build/one.log")
	if [ $status -ne 0 ] && [ "$f" -eq 0 ]; then f=1; fi
	tally "$1" "$p" "$f" "$s"
	[ "$f" -eq 0 ] || grep -vE '^ok ' "$build/one.log" | tail -80
}

if [ "$what" = all ] || [ "$what" = unit ]; then
	for t in "$build"/unit/*/test_*; do cmocka "$t"; done
fi
if [ "$what" = all ] || [ "$what" = oracle ]; then
	for t in "$build"/oracle/test_*; do cmocka "$t"; done
fi
if [ "$what" = all ] || [ "$what" = cli ]; then
	for t in tests/cli/*.bats; do bats_file "$t"; done
fi
[ -d "$LASTSEEN_SHARED/data" ] ||
	echo "skipped what reads public data: $LASTSEEN_SHARED is not there"
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
