#include "command.h"
#include "work/flags.h"

static enum err_code run(struct call *call, bool *set_aside)
{
	(void)set_aside;
	return work_flags(call->ctx, &call->work);
}

const struct command command_flags = {
	.name = "flags",
	.group = "THINK",
	.summary = "what is worth a person's look, by rule, with the rows behind it",
	.arguments = "",
	.options = episode_options,
	.details =
		"Runs the rules over what the analyses find: recurring addresses, "
		"adults, "
		"phones and vehicles, homes above their limits, new hotspots, a "
		"child's "
		"third episode in 90 days, returns without an interview, placements "
		"out "
		"of area without notification. Each flag carries its figures, its rows "
		"and its caveats: a lead, not a verdict.",
	.run = run,
};
