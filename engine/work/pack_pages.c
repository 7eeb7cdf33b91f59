#include "base/str.h"
#include "report/html.h"
#include "report/words.h"
#include "work/cells.h"
#include "work/pack_parts.h"
#include "work/status.h"
#include <string.h>

static const char *handling(const struct pack *p)
{
	return p->ctx->audience == AUDIENCE_ANALYST
		       ? "Names children. For those who work on these cases alone; not "
			 "to "
			 "leave the authority."
		       : "For the partner it was given to, for the purpose it was "
			 "given "
			 "for; not to be passed on without asking whoever gave it.";
}

static struct html *page(struct pack *p, const char *what)
{
	struct html_page page = {
		.title = p->title,
		.subtitle = str_printf(p->ctx->arena, "Evidence pack: %s", what),
		.marking = p->marking,
		.handling = handling(p),
	};
	return html_create(p->ctx, &page);
}

static enum err_code put(struct bag *bag, const char *name, const char *text)
{
	return bag_add(bag, name, text, strlen(text));
}

static const char *period_words(const struct pack *p)
{
	const struct episode_set *set = &p->set;
	const char *from, *to;
	if (set->first_day > set->last_day)
		return "no episodes";
	from = day_text(p->ctx, set->first_day);
	to = day_text(p->ctx, set->last_day);
	return str_printf(p->ctx->arena, "%s to %s%s", from, to,
		p->c->options->period.all ? " (all there is in the case)" : "");
}

static int64_t figure_int(const struct pack *p, const char *name)
{
	for (size_t i = 0; i < p->figures->n; i++)
		if (strcmp(p->figures->fields[i].name, name) == 0)
			return p->figures->fields[i].value.as.integer;
	BUG("a figure that every pack has is missing");
}

static void cover_numbers(struct pack *p, struct html *h)
{
	struct arena *arena = p->ctx->arena;
	struct html_number numbers[] = {
		{words_count(arena, figure_int(p, "episodes")), "episodes"},
		{words_count(arena, figure_int(p, "children")), "different children"},
		{words_count(arena, figure_int(p, "mentions")), "mentions"},
		{words_count(arena, figure_int(p, "episodes_of_the_top_child")),
			"episodes of the child with most"},
	};
	html_numbers(h, numbers, sizeof numbers / sizeof *numbers);
}

static void cover_facts(struct pack *p, struct html *h)
{
	struct arena *arena = p->ctx->arena;
	char now[32];
	audit_now(now);
	html_list_begin(h);
	html_item(h, "Subject:", p->subject, NULL);
	html_item(h, "Period:", period_words(p), NULL);
	if (p->c->options->type)
		html_item(h, "Episodes of type:", p->c->options->type, NULL);
	html_item(h, "For:", audience_name(p->ctx->audience), NULL);
	html_item(h, "Marking:", p->marking, NULL);
	if (p->authority)
		html_item(h, "Authority:", p->authority, NULL);
	html_item(h, "Made by:",
		str_printf(arena, "%s, with lastseen %s", audit_who(arena),
			LASTSEEN_VERSION),
		NULL);
	html_item(h, "Made at:",
		audit_time_given() ? now
				   : "see the audit log of the case (a pack that said "
				     "it could not be made again the same)",
		NULL);
	html_item(h, "SHA-256 of what the case held:", p->input_sha256, NULL);
	html_list_end(h);
}

static enum err_code add_cover(struct pack *p, struct bag *bag)
{
	struct html *h = page(p, "cover");
	html_open(h, "about", "What this is about");
	cover_numbers(p, h);
	cover_facts(p, h);
	html_open(h, "lead", "A lead, not a verdict");
	html_note(h,
		"What stands here is what records say, put together. It is a reason "
		"to look, not a finding that anybody did anything. Records are "
		"incomplete, and what nobody wrote down is not here.");
	for (size_t i = 0; i < p->caveats.n; i++)
		html_say(h, "%s", p->caveats.items[i]);
	html_open(h, "whose", "Whose episodes these are");
	html_table(h, result_find_table(p->figures, "by_child"), 0);
	html_open(h, "inside", "What is in the pack");
	html_list_begin(h);
	html_item(h, "method.html:",
		"how each figure came about, so that another person "
		"can make it again.",
		NULL);
	html_item(h, "chronology.html, .csv:",
		"what happened when, to the precision that is known.", NULL);
	html_item(h, "exhibits.html, .csv:",
		"each row that was used, as it is stored, with the file and the row it "
		"is from.",
		NULL);
	html_item(h, "figures.json:", "the figures, for a program.", NULL);
	html_list_end(h);
	html_say(h,
		"Whether anything was changed, lost or added since: lastseen verify "
		"with the name of this folder, or any program that checks BagIt bags "
		"(RFC 8493).");
	return put(bag, "cover.html", html_finish(h));
}

/* The scalars of a result as rows of a table. */
static const struct table *as_rows(
	struct pack *p, const char *name, const char *title, const struct result *r)
{
	static const struct column columns[] = {
		{"name", "What", 0, AUDIENCE_PARTNER},
		{"value", "Value", 0, AUDIENCE_PARTNER},
	};
	static const struct column plain = {"", "", 4, AUDIENCE_PUBLIC};
	struct table *t = TABLE_CREATE(p->ctx->arena, name, title, columns);
	for (size_t i = 0; i < r->n; i++) {
		if (r->fields[i].value.kind >= CELL_TABLE)
			continue;
		char *words = str_dup(p->ctx->arena, r->fields[i].name);
		for (char *c = words; *c; c++)
			if (*c == '_')
				*c = ' ';
		cell_text(t, words);
		cell_text(t, words_cell(p->ctx->arena, &plain, &r->fields[i].value, 0));
	}
	return t;
}

