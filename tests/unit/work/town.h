/* A made-up case for the tests of the analyses: rows put straight into a store.
 *
 * Days count from 1 April 2025; times of day are in hours, London summer time or not is
 * left to moment_day().
 */
#ifndef LASTSEEN_TESTS_WORK_TOWN_H
#define LASTSEEN_TESTS_WORK_TOWN_H

#include "../unit.h"

#include "base/file.h"
#include "base/random.h"
#include "base/str.h"
#include "work/case.h"
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define TOWN_FIRST_DAY 20179 /* 2025-04-01 */

struct town {
	struct context ctx;
	char folder[64], path[96];
	struct work_options options;
	struct work_case c;
	char *text; /* what was printed */
	size_t text_n;
	int64_t episodes, places, rows;
};

static inline void town_ok(struct town *t, enum err_code err)
{
	if (err)
		fail_msg("%s", t->ctx.error);
}

static inline void town_sql(struct town *t, const char *text)
{
	struct sql sql = {"test", text, strlen(text)};
	town_ok(t, store_script(t->c.store, &sql));
}

static inline void town_run(struct town *t, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	town_sql(t, str_vprintf(t->ctx.arena, format, args));
	va_end(args);
}

static inline int town_open(void **state)
{
	struct town *t = calloc(1, sizeof *t);
	struct store *store;
	assert_non_null(t);
	context_init(&t->ctx);
	t->ctx.quiet = true;
	t->ctx.audience = AUDIENCE_ANALYST;
	strcpy(t->folder, "/tmp/lastseen-town-XXXXXX");
	assert_non_null(mkdtemp(t->folder));
	snprintf(t->path, sizeof t->path, "%s/case.db", t->folder);
	t->options = (struct work_options){
		.db_path = t->path, .format = FORMAT_JSON, .period = {.all = true}};
	t->options.out = open_memstream(&t->text, &t->text_n);
	town_ok(t, store_create(&t->ctx, t->path, &store_case_schema, &store));
	store_close(store);
	town_ok(t, case_open(&t->ctx, &t->options, STORE_WRITE, &t->c));
	town_ok(t, store_begin(t->c.store));
	town_sql(t, "INSERT INTO source (source_id, kind, file, sha256, bytes,"
		    " imported_utc, imported_by, version) VALUES"
		    " (1, 'episodes', 'town.csv', printf('%064d', 0), 1, '', '', '')");
	*state = t;
	return 0;
}

static inline int town_shut(void **state)
{
	struct town *t = *state;
	const char **names;
	size_t n;
	case_close(&t->c);
	fclose(t->options.out);
	free(t->text);
	assert_int_equal(folder_list(&t->ctx, t->folder, &names, &n), ERR_OK);
	for (size_t i = 0; i < n; i++)
		unlink(str_printf(t->ctx.arena, "%s/%s", t->folder, names[i]));
	assert_int_equal(rmdir(t->folder), 0);
	context_release(&t->ctx);
	free(t);
	return 0;
}

static inline int64_t town_time(double day)
{
	int64_t whole = (int64_t)day;
	struct civil c = civil_from_days(TOWN_FIRST_DAY + whole);
	return moment_day(c.year, c.month, c.day).start_s +
	       (int64_t)((day - (double)whole) * (double)DAY_S + 0.5);
}

static inline const char *town_day(struct town *t, int64_t day)
{
	char text[CIVIL_TEXT_MAX];
	day_format(TOWN_FIRST_DAY + day, text);
	return str_dup(t->ctx.arena, text);
}

/* An episode of a child (made where new) from a day on, for hours (0: no end known).
 * from_kind, urn, found_kind as SQL ("'home'", "NULL"). Returns its id. */
static inline int64_t town_episode(struct town *t, int64_t child, const char *type,
	double day, double hours, const char *from_kind, const char *urn,
	const char *found_kind)
{
	int64_t id = ++t->episodes, gone_s = town_time(day);
	town_run(t,
		"INSERT OR IGNORE INTO child (child_id, child_ref, dob) VALUES"
		" (%lld, 'R%03lld', '2010-06-15')",
		(long long)child, (long long)child);
	town_run(t,
		"INSERT INTO episode (episode_id, source_id, row, row_hash, "
		"episode_ref,"
		" child_id, type, last_seen_s, last_seen_span_s, last_seen_precision,"
		" reported_s, reported_span_s, reported_precision, reported_text,"
		" from_kind, from_home_urn, found_kind) VALUES (%lld, 1, %lld, '',"
		" 'E%04lld', %lld, '%s', %lld, 60, 'minute', %lld, 60, 'minute', '',"
		" %s, %s, %s)",
		(long long)id, (long long)id + 1, (long long)id, (long long)child, type,
		(long long)gone_s, (long long)gone_s + 1800, from_kind, urn,
		found_kind);
	if (hours > 0)
		town_run(t,
			"UPDATE episode SET found_s = %lld, found_span_s = 60,"
			" found_precision = 'minute' WHERE episode_id = %lld",
			(long long)(gone_s + (int64_t)(hours * 3600)), (long long)id);
	return id;
}

/* A place of an episode; address 0: none recognised. */
static inline void town_place(struct town *t, int64_t episode, const char *role,
	double x_m, double y_m, double precision_m, int64_t address)
{
	int64_t id = ++t->places;
	town_run(t,
		"INSERT INTO place (place_id, source_id, row, source_kind, ref, role,"
		" episode_id) VALUES (%lld, 1, %lld, 'episodes', 'E', '%s', %lld)",
		(long long)id, (long long)episode + 1, role, (long long)episode);
	if (address)
		town_run(t,
			"INSERT OR IGNORE INTO address (address_id, key, label, "
			"easting,"
			" northing) VALUES (%lld, 'uprn:%lld', '%lld Made-up Road', %f,"
			" %f)",
			(long long)address, (long long)address, (long long)address, x_m,
			y_m);
	town_run(t,
		"INSERT INTO located (place_id, input, easting, northing, precision_m,"
		" kind, method, confidence, match, address_id) VALUES (%lld, '', %f, "
		"%f,"
		" %f, 'address', 'test', 0.9, 'somewhere', nullif(%lld, 0))",
		(long long)id, x_m, y_m, precision_m, (long long)address);
}

static inline bool town_near(double a, double b)
{
	double d = a - b;
	return (d < 0 ? -d : d) <= 1e-9 * (1 + (b < 0 ? -b : b));
}
#define assert_near(a, b) assert_true(town_near((a), (b)))

#endif
