#!/bin/sh
# Installs those of the named Debian packages that are missing, or says how to.
set -eu
missing=
for p; do
	dpkg-query -W -f '${Status}' "$p" 2>/dev/null | grep -q 'ok installed' ||
		missing="$missing $p"
done
[ -n "$missing" ] || exit 0
command="apt-get install -y --no-install-recommends$missing"
if [ "$(id -u)" = 0 ]; then
	as=
elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
	as="sudo -n"
else
	echo "Packages are missing. Run this, then the same make again:" >&2
	echo "  sudo apt-get update && sudo $command" >&2
	exit 1
fi
echo "installing:$missing"
export DEBIAN_FRONTEND=noninteractive
if ! { $as apt-get update -qq && $as env DEBIAN_FRONTEND=noninteractive $command -qq >/dev/null; }; then
	echo "The packages could not be installed. Run this, then the same make again:" >&2
	echo "  sudo apt-get update && sudo $command" >&2
	exit 1
fi
