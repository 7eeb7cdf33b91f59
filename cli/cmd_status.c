#include "command.h"
#include "work/status.h"

static const struct option_spec options[] = {
	{.name = "table",
		.kind = VALUE_CHOICE,
		.value = "TABLE",
		.choices = "sources rows periods completeness located set_aside notes "
			   "projection conflicts left_out located_by_source "
			   "completeness_by_month completeness_of_others",
		.help = "this table alone (all)"},
	{0}};

static enum err_code run(struct call *call, bool *set_aside)
{
	(void)set_aside;
	return work_status(call->ctx, &call->work, call_text(call, "table", NULL));
}

const struct command command_status = {
	.name = "status",
	.group = "The case",
	.summary = "what is in the case, how complete, how well located",
	.arguments = "",
	.options = options,
	.details =
		"The files that were imported with what became of their rows; how many "
		"rows the case holds; the time they speak of; how many episodes fill "
		"each "
		"column; how exactly the places are located and by which method; and "
		"what "
		"was set aside, with the reason and the rows; what each method leaves "
		"out because of it. The tables by source and by month are long: ask "
		"for them with --table. --format csv prints the "
		"sources, or the one table that --table names.",
	.run = run,
};
