/* mapping suggest, list, show: how the columns of a file become the canonical ones. */
#include "command.h"
#include "work/mapping_suggest.h"

static const struct option_spec suggest_options[] = {
	{.name = "kind",
		.kind = VALUE_CHOICE,
		.value = "KIND",
		.choices = "episodes interviews homes placements people mentions "
			   "assessments registers benchmarks addresses places",
		.help = "what a row of the file is",
		.required = true},
	{.name = "sheet",
		.kind = VALUE_TEXT,
		.value = "S",
		.help = "the sheet or layer to read (the first that is not empty)"},
	{.name = "output",
		.kind = VALUE_FILE,
		.value = "FILE.ini",
		.help = "where the mapping goes (FILE's name with .ini, in this "
			"folder)"},
	{0}};

static enum err_code run_suggest(struct call *call, bool *set_aside)
{
	struct mapping_suggest_options o = {
		.file = call->arguments[0],
		.kind = call_text(call, "kind", NULL),
		.sheet = call_text(call, "sheet", NULL),
		.output = call_text(call, "output", NULL),
	};
	(void)set_aside;
	return work_mapping_suggest(call->ctx, &call->work, &o);
}

static enum err_code run_list(struct call *call, bool *set_aside)
{
	(void)set_aside;
	return work_mapping_list(call->ctx, &call->work);
}

static enum err_code run_show(struct call *call, bool *set_aside)
{
	(void)set_aside;
	return work_mapping_show(call->ctx, &call->work, call->arguments[0]);
}

const struct command command_mapping_suggest = {
	.name = "mapping suggest",
	.group = "The case",
	.summary = "proposes a mapping for a file, to be mended by hand",
	.arguments = "FILE",
	.arguments_least = 1,
	.arguments_most = 1,
	.options = suggest_options,
	.details =
		"Finds the header, weighs each column's name against the canonical "
		"names and what other systems call them, and its cells against what "
		"the column must hold; judges the order of dates from the cells; and "
		"gives each code of the file its own. The mapping is written with a "
		"confidence and a reason for each column. A file that is there is "
		"never overwritten.\n\n"
		"Read it before you use it: `import KIND FILE --mapping FILE.ini "
		"--dry-run` shows what would be set aside.",
	.run = run_suggest,
};

const struct command command_mapping_list = {
	.name = "mapping list",
	.group = "The case",
	.summary = "lists the built-in mappings",
	.arguments = "",
	.run = run_list,
};

const struct command command_mapping_show = {
	.name = "mapping show",
	.group = "The case",
	.summary = "prints a built-in mapping, to be copied and mended",
	.arguments = "NAME",
	.arguments_least = 1,
	.arguments_most = 1,
	.run = run_show,
};
