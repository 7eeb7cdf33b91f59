# Common to the command-line tests: the program, the fixtures, an empty folder each.
LASTSEEN=${LASTSEEN:-$BATS_TEST_DIRNAME/../../build/lastseen}
FIXTURES=$BATS_TEST_DIRNAME/../../fixtures
SHARED=${LASTSEEN_SHARED:-$BATS_TEST_DIRNAME/../../../shared}
case $SHARED in /*) ;; *) SHARED=$BATS_TEST_DIRNAME/../../$SHARED ;; esac
unset LASTSEEN_DB LASTSEEN_GAZETTEER

lastseen() { "$LASTSEEN" "$@"; }

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
}

# fails TEXT...: the last `run` failed with status 1 and its message has each text.
fails() {
	[ "$status" -eq 1 ] || { echo "status $status: $output"; return 1; }
	says "$@"
}

says() {
	for text; do
		[[ "$output" == *"$text"* ]] || { echo "no '$text' in: $output"; return 1; }
	done
}

# A case with one episode.
small_case() {
	lastseen init --db case.db --quiet
	cat >one.csv <<'CSV'
episode_ref,child_ref,type,reported_time
E1,K1,missing,2026-01-02 21:30
CSV
	lastseen import episodes one.csv --db case.db --quiet --format json >/dev/null
}

# What is in the case, as text: equal before and after what must not change it.
content() {
	sqlite3 -readonly "$1" "SELECT * FROM source; SELECT * FROM set_aside;
		SELECT * FROM child; SELECT * FROM episode; SELECT * FROM place;
		SELECT * FROM audit;"
}
