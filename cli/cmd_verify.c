#include "command.h"
#include "work/pack.h"

static enum err_code run(struct call *call, bool *set_aside)
{
	(void)set_aside;
	return work_verify(call->ctx, &call->work, call->arguments[0]);
}

const struct command command_verify = {
	.name = "verify",
	.group = "ACT",
	.summary = "checks that an evidence pack is whole",
	.arguments = "PACK",
	.arguments_least = 1,
	.arguments_most = 1,
	.details =
		"Names the first thing that is wrong: a file that is missing, was "
		"added "
		"or was changed, a manifest that can't be read, a path that leads out "
		"of "
		"the pack (exit status 1). The sha256 that it prints stands for every "
		"byte of the pack: it is the one that `pack` printed and wrote to the "
		"audit chain.",
	.run = run,
};
