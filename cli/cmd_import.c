#include "command.h"
#include "work/import.h"

static const struct option_spec options[] = {
	{.name = "mapping",
		.kind = VALUE_FILE,
		.value = "NAME|FILE",
		.help = "a built-in mapping, or a file that maps columns"},
	{.name = "sheet",
		.kind = VALUE_TEXT,
		.value = "S",
		.help = "the sheet or layer to read (the first that is not empty)"},
	{.name = "period",
		.kind = VALUE_PERIOD,
		.value = "P",
		.help = "what the file should cover: dates outside are remarked on"},
	{.name = "update",
		.kind = VALUE_FLAG,
		.help = "a row with a known reference replaces the older one "
			"(episodes, "
			"people, mentions)"},
	{.name = "dry-run",
		.kind = VALUE_FLAG,
		.help = "does all of it and keeps nothing"},
	{0}};

static enum err_code run(struct call *call, bool *set_aside)
{
	struct import_options import = {
		.kind = call->arguments[0],
		.file = call->arguments[1],
		.mapping = call_text(call, "mapping", NULL),
		.sheet = call_text(call, "sheet", NULL),
		.mode = call_flag(call, "dry-run") ? IMPORT_TRY : IMPORT_KEEP,
		.update = call_flag(call, "update"),
	};
	return work_import(call->ctx, &call->work, &import, set_aside);
}

const struct command command_import = {
	.name = "import",
	.group = "The case",
	.summary = "brings the rows of a file into the case",
	.arguments = "KIND FILE",
	.arguments_least = 2,
	.arguments_most = 2,
	.first_choices = "episodes interviews homes placements people mentions "
			 "assessments registers boundaries benchmarks",
	.options = options,
	.details =
		"FILE is CSV (UTF-8, Windows-1252 or UTF-16; commas, semicolons or "
		"tabs), XLSX, ODS, XLS, GeoPackage, GeoJSON, Shapefile or the SSDA903 "
		"return as XML; a member of a zip is named "
		"/vsizip/FILE.zip/NAME.csv. A database is PG:dbname=... or ODBC:..., "
		"its table named with --sheet (the password is best left to ~/.pgpass "
		"or PGPASSWORD: a command line can be seen by others); its rows are "
		"numbered as they come. Columns are those of `template KIND`; a "
		"mapping gives them other names.\n\n"
		"A row that can't be taken, or a cell, is set aside with its reason "
		"and its text; all else is kept, and the exit status is 3. One file "
		"is one transaction: it is in the case whole, or not at all. The same "
		"file again adds nothing.\n\n"
		"A reference that is there with another content is set aside; with "
		"--update the later file's row replaces the older one (an episode "
		"closed since), and what it said is kept. A file of `set-aside export` "
		"that was mended needs no option: each row replaces, or adds, the one "
		"it stands for.\n\n"
		"Built-in mappings: ssda903-missing, ssda903-episodes, ssda903-xml, "
		"ssda903-header, ssda903-reviews, ssda903-oc2, ssda903-oc3, "
		"ssda903-uasc, ssda903-previous-permanence, ssda903-ad1, "
		"ssda903-placed-for-adoption, ssda903-dolo, ssda903-sw-episodes, "
		"ofsted, dfe-missing, boundaries. Where one fits the header it is "
		"taken without being named.",
	.run = run,
};
