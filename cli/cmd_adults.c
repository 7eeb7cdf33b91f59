#include "command.h"
#include "work/adults.h"

static const struct option_spec options[] = {EPISODE_OPTIONS,
	{.name = "min-children",
		.kind = VALUE_INT,
		.value = "N",
		.least = 1,
		.help = "distinct children that an adult is named with (2)"},
	{0}};

static enum err_code run(struct call *call, bool *set_aside)
{
	struct adults_options o = ADULTS_DEFAULT;
	(void)set_aside;
	o.min_children = call_int(call, "min-children", o.min_children);
	return work_adults(call->ctx, &call->work, &o);
}

const struct command command_adults = {
	.name = "adults",
	.group = "THINK",
	.summary = "adults, phones, vehicles and handles named with several children",
	.arguments = "",
	.options = options,
	.details =
		"Which mentions mean the same adult is told by stated rules: the same "
		"reference; name and date of birth; name and a shared phone, vehicle "
		"or handle; a shared phone and a similar name; at last a name alone, "
		"marked weak. Two dates of birth are never one adult.",
	.run = run,
};
