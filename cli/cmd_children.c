#include "command.h"
#include "work/children.h"

static const struct option_spec options[] = {EPISODE_OPTIONS,
	{.name = "min-episodes",
		.kind = VALUE_INT,
		.value = "N",
		.least = 1,
		.help = "episodes from which a child is listed (3)"},
	{0}};

static enum err_code run(struct call *call, bool *set_aside)
{
	struct children_options o = CHILDREN_DEFAULT;
	(void)set_aside;
	o.min_episodes = call_int(call, "min-episodes", o.min_episodes);
	return work_children(call->ctx, &call->work, &o);
}

const struct command command_children = {
	.name = "children",
	.group = "THINK",
	.summary = "each child's own pattern: how often, from where, to where, when",
	.arguments = "",
	.options = options,
	.details =
		"Children with several episodes, most frequent first: the usual places "
		"and hours, lengths and gaps, and whether the episodes grow more "
		"frequent.",
	.run = run,
};
