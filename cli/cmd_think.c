#include "command.h"
#include "work/think.h"

static const struct option_spec options[] = {EPISODE_OPTIONS,
	{.name = "output",
		.kind = VALUE_FILE,
		.value = "DIR",
		.required = true,
		.help = "the folder of the report; an earlier report there is "
			"replaced"},
	{.name = "authority",
		.kind = VALUE_TEXT,
		.value = "LA",
		.help = "whose area is meant by in and out of area (the case's own)"},
	{.name = "permutations",
		.kind = VALUE_INT,
		.value = "N",
		.least = 1,
		.help = "random replicates behind the p-values (999)"},
	{0}};

static enum err_code run(struct call *call, bool *set_aside)
{
	struct think_options o = THINK_DEFAULT;
	(void)set_aside;
	o.output = call_text(call, "output", NULL);
	o.authority = call_text(call, "authority", NULL);
	o.permutations = call_int(call, "permutations", o.permutations);
	return work_think(call->ctx, &call->work, &o);
}

const struct command command_think = {
	.name = "think",
	.group = "THINK",
	.summary = "everything in one report: page, tables, figures",
	.arguments = "",
	.options = options,
	.details =
		"Leaves report.html (one file; opens from disk with no network), "
		"report.json, tables/*.csv, figures/*.svg and manifest-sha256.txt in "
		"DIR. The folder appears whole or not at all. Below audience analyst "
		"children and adults stand by pseudonym, and where a child lives is "
		"shown as a kilometre square. The export is written to the audit "
		"log.\n\n"
		"The same case, parameters and seed give the same bytes.",
	.run = run,
};
