#include "command.h"
#include "work/crossref.h"

static enum err_code run(struct call *call, bool *set_aside)
{
	(void)set_aside;
	return work_crossref(call->ctx, &call->work);
}

const struct command command_crossref = {
	.name = "crossref",
	.group = "THINK",
	.summary = "registers, interviews and assessments beside the episodes",
	.arguments = "",
	.options = episode_options,
	.details =
		"Children on other registers; return home interviews offered and held "
		"within 72 hours, and how often children go again after an "
		"independent one and after another; assessments that follow an "
		"episode within 28 days.",
	.run = run,
};
