#include "command.h"
#include "work/repeat.h"

static enum err_code run(struct call *call, bool *set_aside)
{
	(void)set_aside;
	return work_repeat(call->ctx, &call->work);
}

const struct command command_repeat = {
	.name = "repeat",
	.group = "THINK",
	.summary = "children who go again: how many, how soon, how unevenly",
	.arguments = "",
	.options = episode_options,
	.details =
		"Children by their number of episodes, the share of episodes that the "
		"most frequent children make (Lorenz, Gini), and the time to the next "
		"episode (Kaplan-Meier), in which those not yet gone again count as "
		"long as they were watched; after the first also by where they went "
		"from and by whether an interview was held within 72 hours of the "
		"return, with children as the unit.",
	.run = run,
};
