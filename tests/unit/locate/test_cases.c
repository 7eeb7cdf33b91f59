/* The case language of cases.gie against a gazetteer that the file itself describes. */
#include "../unit.h"
#include "base/file.h"
#include "base/str.h"
#include "locate/fill.h"
#include "locate/geocoder.h"
#include "locate/postcode_key.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define CASES "tests/unit/locate/cases.gie"

struct bench {
	struct context ctx;
	char folder[64], path[96];
	struct gazetteer *gazetteer;
	struct geocoder *geocoder;
	struct location located;
	double tolerance_m, expect_m;
	const char *accepted;
	int line, cases, failed;
};

static int set_up(void **state)
{
	struct bench *b = calloc(1, sizeof *b);
	assert_non_null(b);
	context_init(&b->ctx);
	b->ctx.quiet = true;
	strcpy(b->folder, "/tmp/lastseen-locate-XXXXXX");
	assert_non_null(mkdtemp(b->folder));
	snprintf(b->path, sizeof b->path, "%s/g.db", b->folder);
	*state = b;
	return 0;
}

static int tear_down(void **state)
{
	struct bench *b = *state;
	const char **names;
	size_t n;
	geocoder_free(b->geocoder);
	gazetteer_close(b->gazetteer);
	assert_int_equal(folder_list(&b->ctx, b->folder, &names, &n), ERR_OK);
	for (size_t i = 0; i < n; i++)
		unlink(str_printf(b->ctx.arena, "%s/%s", b->folder, names[i]));
	assert_int_equal(rmdir(b->folder), 0);
	context_release(&b->ctx);
	free(b);
	return 0;
}

static void ok(struct bench *b, enum err_code err)
{
	if (err)
		fail_msg("line %d: %s", b->line, b->ctx.error);
}

static struct point point_of(const char *text)
{
	char *end;
	struct point p;
	p.x_m = strtod(text, &end);
	p.y_m = strtod(end, NULL);
	return p;
}

/* ---- the gazetteer ---- */

static void fill_one(struct bench *b, struct fill *fill, struct str_list f, char kind)
{
	struct postcode p;
	struct codepoint row = {0};
	switch (kind) {
	case 'a':
		ok(b, fill_address(fill, atoll(f.items[0]), f.items[1], f.items[2],
			      point_of(f.items[3])));
		return;
	case 'l':
		/* An empty list of aliases is left out by str_split(). */
		ok(b, fill_place(fill, f.items[0], f.n == 4 ? f.items[1] : NULL, "",
			      point_of(f.items[f.n - 2]), atof(f.items[f.n - 1])));
		return;
	default:
		assert_int_equal(postcode_parse(f.items[0], &p), POSTCODE_UNIT);
		row.key = postcode_key(&p);
		row.quality = atoi(f.items[1]);
		row.easting_m = (int32_t)point_of(f.items[2]).x_m;
		row.northing_m = (int32_t)point_of(f.items[2]).y_m;
		fill_postcode(fill, &row);
	}
}

static void fill_kind(struct bench *b, const char *text, const char *word,
	const char *kind, char letter)
{
	struct fill *fill;
	struct fill_result result;
	struct fill_source source = {
		.kind = kind, .file = "cases", .release = "", .bytes = 1};
	char hash[SHA256_HEX];
	sha256_of(kind, strlen(kind), hash);
	source.sha256 = hash;
	ok(b, fill_begin(b->gazetteer, &source, &fill, &result));
	struct str_list lines = str_split(b->ctx.arena, text, '\n');
	for (size_t i = 0; i < lines.n; i++)
		if (str_starts(lines.items[i], word))
			fill_one(b, fill,
				str_split(b->ctx.arena, lines.items[i] + strlen(word),
					'|'),
				letter);
	ok(b, fill_finish(fill, &result));
	assert_true(result.added > 0);
}

static void build(struct bench *b, const char *text)
{
	ok(b, gazetteer_open(&b->ctx, b->path, STORE_WRITE, &b->gazetteer));
	fill_kind(b, text, "address ", "addresses", 'a');
	fill_kind(b, text, "postcode ", "codepoint", 'p');
	fill_kind(b, text, "place ", "places", 'l');
	gazetteer_close(b->gazetteer);
	ok(b, gazetteer_open(&b->ctx, b->path, STORE_READ, &b->gazetteer));
	ok(b, geocoder_create(&b->ctx, b->gazetteer, NULL, &b->geocoder));
}

/* ---- the cases ---- */

static void complain(struct bench *b, const char *what)
{
	const struct location *l = &b->located;
	b->failed++;
	print_error(
		"%s:%d: %s\n  '%s' gave %s %.1f %.1f, %.0f m, %.2f, %s, match %s, key "
		"%s, conflict %.0f\n",
		CASES, b->line, what, b->accepted, location_kind_names[l->kind],
		l->at.x_m, l->at.y_m, l->precision_m, l->confidence_01, l->method,
		str_or_empty(l->match), str_or_empty(l->address_key), l->conflict_m);
	for (size_t i = 0; i < l->candidates_n; i++)
		print_error("    %s %.2f %s\n", l->candidates[i].match,
			l->candidates[i].confidence_01, l->candidates[i].reason);
}

