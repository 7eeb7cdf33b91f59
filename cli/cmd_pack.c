#include "base/str.h"
#include "command.h"
#include "work/pack.h"

static const struct option_spec options[] = {EPISODE_OPTIONS,
	{.name = "subject",
		.kind = VALUE_TEXT,
		.value = "SUBJECT",
		.required = true,
		.help = "address:N, adult:N, home:URN, child:REF or hotspot:N"},
	{.name = "output",
		.kind = VALUE_FILE,
		.value = "DIR",
		.required = true,
		.help = "a folder that is not there yet, or empty"},
	{.name = "place",
		.kind = VALUE_CHOICE,
		.value = "PLACE",
		.choices = "from last-seen found",
		.help = "for a hotspot: of which place (found)"},
	{0}};

static enum err_code run(struct call *call, bool *set_aside)
{
	const char *place = call_text(call, "place", "found");
	struct pack_options o = {
		.subject = call_text(call, "subject", ""),
		.output = call_text(call, "output", ""),
		.place = str_equal(place, "from")        ? ROLE_FROM
			 : str_equal(place, "last-seen") ? ROLE_LAST_SEEN
							 : ROLE_FOUND,
	};
	(void)set_aside;
	return work_pack(call->ctx, &call->work, &o);
}

const struct command command_pack = {
	.name = "pack",
	.group = "ACT",
	.summary = "an evidence pack on an address, adult, home, child or hotspot",
	.arguments = "",
	.options = options,
	.details =
		"A folder after BagIt 1.0 (RFC 8493) with a cover, the method, a "
		"chronology, each row that was used traced to its file and row, and "
		"SHA-256 manifests, so that another person can check it and repeat it. "
		"The numbers are those that `addresses`, `adults`, `homes` and "
		"`hotspots` print for the same period.\n\n"
		"For a partner (the default) children and adults stand by pseudonym, "
		"and names, free text and addresses where a child lives are left out. "
		"The disclosure is written to the audit chain with the hash of the "
		"pack.",
	.run = run,
};
