#include "work/think.h"
#include "base/interrupt.h"
#include "report/plot.h"
#include "work/setting.h"
#include "work/think_parts.h"

/* In the order of the page; the key findings come second, written last. */
static const struct {
	const char *label;
	enum err_code (*write)(struct think *t);
	bool always; /* also where there are no episodes */
} sections[] = {
	{"places for the maps", think_map_load, true},
	{"what it rests on", think_basis, true},
	{"trends", think_trends, false},
	{"checklist", think_count, false},
	{"where from", think_from, false},
	{"where found", think_found, false},
	{"backtest", think_backtest, false},
	{"journeys", think_journeys, false},
	{"when", think_when, false},
	{"repeats", think_repeats, false},
	{"each child", think_patterns, false},
	{"addresses", think_addresses, false},
	{"adults", think_adults, false},
	{"network", think_network, false},
	{"homes", think_homes, false},
	{"out of area", think_area, false},
	{"cross-reference", think_crossref, false},
	{"flags", think_flags, false},
	{"method", think_method, true},
};
enum { SECTIONS_N = sizeof sections / sizeof *sections };

static const char *handling_of(enum audience audience)
{
	switch (audience) {
	case AUDIENCE_ANALYST:
		return "Names and addresses of children and adults. For analysts of "
		       "this case alone; not to be passed on.";
	case AUDIENCE_PARTNER:
		return "About children at risk. For named partners under the sharing "
		       "agreement; not to be passed on.";
	case AUDIENCE_PUBLIC:
		return "Counts under 5 are left out.";
	}
	BUG("unknown audience");
}

static enum err_code begin_page(struct think *t)
{
	const char *marking;
	enum err_code err = setting_marking(t->c->store, &marking);
	t->authority = t->options->authority;
	if (!err && !t->authority)
		err = setting_get(t->c->store, "authority", &t->authority);
	if (err)
		return err;
	bool public = t->ctx->audience == AUDIENCE_PUBLIC;
	struct html_page page = {
		.title = t->set.n ? think_text(t, "Children missing, %s to %s",
					    think_day(t, t->set.first_day),
					    think_day(t, t->set.last_day))
				  : "Children missing",
		.subtitle = think_text(t, "%s%sFor %s. Made by lastseen %s.",
			str_or_empty(t->authority), t->authority ? ". " : "",
			public ? "the public"
			: t->ctx->audience == AUDIENCE_PARTNER
				? "partners: children and adults by pseudonym"
				: "analysts",
			LASTSEEN_VERSION),
		.marking = public ? "OFFICIAL" : marking,
		.handling = handling_of(t->ctx->audience)};
	t->html = html_create(t->ctx, &page);
	html_open(t->html, "basis", "What this report rests on");
	html_open(t->html, "findings", "Key findings");
	return ERR_OK;
}

static void write_findings(struct think *t)
{
	html_open(t->html, "findings", "Key findings");
	if (t->set.n == 0) {
		html_say(t->html,
			"There are no episodes in this period. Look at --period and "
			"--type, and at what was imported (lastseen status).");
		return;
	}
	html_list_begin(t->html);
	for (int nothing = 0; nothing < 2; nothing++)
		for (size_t i = 0; i < t->findings_n; i++)
			if (t->findings[i].nothing == nothing)
				html_item(t->html, t->findings[i].strong,
					t->findings[i].rest, t->findings[i].section);
	html_list_end(t->html);
	html_note(t->html,
		"These are leads to be looked into by people, not verdicts. What is "
		"not known stands near the end, and how each figure was made after "
		"it.");
}

static enum err_code write_sections(struct think *t)
{
	struct progress bar;
	enum err_code err = begin_page(t);
	progress_begin(&bar, t->ctx, "think", SECTIONS_N);
	for (size_t i = 0; !err && i < SECTIONS_N; i++) {
		bar.label = sections[i].label;
		progress_step(&bar, i);
		if (t->set.n || sections[i].always)
			err = sections[i].write(t);
	}
	progress_end(&bar);
	if (!err)
		write_findings(t);
	return err;
}

static enum err_code add_page_and_json(struct think *t)
{
	struct envelope envelope = {
		.command = "think", .parameters = t->parameters, .result = t->sections};
	enum err_code err = case_input(t->c, &envelope.input);
	if (err)
		return err;
	think_file(t, "report.html", html_finish(t->html));
	think_file(
		t, "report.json", think_text(t, "%s\n", emit_json(t->ctx, &envelope)));
	return ERR_OK;
}

/* The disclosure is in the audit chain before the report is in its place. */
static enum err_code save(struct think *t)
{
	const char *made;
	const char *output = t->options->output;
	enum err_code err = add_page_and_json(t);
	if (!err)
		err = think_folder_write(t->ctx, output, t->files, t->files_n, &made);
	if (err)
		return err;
	err = case_save_run(
		t->c, "think", AUDIT_DISCLOSURE, t->parameters, t->sections, NULL);
	if (err) {
		think_folder_drop(t->ctx, made);
		return err;
	}
	return think_folder_place(t->ctx, made, output);
}

static enum err_code save_whole(struct think *t)
{
	interrupt_hold();
	enum err_code err = save(t);
	interrupt_release();
	return err;
}

enum err_code work_think(struct context *ctx, const struct work_options *options,
	const struct think_options *o)
{
	struct work_case c;
	struct think t = {.ctx = ctx, .c = &c, .options = o};
	enum err_code err = think_folder_check(ctx, o->output);
	/* Before the work begins, not in the middle of it. */
	if (!err)
		err = plot_version(ctx, &t.gnuplot);
	if (!err)
		err = case_open(ctx, options, STORE_WRITE, &c);
	if (err)
		return err;
	t.sections = result_create(ctx->arena);
	t.parameters = case_parameters(&c);
	result_text(t.parameters, "authority", o->authority);
	result_int(t.parameters, "permutations", o->permutations);
	err = episodes_load(&c, &t.set);
	if (!err)
		err = write_sections(&t);
	if (!err)
		err = save_whole(&t);
	case_close(&c);
	if (!err)
		notice(ctx, "the report is in %s: open report.html", o->output);
	return err;
}
