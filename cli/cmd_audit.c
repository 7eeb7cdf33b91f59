#include "base/str.h"
#include "command.h"
#include "work/audit_log.h"

static const struct option_spec options[] = {
	{.name = "noted",
		.kind = VALUE_TEXT,
		.value = "HASH",
		.help = "with verify: a last hash that was noted earlier"},
	{0}};

static enum err_code run(struct call *call, bool *set_aside)
{
	const char *noted = call_text(call, "noted", NULL);
	(void)set_aside;
	if (call->arguments_n > 0)
		return work_audit_verify(call->ctx, &call->work, noted);
	if (noted)
		return err_set(
			call->ctx, ERR_USAGE, "--noted: belongs to `audit verify`");
	return work_audit_list(call->ctx, &call->work);
}

const struct command command_audit = {
	.name = "audit",
	.group = "Keeping",
	.summary = "lists the log of who did what, or verifies it",
	.arguments = "[verify]",
	.arguments_most = 1,
	.first_choices = "verify",
	.options = options,
	.details = "Every import, change, look and export is an entry, hashed with the "
		   "one "
		   "before it. `audit verify` walks the chain and names the first "
		   "entry that "
		   "does not fit (exit status 1). It cannot see that the last entries "
		   "were "
		   "cut off: note the last hash it prints somewhere else, and give it "
		   "to the "
		   "next check with --noted.",
	.run = run,
};
