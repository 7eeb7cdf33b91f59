#!/usr/bin/env bats
# The made-up case is what its generator makes.
load helper

@test "the committed case is the generator's own" {
	generate=$(dirname "$LASTSEEN")/fixtures-generate
	"$generate" --output made --episodes 600 --seed 1
	diff -r made "$FIXTURES/case"
}

@test "another seed makes another case" {
	generate=$(dirname "$LASTSEEN")/fixtures-generate
	"$generate" --output other --episodes 600 --seed 2
	! cmp -s other/episodes.csv "$FIXTURES/case/episodes.csv"
}
