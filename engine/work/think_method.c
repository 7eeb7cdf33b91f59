#include "work/think_parts.h"
#include <string.h>

static const struct column pair_columns[] = {
	{"name", "What", 0, AUDIENCE_PUBLIC},
	{"value", "Value", 0, AUDIENCE_PUBLIC},
};

static void add_pair(struct table *table, const char *name, const char *value)
{
	cell_text(table, name);
	cell_text(table, value);
}

static const struct table *parameters_table(struct think *t)
{
	struct table *table = TABLE_CREATE(
		t->ctx->arena, "parameters", "Parameters of this report", pair_columns);
	static const struct column plain = {"", "", 0, AUDIENCE_PUBLIC};
	for (size_t i = 0; i < t->parameters->n; i++)
		add_pair(table, t->parameters->fields[i].name,
			words_cell(t->ctx->arena, &plain,
				&t->parameters->fields[i].value, 0));
	add_pair(
		table, "seed", think_text(t, "%llu", (unsigned long long)t->ctx->seed));
	return table;
}

static enum err_code versions_table(struct think *t, struct table *table)
{
	struct statement *s;
	bool row = false;
	enum err_code err = store_prepare(t->c->store, &sql_run_libraries, &s);
	if (!err)
		err = statement_step(s, &row);
	if (err)
		return err;
	add_pair(table, "lastseen", LASTSEEN_VERSION);
	for (int i = 0; row && i < column_count(s); i++)
		add_pair(table, str_dup(t->ctx->arena, column_name(s, i)),
			column_dup(s, i, t->ctx->arena));
	statement_reset(s);
	add_pair(table, "gnuplot", t->gnuplot);
	return ERR_OK;
}

static const struct {
	const char *what, *how;
} methods[] = {
	{"Children, not rows.",
		"Every figure stands as episodes and as distinct children. Tests about "
		"places and people take the whole child as their unit, so that one "
		"child who goes often makes no finding alone."},
	{"Gatherings.",
		"Space-time clusters (ST-DBSCAN: Birant and Kut 2007) within 250 m and "
		"14 days, of at least five episodes of three children. The p-value "
		"moves whole children along the period and keeps the strongest result "
		"of each replicate, so that it holds for all gatherings of the map "
		"together."},
	{"Circles and days.",
		"Kulldorff's space-time permutation scan (2005) of whole children: "
		"every "
		"circle up to 500 m and every run of up to 28 days, against each "
		"child's series at another time. Found again: the share of draws, in "
		"which each place lies anywhere within its precision, that have the "
		"hotspot too (Hennig 2007)."},
	{"Which hotspot method to trust.",
		"Each method chooses its squares for a month from the twelve months "
		"before it and is scored on the month: hit rate, PAI (Chainey and "
		"others "
		"2008), PEI (Hunt 2016), RRI (Levine 2008), against squares drawn at "
		"random and those of the same month last year. Intervals draw whole "
		"children."},
	{"Limits by month.",
		"Exact Poisson limits of episodes for each day, widened where children "
		"who go repeatedly make months differ more (Laney 2002; Spiegelhalter "
		"2005)."},
	{"Changes, trend and season.",
		"Changes: the exact segmentation of Poisson counts (Jackson et al. "
		"2005), its penalty multiplied by how much more than chance months "
		"differ; the limits begin anew at each. Trend and season: "
		"quasi-Poisson "
		"regression, from two years on."},
	{"Hours.",
		"Aoristic: a time known as an interval is spread over its hours "
		"(Ratcliffe and McCullagh 1998), in local time through both clock "
		"changes. The middle of the day's peak and its test are circular, each "
		"child weighing one. What stands out is tested by moving each child's "
		"whole week by a random number of hours or days; q over all hours, "
		"weekdays, or hours of a weekday."},
	{"Lengths and repeats.",
		"Kaplan-Meier with Greenwood's interval. Those who have not gone again "
		"are watched to the end of the period. Groups by log-rank and Cox's "
		"regression, each child once; by interview from 72 hours after the "
		"return on (a landmark, Anderson et al. 1983)."},
	{"Recurring addresses and adults.",
		"How many as busy as this one would there be if all were alike? A "
		"Poisson count of at least one; q is the false discovery rate "
		"(Benjamini and Hochberg 1995) over all that came up."},
	{"Homes.",
		"Episodes over nights with the exact Poisson interval, and a funnel "
		"around the rate of all homes (Spiegelhalter 2005). Each home is also "
		"looked at without its most frequent child."},
	{"What is called a finding.",
		"A p or q of at most 0.05. One in twenty such findings by p is chance; "
		"a q says how many of the list are to be expected so."},
};

enum err_code think_method(struct think *t)
{
	struct html *h = t->html;
	struct result *r = result_create(t->ctx->arena);
	const struct result *input;
	struct table *versions = TABLE_CREATE(
		t->ctx->arena, "versions", "Programs and libraries", pair_columns);
	enum err_code err = versions_table(t, versions);
	if (!err)
		err = case_input(t->c, &input);
	if (err)
		return err;
	result_table(r, parameters_table(t));
	result_table(r, versions);
	think_result(t, "method", r);
	html_open(h, "unknown", "What is not known");
	html_list_begin(h);
	for (size_t i = 0; i < t->caveats_n; i++)
		html_item(h, NULL, t->caveats[i], NULL);
	html_item(h, NULL,
		"Children who went missing and were not reported are not here.", NULL);
	html_item(h, NULL,
		"Every pattern is of what was recorded: a home that reports each late "
		"return and one that waits a night differ in their figures.",
		NULL);
	html_list_end(h);
	html_open(h, "method", "Method, parameters, versions");
	html_list_begin(h);
	for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
		html_item(h, methods[i].what, methods[i].how, NULL);
	html_list_end(h);
	html_table(h, think_table(t, "method", r, "parameters"), 0);
	html_table(h, think_table(t, "method", r, "versions"), 0);
	html_say(h,
		"Hash (SHA-256) of all that was read: %s. Each file's hash stands in "
		"report.json. The same case, parameters and seed give the same report, "
		"byte for byte; manifest-sha256.txt has the hash of each of its files "
		"(sha256sum -c checks them).",
		result_get(input, "sha256")->as.text);
	return ERR_OK;
}
