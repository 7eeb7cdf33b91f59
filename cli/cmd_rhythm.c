#include "command.h"
#include "work/rhythm.h"

static enum err_code run(struct call *call, bool *set_aside)
{
	(void)set_aside;
	return work_rhythm(call->ctx, &call->work);
}

const struct command command_rhythm = {
	.name = "rhythm",
	.group = "THINK",
	.summary = "when children go and are found: month, weekday, hour, length",
	.arguments = "",
	.options = episode_options,
	.details =
		"Hour by weekday with times known to the day spread over their hours "
		"(aoristic), the mean hour with each child counted once, which hours, "
		"weekdays and hours of a weekday stand out (tested by moving whole "
		"children), months with limits and where their number changed, trend "
		"and season from two years on, and how long episodes last.",
	.run = run,
};