static void check(struct bench *b, bool good, const char *what)
{
	if (!good)
		complain(b, what);
}

static void set_cell(struct mention *m, const char *name, const char *value)
{
	const char **cells[] = {&m->address, &m->postcode, &m->easting, &m->northing,
		&m->lat, &m->lon, &m->uprn};
	static const char *const names[] = {
		"address", "postcode", "easting", "northing", "lat", "lon", "uprn"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (str_equal(name, names[i])) {
			*cells[i] = value;
			return;
		}
	fail_msg("no column %s", name);
}

static void on_accept(struct bench *b, const char *text)
{
	struct mention m = {0};
	if (!strchr(text, '='))
		m.address = text;
	struct str_list cells = str_split(b->ctx.arena, text, '|');
	for (size_t i = 0; i < cells.n && !m.address; i++) {
		const char *equals = strchr(cells.items[i], '=');
		assert_non_null(equals);
		set_cell(&m,
			str_dup_n(b->ctx.arena, cells.items[i],
				(size_t)(equals - cells.items[i])),
			equals + 1);
		if (str_starts(cells.items[i], "address="))
			for (i++; i < cells.n; i++)
				set_cell(&m, "postcode",
					strchr(cells.items[i], '=') + 1);
	}
	b->accepted = text;
	b->tolerance_m = 1;
	b->expect_m = 0;
	b->cases++;
	ok(b, geocoder_locate(b->geocoder, b->ctx.arena, &m, &b->located));
}

static void on_expect(struct bench *b, const char *text)
{
	const struct location *l = &b->located;
	struct str_list words = str_split(b->ctx.arena, text, ' ');
	check(b, str_equal(words.items[0], location_kind_names[l->kind]), "other kind");
	b->expect_m = 0;
	if (words.n == 3 && l->kind != LOCATED_NONE)
		b->expect_m = point_distance_m(l->at, point_of(strchr(text, ' ')));
}

static void on_range(struct bench *b, const char *text, double value, const char *what)
{
	struct point range = point_of(text);
	check(b, value >= range.x_m && value <= range.y_m, what);
}

static bool proposes(const struct location *l, const char *text, size_t most)
{
	for (size_t i = 0; i < l->candidates_n && i < most; i++)
		if (strstr(l->candidates[i].match, text))
			return true;
	return false;
}

/* The distance is checked when its tolerance is known: before the next case. */
static void close_case(struct bench *b)
{
	if (b->accepted)
		check(b, b->expect_m <= b->tolerance_m, "too far off");
	b->accepted = NULL;
}

static void run_line(struct bench *b, const char *word, const char *rest)
{
	const struct location *l = &b->located;
	if (str_equal(word, "accept")) {
		close_case(b);
		on_accept(b, rest);
	} else if (str_equal(word, "expect")) {
		on_expect(b, rest);
	} else if (str_equal(word, "tolerance")) {
		b->tolerance_m = atof(rest);
	} else if (str_equal(word, "precision")) {
		on_range(b, rest, l->precision_m, "other precision");
	} else if (str_equal(word, "confidence")) {
		on_range(b, rest, l->confidence_01, "other confidence");
	} else if (str_equal(word, "method")) {
		check(b, strstr(l->method, rest) != NULL, "other method");
	} else if (str_equal(word, "candidate")) {
		check(b, proposes(l, rest, CANDIDATES_MOST), "not proposed");
	} else if (str_equal(word, "first")) {
		check(b, proposes(l, rest, 1), "not the best candidate");
	} else if (str_equal(word, "key")) {
		check(b, str_equal(str_equal(rest, "-") ? NULL : rest, l->address_key),
			"other address");
	} else if (str_equal(word, "conflict")) {
		check(b, fabs(atof(rest) - l->conflict_m) <= 1, "other conflict");
	} else if (!str_equal(word, "address") && !str_equal(word, "postcode") &&
		   !str_equal(word, "place")) {
		fail_msg("%s:%d: unknown word %s", CASES, b->line, word);
	}
}

static void cases_come_out(void **state)
{
	struct bench *b = *state;
	const char *text;
	size_t n;
	ok(b, file_read(&b->ctx, CASES, 1 << 20, &text, &n));
	build(b, text);
	for (const char *at = text; *at;) {
		size_t length = strcspn(at, "\n"), word = strcspn(at, " \n");
		const char *line = str_dup_n(b->ctx.arena, at, length);
		b->line++;
		if (length > 0 && *line != '#')
			run_line(b, str_dup_n(b->ctx.arena, at, word),
				word < length ? line + word + 1 : "");
		at += length + (at[length] == '\n');
	}
	close_case(b);
	assert_true(b->cases > 80);
	assert_int_equal(b->failed, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(cases_come_out, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