static enum err_code add_method(struct pack *p, struct bag *bag)
{
	const struct result *versions = NULL, *input = NULL;
	const char *projection = NULL;
	struct result *parameters = case_parameters(p->c);
	enum err_code err = case_libraries(p->c, &versions);
	if (!err)
		err = status_projection_text(p->c, &projection);
	if (!err)
		err = case_input(p->c, &input);
	if (err)
		return err;
	result_text(parameters, "subject", p->subject);
	result_int(parameters, "seed", (int64_t)p->ctx->seed);
	result_text(parameters, "lastseen", LASTSEEN_VERSION);
	struct html *h = page(p, "method");
	html_open(h, "figures", "The figures");
	html_table(h, as_rows(p, "figures", "Figures of this pack", p->figures), 0);
	html_open(h, "method", "How they came about");
	for (size_t i = 0; i < p->method.n; i++)
		html_say(h, "%s", p->method.items[i]);
	html_say(h, "An episode belongs to the period in which it was reported. Every "
		    "count stands as episodes and as different children. Times are "
		    "intervals: a day that is known as a day is not put at its "
		    "midnight.");
	html_say(h, "%s", projection);
	if (p->ctx->audience < AUDIENCE_ANALYST)
		html_say(h, "Left out for this audience: names, dates of birth, free "
			    "text, whole phone numbers, addresses where a child lives "
			    "(and, in a pack on an address, all others), registers "
			    "and assessments. Children and adults stand by a "
			    "pseudonym that is the same in every output of this case.");
	html_open(h, "parameters", "To repeat it");
	html_table(h, as_rows(p, "parameters", "Parameters", parameters), 0);
	html_table(h, as_rows(p, "versions", "Versions of libraries", versions), 0);
	html_table(h, result_find_table(input, "sources"), 0);
	html_say(h, "SHA-256 over these files and where their places were located: %s",
		p->input_sha256);
	return put(bag, "method.html", html_finish(h));
}

static enum err_code add_chronology(struct pack *p, struct bag *bag)
{
	struct html *h = page(p, "chronology");
	html_open(h, "chronology", "Chronology");
	html_table(h, p->chronology, 0);
	enum err_code err = put(bag, "chronology.html", html_finish(h));
	if (!err)
		err = put(bag, "chronology.csv", emit_csv(p->ctx, p->chronology));
	return err;
}

static const char *exhibit_name(struct pack *p, size_t i)
{
	return str_printf(p->ctx->arena, "X%zu", i + 1);
}

static enum err_code add_exhibits_page(struct pack *p, struct bag *bag)
{
	struct html *h = page(p, "exhibits");
	html_open(h, "exhibits", "Exhibits");
	html_say(h,
		"Each is one row of a file that was imported, as the case holds it. "
		"Rows are counted as a spreadsheet shows them, the header's "
		"included. Columns without a value are left out.");
	for (size_t i = 0; i < p->exhibits_n; i++) {
		const struct exhibit *x = &p->exhibits[i];
		html_finding(h, "%s: %s, %s, row %lld", exhibit_name(p, i), x->kind,
			x->file, (long long)x->row);
		html_say(h, "SHA-256 of the file: %s%s%s%s%s", x->sha256,
			*x->sheet ? "; sheet: " : "", x->sheet,
			*x->mapping ? "; read through the mapping: " : "", x->mapping);
		x->values->title = "As it is stored";
		html_table(h, x->values, 0);
	}
	return put(bag, "exhibits.html", html_finish(h));
}

/* One line a value: any row of any kind fits. */
static enum err_code add_exhibits_csv(struct pack *p, struct bag *bag)
{
	static const struct column columns[] = {
		{"exhibit", "Exhibit", 0, AUDIENCE_PARTNER},
		{"kind", "Kind", 0, AUDIENCE_PARTNER},
		{"file", "File", 0, AUDIENCE_PARTNER},
		{"sha256", "SHA-256", 0, AUDIENCE_PARTNER},
		{"sheet", "Sheet", 0, AUDIENCE_PARTNER},
		{"mapping", "Mapping", 0, AUDIENCE_PARTNER},
		{"row", "Row", 0, AUDIENCE_PARTNER},
		{"column", "Column", 0, AUDIENCE_PARTNER},
		{"value", "Value", 0, AUDIENCE_PARTNER},
	};
	struct table *t = TABLE_CREATE(p->ctx->arena, "exhibits", NULL, columns);
	for (size_t i = 0; i < p->exhibits_n; i++) {
		const struct exhibit *x = &p->exhibits[i];
		for (size_t k = 0; k < x->values->rows_n; k++) {
			cell_text(t, exhibit_name(p, i));
			cell_text(t, x->kind);
			cell_text(t, x->file);
			cell_text(t, x->sha256);
			cell_text(t, x->sheet);
			cell_text(t, x->mapping);
			cell_int(t, x->row);
			cell_text(t, table_at(x->values, k, 0)->as.text);
			const struct cell *value = table_at(x->values, k, 1);
			cell_text(t, value->kind == CELL_NULL ? NULL : value->as.text);
		}
	}
	return put(bag, "exhibits.csv", emit_csv(p->ctx, t));
}

enum err_code pack_pages(struct pack *p, struct bag *bag)
{
	enum err_code err = add_cover(p, bag);
	if (!err)
		err = add_method(p, bag);
	if (!err)
		err = add_chronology(p, bag);
	if (!err)
		err = add_exhibits_page(p, bag);
	if (!err)
		err = add_exhibits_csv(p, bag);
	if (!err)
		err = put(bag, "figures.json",
			str_printf(p->ctx->arena, "%s\n",
				emit_json_result(p->ctx, p->figures)));
	return err;
}
