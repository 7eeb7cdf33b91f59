#include "command.h"
#include "work/grid_install.h"

static const struct option_spec options[] = {
	{.name = "system",
		.kind = VALUE_FLAG,
		.help = "for every account, beside the program (the user's own "
			"folder)"},
	{0}};

static enum err_code run(struct call *call, bool *set_aside)
{
	struct grid_install_options o = {
		.file = call->arguments[0], .system = call_flag(call, "system")};
	(void)set_aside;
	return work_grid_install(call->ctx, &call->work, &o);
}

const struct command command_grid = {
	.name = "grid install",
	.group = "The case",
	.summary = "puts the OSTN15 grid where it is found",
	.arguments = "FILE",
	.arguments_least = 1,
	.arguments_most = 1,
	.options = options,
	.details =
		"FILE is uk_os_OSTN15_NTv2_OSGBtoETRS.tif, which PROJ's grid "
		"collection "
		"(cdn.proj.org) publishes, or the folder it lies in. It is taken only "
		"if "
		"its SHA-256 is that of the published file. With it latitudes and "
		"longitudes become metres of the National Grid to 0.01 m, without it "
		"to "
		"5 m; status, geocode and every report say which. It goes to "
		"lastseen in the user's share folder (XDG_DATA_HOME, else "
		"~/.local/share), with --system to share/lastseen of the installation.",
	.run = run,
};
