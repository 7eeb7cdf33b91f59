#include "command.h"
#include "work/template.h"

static const struct option_spec options[] = {
	{.name = "describe",
		.kind = VALUE_FLAG,
		.help = "explains each column, its type and its codes"},
	{0}};

static enum err_code run(struct call *call, bool *set_aside)
{
	(void)set_aside;
	return work_template(call->ctx, &call->work, call->arguments[0],
		call_flag(call, "describe") ? TEMPLATE_DESCRIBE : TEMPLATE_HEADER);
}

const struct command command_template = {
	.name = "template",
	.group = "The case",
	.summary = "prints the columns that a kind of import has",
	.arguments = "KIND",
	.arguments_least = 1,
	.arguments_most = 1,
	.first_choices = "episodes interviews homes placements people mentions "
			 "assessments registers boundaries benchmarks addresses places",
	.options = options,
	.details = "Prints the header of a CSV file that can be imported as it is. "
		   "`addresses` and `places` are for `gazetteer add`.",
	.run = run,
};
