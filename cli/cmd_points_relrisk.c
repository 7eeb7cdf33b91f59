/* points relrisk: where one kind of event is more likely than the other. */
#include "surface_options.h"
#include "work/points_relrisk.h"

static const struct option_spec relrisk_options[] = {
	FILE_OPTIONS,
	{"case", VALUE_TEXT, "COL", "column of 1 (a case) and 0 (a control)", NULL,
		false, 0, false},
	{"by", VALUE_TEXT, "COL", "in its place: a column of two values", NULL, false,
		0, false},
	{"case-value", VALUE_TEXT, "VALUE", "which of them is the case (the rarer one)",
		NULL, false, 0, false},
	SURFACE_OPTIONS,
	{"replications", VALUE_INT, "N",
		"random relabellings for p_random and p_any (0: none)", NULL, false, 0,
		false},
	{"reference", VALUE_CHOICE, "DENSITY",
		"of p_value: that of all events (pooled, the default), or controls",
		"pooled controls", false, 0, false},
	CONTOURS_OPTION,
	{"levels", VALUE_TEXT, "LIST",
		"p-values of the contours of raised and lowered risk (0.05)", NULL,
		false, 0, false},
	{0},
};

static enum err_code run_relrisk(struct call *call, bool *left_out)
{
	struct points_file file = file_of(call);
	file.is_case = call_text(call, "case", NULL);
	file.by = call_text(call, "by", NULL);
	struct points_relrisk_options o = {
		.surface = surface_of(call),
		.case_value = call_text(call, "case-value", NULL),
		.replications = call_int(call, "replications", 0),
		.reference = call_text(call, "reference", "pooled"),
	};
	o.surface.contours = call_text(call, "contours", NULL);
	o.surface.levels = call_text(call, "levels", NULL);
	return work_points_relrisk(call->ctx, &call->work, &file, &o, left_out);
}

const struct command command_points_relrisk = {
	.name = "points relrisk",
	.group = "Points: any file of events",
	.summary = "where cases are more likely than the others (relative risk)",
	.arguments = "FILE",
	.arguments_least = 1,
	.arguments_most = 1,
	.options = relrisk_options,
	.details = POINTS_DETAILS SURFACE_DETAILS
	"\n\nlog_risk is the log of the cases' density over the controls', each "
	"adding up to 1; probability the share of cases. p_value (asymptotic) "
	"and p_random (relabelling) are one-sided: near 0 where cases are too "
	"many, near 1 where too few. Many cells are many tests; p_any is one "
	"test of the whole. Contours are drawn of p_random where there is one.",
	.run = run_relrisk,
};
