#include "command.h"
#include "work/homes.h"

static enum err_code run(struct call *call, bool *set_aside)
{
	(void)set_aside;
	return work_homes(call->ctx, &call->work);
}

const struct command command_homes = {
	.name = "homes",
	.group = "THINK",
	.summary = "children's homes: rates per night with funnel limits",
	.arguments = "",
	.options = episode_options,
	.details =
		"Episodes for 1,000 nights with exact Poisson intervals. Nights come "
		"from "
		"placements, or are registered places times days where a home has "
		"none. "
		"The limits say where the rates of homes that are all alike would "
		"lie.\n\n"
		"State: raised (above the 99.8 % limit, also without its most frequent "
		"child), one_child (above it only with that child), lowered (below the "
		"99.8 % limit), too_small (nights not known, or under 2 episodes "
		"expected "
		"and under 5 seen), as_expected (none of these).",
	.run = run,
};
