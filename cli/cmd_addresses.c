#include "command.h"
#include "work/addresses.h"

static const struct option_spec options[] = {EPISODE_OPTIONS,
	{.name = "min-children",
		.kind = VALUE_INT,
		.value = "N",
		.least = 2,
		.help = "distinct children that make an address recur (2)"},
	{0}};

static enum err_code run(struct call *call, bool *set_aside)
{
	struct addresses_options o = ADDRESSES_DEFAULT;
	(void)set_aside;
	o.min_children = call_int(call, "min-children", o.min_children);
	return work_addresses(call->ctx, &call->work, &o);
}

const struct command command_addresses = {
	.name = "addresses",
	.group = "THINK",
	.summary = "addresses where two or more different children were",
	.arguments = "",
	.options = options,
	.details =
		"An address counts whatever its role: gone from, last seen, found, or "
		"mentioned. Where a child belongs is left out for that child, and so "
		"are places that are known as a postcode or a street alone.\n\n"
		"As many by chance says how many addresses as busy to expect if all "
		"the addresses of the case were alike; q is the false discovery rate.",
	.run = run,
};
