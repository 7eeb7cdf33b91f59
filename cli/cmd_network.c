#include "command.h"
#include "work/network.h"

static const struct option_spec options[] = {EPISODE_OPTIONS,
	{.name = "window",
		.kind = VALUE_DURATION,
		.value = "TIME",
		.help = "how near in time is together (2h)"},
	{.name = "shared-max",
		.kind = VALUE_INT,
		.value = "N",
		.least = 2,
		.help = "an adult or address of more children ties nobody (30)"},
	{0}};

static enum err_code run(struct call *call, bool *set_aside)
{
	struct network_case_options o = NETWORK_CASE_DEFAULT;
	(void)set_aside;
	o.window_s = (int64_t)call_real(call, "window", (double)o.window_s);
	o.shared_max = call_int(call, "shared-max", o.shared_max);
	return work_network(call->ctx, &call->work, &o);
}

const struct command command_network = {
	.name = "network",
	.group = "THINK",
	.summary =
		"children missing together, found together, tied by adults or places",
	.arguments = "",
	.options = options,
	.details =
		"Ties between children: missing or found together within some hours, "
		"the same adult, address, identifier or home; and the groups that "
		"hang together by them. Missing together is set against chance; a "
		"home alone makes no group.",
	.run = run,
};
