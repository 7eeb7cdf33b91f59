#include "command.h"
#include "work/count.h"

static const struct option_spec options[] = {EPISODE_OPTIONS,
	{.name = "authority",
		.kind = VALUE_TEXT,
		.value = "LA",
		.help = "whose children and area: a responsible authority (all)"},
	{0}};

static enum err_code run(struct call *call, bool *set_aside)
{
	struct count_options o = {.authority = call_text(call, "authority", NULL)};
	(void)set_aside;
	return work_count(call->ctx, &call->work, &o);
}

const struct command command_count = {
	.name = "count",
	.group = "COUNT",
	.summary = "every line of the COUNT checklist by month, home and care apart",
	.arguments = "",
	.options = options,
	.details =
		"Children and episodes missing, absent, at no apparent risk and away; "
		"missing from placements in and out of area; assessments that follow "
		"an episode; notifications of placements; frequency and length. A line "
		"for which the case has no data says so.",
	.run = run,
};
