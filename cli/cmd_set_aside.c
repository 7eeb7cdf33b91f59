#include "command.h"
#include "work/set_aside.h"

static const struct option_spec options[] = {
	{.name = "kind",
		.kind = VALUE_CHOICE,
		.value = "KIND",
		.choices = "episodes interviews homes placements people mentions "
			   "assessments registers benchmarks",
		.help = "rows of this kind (all, where there is but one)"},
	{.name = "source",
		.kind = VALUE_INT,
		.value = "N",
		.least = 1,
		.help = "rows of this source, as `status --table sources` numbers "
			"them"},
	{0}};

static enum err_code run(struct call *call, bool *set_aside)
{
	struct set_aside_options o = {
		.file = call->arguments[0],
		.kind = call_text(call, "kind", NULL),
		.source_id = call_int(call, "source", 0),
	};
	(void)set_aside;
	return work_set_aside_export(call->ctx, &call->work, &o);
}

const struct command command_set_aside = {
	.name = "set-aside export",
	.group = "The case",
	.summary = "writes the rows that were set aside to a CSV file, to be mended",
	.arguments = "FILE.csv",
	.arguments_least = 1,
	.arguments_most = 1,
	.options = options,
	.details =
		"Each row stands once with all its cells, the reasons in front. Mend "
		"it "
		"in a spreadsheet, delete the lines you leave, and import the file as "
		"that kind (with the mapping its source had). The columns "
		"set_aside_source and set_aside_row tell import which row each one "
		"is: it takes the place of that row, file and row number included, and "
		"nothing is doubled. A row that was kept without a cell is replaced, "
		"and what it said before is kept in the case.\n\n"
		"The file holds raw text: --audience analyst alone. The export is "
		"written to the audit log.",
	.run = run,
};
