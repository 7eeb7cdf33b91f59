#!/bin/sh
# Writes gen/sql.[ch] or gen/asset.[ch]: the files of a folder as byte arrays.
#
#	embed.sh OUT sql|asset FILE...
#
# A statement queries/hotspot_points.sql becomes sql_hotspot_points, a file
# plots/report.css becomes asset_report_css. A misspelt name does not link.
set -eu
out=$1
kind=$2
shift 2
guard=$(printf 'LASTSEEN_GEN_%s_H' "$kind" | tr a-z A-Z)
name_of() {
	base=${1##*/}
	[ "$kind" = sql ] && base=${base%.sql}
	printf '%s_%s' "$kind" "$base" | tr -c 'A-Za-z0-9_' '_'
}
{
	echo "/* Made by queries/embed.sh: do not edit. */"
	echo "#ifndef $guard"
	echo "#define $guard"
	echo "#include <stddef.h>"
	echo "struct $kind {"
	echo "	const char *name; /* of the file */"
	echo "	const char *text; /* NUL-terminated */"
	echo "	size_t n;"
	echo "};"
	for f; do echo "extern const struct $kind $(name_of "$f");"; done
	echo "/* All of them by name, ended by NULL. */"
	echo "extern const struct $kind *const ${kind}_all[];"
	echo "#endif"
} >"$out/$kind.h.new"
{
	echo "/* Made by queries/embed.sh: do not edit. */"
	echo "#include \"gen/$kind.h\""
	for f; do
		id=$(name_of "$f")
		echo "static const unsigned char bytes_$id[] = {"
		od -An -v -tu1 "$f" | sed 's/  */,/g; s/^,//; s/$/,/'
		echo "0};"
		echo "const struct $kind $id = { \"${f##*/}\", (const char *)bytes_$id, sizeof bytes_$id - 1 };"
	done
	echo "const struct $kind *const ${kind}_all[] = {"
	for f; do echo "	&$(name_of "$f"),"; done
	echo "	NULL };"
} >"$out/$kind.c.new"
mv "$out/$kind.h.new" "$out/$kind.h"
mv "$out/$kind.c.new" "$out/$kind.c"
