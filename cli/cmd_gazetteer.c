#include "command.h"
#include "work/gazetteer.h"

static const struct option_spec options[] = {
	{.name = "mapping",
		.kind = VALUE_FILE,
		.value = "NAME|FILE",
		.help = "how the file's columns become uprn, address … (their own "
			"names)"},
	{.name = "sheet",
		.kind = VALUE_TEXT,
		.value = "NAME",
		.help = "which sheet of a workbook (the first that is not empty)"},
	{0}};

static enum err_code run(struct call *call, bool *set_aside)
{
	struct gazetteer_add_options o = {
		.kind = call->arguments[0],
		.mapping = call_text(call, "mapping", NULL),
		.sheet = call_text(call, "sheet", NULL),
		.files = call->arguments + 1,
		.files_n = call->arguments_n - 1,
	};
	return work_gazetteer_add(call->ctx, &call->work, &o, set_aside);
}

const struct command command_gazetteer = {
	.name = "gazetteer add",
	.group = "The case",
	.summary = "adds postcodes, addresses and places to the gazetteer",
	.arguments = "KIND FILE…",
	.arguments_least = 2,
	.arguments_most = -1,
	.first_choices = "codepoint onspd opennames openuprn addresses places",
	.options = options,
	.details =
		"KIND is codepoint (Code-Point Open), onspd (the ONS Postcode "
		"Directory; postcodes that are no longer in use are kept with the "
		"month they ended), opennames (OS Open Names: streets, settlements, "
		"stations, and postcodes where nothing better gives them), openuprn "
		"(OS Open UPRN), each as the zip file, its folder or the CSV file; "
		"addresses (uprn, address, postcode, easting, northing) or places "
		"(name, aliases, kind, easting, northing, radius_m): 'lastseen "
		"template addresses' prints the columns. An address list in parts "
		"(AddressBase, LLPG: sao_text, pao_start_number, street_description "
		"…) is known by its columns; --mapping says what any other means.\n\n"
		"The gazetteer is a file of its own (--gazetteer; gazetteer.db beside "
		"the case), made where it isn't there, and may serve many cases. A "
		"file that is in already adds nothing. Without Code-Point Open an "
		"address list also gives the points of its postcodes, sectors and "
		"districts.",
	.run = run,
};
