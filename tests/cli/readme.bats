#!/usr/bin/env bats
# The README's main job runs as it stands there, on the made-up case.
load helper

@test "the commands of the main job" {
	cp -r "$FIXTURES"/case/*.csv .
	[ ! -d "$SHARED/data" ] || cp "$SHARED/data/codepoint/codepo_gb.zip" .
	mkdir bin
	ln -s "$LASTSEEN" bin/lastseen
	PATH=$PWD/bin:$PATH
	sed -n '/^## The main job/,/^## /p' "$FIXTURES/../README.md" |
		sed -n 's/^    \(lastseen .*\)/\1/p' >job
	[ "$(wc -l <job)" -ge 8 ]
	[ -f codepo_gb.zip ] || sed -i '/codepoint/d' job
	while read -r line; do
		status=0
		sh -c "$line" >out 2>&1 || status=$?
		# Some rows of the made-up files are bad on purpose.
		[ "$status" -eq 0 ] || [ "$status" -eq 3 ] || {
			echo "$line: status $status"
			cat out
			return 1
		}
	done <job
	[ -s report/report.html ]
	(cd report && sha256sum --quiet -c manifest-sha256.txt)
}

@test "every command of the README is one, and every command is in the README" {
	lastseen --help | sed -n 's/^  \([a-z][a-z]*\)\( [a-z]*\)\?  .*/\1/p' | sort -u >have
	for command in $(cat have); do
		grep -qE "\`$command[\` ]" "$FIXTURES/../README.md" || {
			case $command in help | man | completion) continue ;; esac
			echo "not in the README: $command"
			return 1
		}
	done
}
