#include "base/str.h"
#include "command.h"
#include "work/locate_text.h"

static const struct option_spec options[] = {
	{.name = "grid",
		.kind = VALUE_FILE,
		.value = "FILE",
		.help = "the OSTN15 grid, or its folder (where it is found; else 5 m "
			"are lost)"},
	{0}};

static enum err_code run(struct call *call, bool *set_aside)
{
	struct locate_options o = {.in = stdin, .grid = call_text(call, "grid", NULL)};
	struct strbuf text;
	(void)set_aside;
	strbuf_init(&text, call->ctx->arena);
	for (int i = 0; i < call->arguments_n; i++) {
		strbuf_add(&text, i ? " " : "");
		strbuf_add(&text, call->arguments[i]);
	}
	if (!str_equal(text.text, "-"))
		o.text = text.text;
	return work_locate(call->ctx, &call->work, &o);
}

const struct command command_locate = {
	.name = "locate",
	.group = "The case",
	.summary = "one text, or a line each from standard input, to a point",
	.arguments = "TEXT…|-",
	.arguments_least = 1,
	.arguments_most = -1,
	.options = options,
	.details =
		"A text is a postcode, sector or district, an OS grid reference, an "
		"easting and northing, a latitude and longitude ('53.7599, -2.69895'), "
		"a UPRN, an address, or the name of a place in the gazetteer. Several "
		"words are one text. A position that begins with '-' comes after "
		"'--'.\n\n"
		"precision_m is the radius within which the place lies if the reading "
		"is right, confidence how likely that is. What can't be located is of "
		"kind none, and its method says why. No postcode is ever put in the "
		"place of the one written: what it may have meant is among the "
		"candidates.",
	.run = run,
};
