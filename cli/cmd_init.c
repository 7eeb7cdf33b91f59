#include "command.h"
#include "work/init.h"

static const struct option_spec options[] = {
	{.name = "authority",
		.kind = VALUE_TEXT,
		.value = "NAME",
		.help = "the local authority whose case this is"},
	{.name = "marking",
		.kind = VALUE_TEXT,
		.value = "TEXT",
		.help = "the marking on every page (OFFICIAL-SENSITIVE)"},
	{0}};

static enum err_code run(struct call *call, bool *set_aside)
{
	struct init_options o = {
		.authority = call_text(call, "authority", NULL),
		.marking = call_text(call, "marking", NULL),
	};
	(void)set_aside;
	return work_init(call->ctx, &call->work, &o);
}

const struct command command_init = {
	.name = "init",
	.group = "The case",
	.summary = "makes a new case store",
	.arguments = "",
	.options = options,
	.details =
		"One file holds a case: what was imported, where it was located, "
		"what was computed, and the log of who looked at it. Only the account "
		"that made it may read it. A file of the same name is never "
		"overwritten.",
	.run = run,
};
