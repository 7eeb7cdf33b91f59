#!/usr/bin/env bats
# The command line's output is what it was: tests/cli/goldens/, blessed by `make bless`.
load helper

@test "goldens" {
	run "$BATS_TEST_DIRNAME/goldens.sh" "$LASTSEEN"
	[ "$status" -eq 0 ] || { echo "$output"; return 1; }
}
