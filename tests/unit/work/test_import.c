#define _DEFAULT_SOURCE
#include "../unit.h"

#include "base/file.h"
#include "base/str.h"
#include "work/import.h"
#include "work/init.h"
#include "work/template.h"
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

struct desk {
	struct context ctx;
	char folder[64], path[96];
	struct work_options options;
	char *text; /* what was printed */
	size_t text_n;
	const char *shared; /* folder of real data, NULL none */
};

static void ok(struct desk *d, enum err_code err)
{
	if (err)
		fail_msg("%s", d->ctx.error);
}

static void begin_anew(struct desk *d)
{
	if (d->options.out)
		fclose(d->options.out);
	free(d->text);
	d->text = NULL;
	d->options.out = open_memstream(&d->text, &d->text_n);
}

static int desk_open(void **state)
{
	struct desk *d = calloc(1, sizeof *d);
	struct init_options init = {0};
	assert_non_null(d);
	context_init(&d->ctx);
	d->ctx.quiet = true;
	strcpy(d->folder, "/tmp/lastseen-import-XXXXXX");
	assert_non_null(mkdtemp(d->folder));
	snprintf(d->path, sizeof d->path, "%s/case.db", d->folder);
	d->options = (struct work_options){
		.db_path = d->path, .format = FORMAT_JSON, .period = {.all = true}};
	begin_anew(d);
	setenv("SOURCE_DATE_EPOCH", "1774733405", 1);
	ok(d, work_init(&d->ctx, &d->options, &init));
	const char *shared = getenv("LASTSEEN_SHARED");
	d->shared = shared ? shared : "../shared";
	if (!file_exists(
		    str_printf(d->ctx.arena, "%s/data/ssda903/missing.csv", d->shared)))
		d->shared = NULL;
	*state = d;
	return 0;
}

static int desk_shut(void **state)
{
	struct desk *d = *state;
	const char **names;
	size_t n;
	unsetenv("SOURCE_DATE_EPOCH");
	fclose(d->options.out);
	free(d->text);
	assert_int_equal(folder_list(&d->ctx, d->folder, &names, &n), ERR_OK);
	for (size_t i = 0; i < n; i++)
		unlink(str_printf(d->ctx.arena, "%s/%s", d->folder, names[i]));
	assert_int_equal(rmdir(d->folder), 0);
	context_release(&d->ctx);
	free(d);
	return 0;
}

static const char *put(struct desk *d, const char *name, const char *text)
{
	const char *path = str_printf(d->ctx.arena, "%s/%s", d->folder, name);
	FILE *file = fopen(path, "wb");
	assert_non_null(file);
	assert_int_equal(fputs(text, file) < 0, 0);
	assert_int_equal(fclose(file), 0);
	return path;
}

static void says(const char *text, const char *what)
{
	if (!strstr(text, what))
		fail_msg("\"%s\" does not hold \"%s\"", text, what);
}

/* What a query gives: cells parted by |, rows by line feeds. */
static const char *query(struct desk *d, const char *text)
{
	struct sql *sql = arena_new(d->ctx.arena, struct sql);
	struct store *store;
	struct statement *s;
	struct strbuf buf;
	bool row = true;
	struct sql filled = {"query.sql", text, strlen(text)};
	memcpy(sql, &filled, sizeof filled);
	strbuf_init(&buf, d->ctx.arena);
	ok(d, store_open(&d->ctx, d->path, &store_case_schema, STORE_READ, &store));
	ok(d, store_prepare(store, sql, &s));
	for (;;) {
		ok(d, statement_step(s, &row));
		if (!row)
			break;
		for (int i = 0; i < column_count(s); i++)
			strbuf_printf(&buf, "%s%s", i ? "|" : "",
				str_or_empty(column_text(s, i)));
		strbuf_char(&buf, '\n');
	}
	store_close(store);
	return buf.text;
}

static void gives(struct desk *d, const char *sql, const char *expected)
{
	assert_string_equal(query(d, sql), expected);
}

/* Everything an import may write, the audit chain apart. */
static const char *content(struct desk *d)
{
	static const char *const tables[] = {"source", "set_aside", "row_note", "child",
		"episode", "placement", "home", "person", "mention", "register",
		"place", "boundary", "benchmark"};
	struct strbuf buf;
	strbuf_init(&buf, d->ctx.arena);
	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
		strbuf_add(&buf,
			query(d, str_printf(d->ctx.arena, "SELECT * FROM %s ORDER BY 1",
					 tables[i])));
	return buf.text;
}

static int64_t number(struct desk *d, const char *name)
{
	const char *result = strstr(d->text, "\"result\":");
	assert_non_null(result);
	const char *at = strstr(result, str_printf(d->ctx.arena, "\"%s\":", name));
	if (!at)
		fail_msg("no %s in %s", name, d->text);
	return strtoll(strchr(at, ':') + 1, NULL, 10);
}

static size_t count_of(const char *text, const char *what)
{
	size_t n = 0;
	for (const char *p = strstr(text, what); p; p = strstr(p + 1, what))
		n++;
	return n;
}

/* With one blank for each run of blanks and line breaks. */
static const char *one_line(struct desk *d, const char *text)
{
	struct strbuf buf;
	strbuf_init(&buf, d->ctx.arena);
	for (; *text; text++) {
		if (!strchr(" \n", *text))
			strbuf_char(&buf, *text);
		else if (buf.n > 0 && buf.text[buf.n - 1] != ' ')
			strbuf_char(&buf, ' ');
	}
	return buf.text;
}

/* Imports, and checks that no row is lost: kept or set aside. */
static bool import(struct desk *d, const char *kind, const char *file,
	const char *mapping, const char *sheet)
{
	struct import_options o = {kind, file, mapping, sheet, IMPORT_KEEP, false};
	bool set_aside = false;
	begin_anew(d);
	ok(d, work_import(&d->ctx, &d->options, &o, &set_aside));
	fflush(d->options.out);
	size_t whole = count_of(d->text, "\"whole\": true");
	size_t cells = count_of(d->text, "\"whole\": false");
	assert_int_equal(number(d, "rows"),
		number(d, "added") + number(d, "unchanged") + (int64_t)whole);
	assert_int_equal(set_aside, whole + cells > 0);
	return set_aside;
}

static void counts(struct desk *d, int64_t rows, int64_t added, int64_t unchanged)
{
	if (number(d, "rows") != rows || number(d, "added") != added ||
		number(d, "unchanged") != unchanged)
		fail_msg("rows, added, unchanged are not %lld %lld %lld in %s",
			(long long)rows, (long long)added, (long long)unchanged,
			d->text);
}

#define HEAD "episode_ref,child_ref,type,reported_time,found_time,found_postcode,desk\n"

static void rows_are_kept_or_set_aside(void **state)
{
	struct desk *d = *state;
	const char *file = put(d, "e.csv",
		HEAD "E1,K1,missing,2026-01-02 21:30,2026-01-03,ZZ1 1AA,D4\n"
		     "\n"
		     "E2,K1,absent,2026-01-05,31/02/2026,,\n"
		     "E3,,missing,2026-01-05,,,\n"
		     "E4,K2,missing,2026-01-05,2026-01-04,,\n");
	assert_true(import(d, "episodes", file, NULL, NULL));
	counts(d, 4, 2, 0);
	says(d->text, "\"file\": \"e.csv\"");
	const char *text = one_line(d, d->text);
	says(text, "{ \"row\": 4, \"column\": \"found_time\"");
	says(text, "\"raw\": \"31/02/2026\", \"whole\": false }");
	says(text, "{ \"row\": 5, \"column\": \"child_ref\"");
	says(text, "\"raw\": \"E3,,missing,2026-01-05,,,\", \"whole\": true }");
	gives(d,
		"SELECT episode_ref, row, reported_s, reported_precision, found_text,"
		" extra FROM episode ORDER BY 1",
		"E1|2|1767389400|minute|2026-01-03|{\"desk\":\"D4\"}\n"
		"E2|4|1767571200|day||{}\n");
	gives(d, "SELECT role, ref, postcode, episode_id FROM place",
		"found|E1|ZZ1 1AA|1\n");
	/* A child that only a refused row names is none of the case. */
	gives(d, "SELECT child_ref FROM child", "K1\n");
	gives(d,
		"SELECT file, rows, added, unchanged, set_aside, unknown_columns,"
		" encoding FROM source",
		"e.csv|4|2|0|2|[\"desk\"]|UTF-8\n");
	gives(d, "SELECT count(*) FROM set_aside", "3\n");
	gives(d, "SELECT action, command FROM audit ORDER BY audit_id DESC LIMIT 1",
		"collection|import\n");
}

static void the_same_file_again_adds_nothing(void **state)
{
	struct desk *d = *state;
	const char *file = put(d, "e.csv",
		HEAD "E1,K1,missing,2026-01-02 21:30,,ZZ1 1AA,\n"
		     "E1,K1,missing,2026-01-02 21:30,,ZZ1 1AA,\n"
		     "E2,K1,missing,soon,,,\n"
		     "E3,K1,missing,2026-01-04,never,,\n");
	import(d, "episodes", file, NULL, NULL);
	counts(d, 4, 2, 1);
	const char *before = content(d);
	assert_true(import(d, "episodes", file, NULL, NULL));
	counts(d, 4, 0, 3);
	assert_int_equal(count_of(d->text, "\"whole\":"), 2);
	assert_string_equal(content(d), before);
	/* The same rows in another dress: known, whatever the file. */
	file = put(d, "f.csv",
		"reported_time,type,child_ref,episode_ref,found_postcode\n"
		"02/01/2026 21:30:00,MISSING,K1,E1,ZZ1 1AA\n");
	assert_false(import(d, "episodes", file, NULL, NULL));
	counts(d, 1, 0, 1);
	gives(d, "SELECT count(*) FROM episode", "2\n");
}

static void a_reference_means_one_row(void **state)
{
	struct desk *d = *state;
	import(d, "episodes",
		put(d, "e.csv",
			HEAD
			"E1,K1,missing,2026-01-02,,,\nE1,K9,missing,2026-01-02,,,\n"),
		NULL, NULL);
	counts(d, 2, 1, 0);
	says(d->text, "is already that of row 2 of e.csv");
	gives(d, "SELECT child_ref FROM child", "K1\n");
	import(d, "mentions",
		put(d, "m.csv",
			"mention_ref,kind,value\nM1,phone,1\nM1,phone,2\n,phone,3\n"
			",phone,3\n,phone,4\n"),
		NULL, NULL);
	counts(d, 5, 3, 1);
	import(d, "people", put(d, "p.csv", "person_ref,name\nP1,A\nP1,B\nP2,B\n"),
		NULL, NULL);
	counts(d, 3, 2, 0);
}

/* A row set aside, mended and brought in, is no longer told of; one of another month's
 * file of that name is. */
static void mended_rows_are_brought_in(void **state)
{
	struct desk *d = *state;
	static const char *const versions[] = {HEAD
		"E1,K1,missing,soon,,,\nE2,K2,missing,later,,,\n",
		HEAD "E1,K1,missing,2026-01-02,,,\nE7,K7,missing,2026-02-02,,,\n"};
	import(d, "episodes", put(d, "e.csv", versions[0]), NULL, NULL);
	counts(d, 2, 0, 0);
	import(d, "episodes", put(d, "e.csv", versions[1]), NULL, NULL);
	counts(d, 2, 2, 0);
	gives(d, "SELECT row, resolved_utc FROM set_aside ORDER BY row",
		"2|2026-03-28T21:30:05Z\n3|\n");
}

static void a_dry_run_keeps_nothing(void **state)
{
	struct desk *d = *state;
	const char *file =
		put(d, "e.csv", HEAD "E1,K1,missing,2026-01-02,,,\nE2,,,,,,\n");
	struct import_options o = {"episodes", file, NULL, NULL, IMPORT_TRY, false};
	bool set_aside = false;
	const char *before = content(d),
		   *audit = query(d, "SELECT count(*) FROM audit");
	begin_anew(d);
	ok(d, work_import(&d->ctx, &d->options, &o, &set_aside));
	fflush(d->options.out);
	assert_true(set_aside);
	counts(d, 2, 1, 0);
	says(d->text, "\"dry_run\": true");
	assert_string_equal(content(d), before);
	gives(d, "SELECT count(*) FROM audit", audit);
}

/* What rows say of one child must agree. */
static void facts_of_a_child(void **state)
{
	struct desk *d = *state;
	const char *file = put(d, "e.csv",
		"episode_ref,child_ref,child_name,child_dob,sex,ethnicity,type,"
		"reported_time\n"
		"E1,K1,Ann Example,2010,F,,missing,2026-01-02\n"
		"E2,K1,ANN EXAMPLE,2010-03-04,female,x,missing,2026-01-05\n"
		"E3,K1,Ann Other,2011-03-04,M,x,missing,2026-01-09\n");
	assert_true(import(d, "episodes", file, NULL, NULL));
	counts(d, 3, 3, 0);
	gives(d, "SELECT * FROM child", "1|K1|Ann Example|2010-03-04|F|x\n");
	gives(d, "SELECT row, column, whole, raw FROM set_aside ORDER BY column",
		"4|child_dob|0|2011-03-04\n4|sex|0|M\n");
	gives(d, "SELECT extra FROM episode WHERE episode_ref = 'E3'",
		"{\"child_name\":\"Ann Other\"}\n");
	gives(d, "SELECT row, column, rule FROM row_note WHERE rule <> '574'",
		"4|child_name|child_differs\n");
}

static void places_of_every_kind(void **state)
{
	struct desk *d = *state;
	import(d, "episodes",
		put(d, "e.csv",
			"episode_ref,child_ref,type,reported_time,from_home_urn,"
			"last_seen_address,found_lat,found_lon\n"
			"E1,K1,away,2026-01-02,SC1,as above,53.75,-2.7\n"
			"E2,K1,away,2026-01-03,,,,\n"),
		NULL, NULL);
	import(d, "homes",
		put(d, "h.csv", "urn,postcode,easting\nSC1,ZZ1 1AA,\nSC2,,\n"), NULL,
		NULL);
	import(d, "placements",
		put(d, "p.csv", "child_ref,urn,start,postcode\nK1,SC1,2025-01-01,\n"),
		NULL, NULL);
	import(d, "mentions",
		put(d, "m.csv",
			"mention_ref,kind,value,address\nM1,address,1 High St,\n"
			"M2,person,X,2 High St\n,phone,1,\n"),
		NULL, NULL);
	gives(d,
		"SELECT source_kind, ref, role, coalesce(address, ''),"
		" coalesce(postcode, ''), coalesce(lat, ''), coalesce(home_urn, '')"
		" FROM place ORDER BY place_id",
		"episodes|E1|from||||SC1\n"
		"episodes|E1|last_seen|as above|||\n"
		"episodes|E1|found|||53.75|\n"
		"homes|SC1|address||ZZ1 1AA||\n"
		"placements|K1|address||||SC1\n"
		"mentions|M1|address|1 High St|||\n"
		"mentions|M2|address|2 High St|||\n");
}

/* Rules of the SSDA903 return that look at several rows. */
static void rules_across_rows(void **state)
{
	struct desk *d = *state;
	static const char head[] = "CHILD,DOB,MISSING,MIS_START,MIS_END\n";
	import(d, "episodes",
		put(d, "y1.csv",
			str_printf(d->ctx.arena, "%s%s", head,
				"1,,M,01/05/2024,05/05/2024\n"
				"1,,M,05/05/2024,06/05/2024\n"
				"1,,A,05/05/2024,07/05/2024\n"
				"2,,M,01/06/2024,\n"
				"2,,M,03/06/2024,04/06/2024\n"
				"3,,M,20/03/2025,\n"
				"4,,M,21/03/2025,\n")),
		NULL, NULL);
	gives(d, "SELECT row, rule, note FROM row_note ORDER BY row",
		"4|574|overlaps an earlier episode of the same child\n"
		"6|574|the child's episode before this one has no end\n");
	import(d, "placements",
		put(d, "pl.csv",
			"child_ref,start,end\n2,2024-01-01,2024-07-01\n"
			"3,2024-01-01,\n"),
		NULL, NULL);
	gives(d, "SELECT row, rule FROM row_note WHERE rule = '575'", "5|575\n");
	/* The next year: 3 comes again, now with its end; 4 does not. */
	import(d, "episodes",
		put(d, "y2.csv",
			str_printf(d->ctx.arena, "%s%s", head,
				"3,,M,20/03/2025,02/04/2025\n3,,M,01/05/2025,02/05/"
				"2025\n"
				"4,,M,01/05/2025,02/05/2025\n")),
		NULL, NULL);
	counts(d, 3, 2, 0);
	gives(d, "SELECT source_id, row, rule FROM row_note WHERE rule = '576'",
		"3|4|576\n");
}

static const char areas[] =
	"{\"type\":\"FeatureCollection\",\"name\":\"areas\",\"features\":["
	"{\"type\":\"Feature\",\"properties\":{\"LAD23CD\":\"E1\",\"LAD23NM\":"
	"\"North\"},"
	"\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[-2.70,53.75],"
	"[-2.70,53.76],[-2.69,53.76],[-2.69,53.75],[-2.70,53.75]]]}},"
	"{\"type\":\"Feature\",\"properties\":{\"LAD23CD\":\"E2\"},"
	"\"geometry\":{\"type\":\"Point\",\"coordinates\":[-2.7,53.7]}}]}";

static void boundaries_and_benchmarks(void **state)
{
	struct desk *d = *state;
	const char *file = put(d, "areas.geojson", areas);
	assert_true(import(d, "boundaries", file, NULL, NULL));
	counts(d, 2, 1, 0);
	/* 0.01 degrees each way: 660 by 1,113 m. */
	gives(d,
		"SELECT layer, code, name, SRID(geom), GeometryType(geom),"
		" ST_Area(geom) BETWEEN 728000 AND 740000 FROM boundary",
		"areas|E1|North|27700|MULTIPOLYGON|1\n");
	import(d, "boundaries", file, NULL, NULL);
	counts(d, 2, 0, 1);
	import(d, "benchmarks",
		put(d, "release_2024.csv",
			"time_period,geographic_level,country_code,country_name,"
			"region_code,region_name,la_name,new_la_code,CLA_group,number\n"
			"2024,Local authority,E92,England,E12,North,\"Bristol, City "
			"of\","
			"E06,Missing,12.5\n"
			"2024,National,E92,England,,,,,Missing,c\n"),
		NULL, NULL);
	gives(d,
		"SELECT release, period, area_code, area_name, value, symbol"
		" FROM benchmark ORDER BY row",
		"release_2024|2024|E06|Bristol, City of|12.5|\n"
		"release_2024|2024|E92|England||c\n");
}

/* A kill at any moment leaves the case before the command or after it. */
static void a_killed_import_leaves_the_case(void **state)
{
	struct desk *d = *state;
	struct strbuf buf;
	strbuf_init(&buf, d->ctx.arena);
	strbuf_add(&buf, HEAD);
	for (int i = 0; i < 60000; i++)
		strbuf_printf(&buf, "E%d,K%d,missing,2026-01-02,,ZZ1 %dAA,\n", i,
			i % 900, i % 9);
	const char *file = put(d, "big.csv", buf.text);
	for (int round = 0; round < 3; round++) {
		fflush(NULL);
		pid_t child = fork();
		assert_true(child >= 0);
		if (child == 0) {
			struct import_options o = {
				"episodes", file, NULL, NULL, IMPORT_KEEP, false};
			bool aside;
			_exit(work_import(&d->ctx, &d->options, &o, &aside) ? 1 : 0);
		}
		usleep(60000U * (unsigned)(round + 1));
		kill(child, SIGKILL);
		int how;
		assert_int_equal(waitpid(child, &how, 0), child);
		const char *n = query(d, "SELECT count(*) FROM episode");
		if (!WIFSIGNALED(how))
			assert_string_equal(n, "60000\n");
		else if (strcmp(n, "60000\n") != 0)
			assert_string_equal(n, "0\n");
	}
	import(d, "episodes", file, NULL, NULL);
	gives(d, "SELECT count(*) FROM episode", "60000\n");
	gives(d, "PRAGMA integrity_check", "ok\n");
}

static void unknown_kinds(void **state)
{
	struct desk *d = *state;
	struct import_options o = {"episode", "x.csv", NULL, NULL, IMPORT_KEEP, false};
	bool aside;
	assert_int_equal(work_import(&d->ctx, &d->options, &o, &aside), ERR_USAGE);
	says(d->ctx.error, "did you mean episodes");
	o.kind = "addresses";
	assert_int_equal(work_import(&d->ctx, &d->options, &o, &aside), ERR_USAGE);
	says(d->ctx.error, "gazetteer add");
}

static void templates(void **state)
{
	struct desk *d = *state;
	struct work_options options = d->options;
	options.format = FORMAT_TEXT;
	begin_anew(d);
	options.out = d->options.out;
	ok(d, work_template(&d->ctx, &options, "placements", TEMPLATE_HEADER));
	fflush(options.out);
	assert_string_equal(d->text,
		"child_ref,urn,kind,start,end,postcode,responsible_authority,"
		"host_authority,authority_notified,police_notified\n");
	begin_anew(d);
	options.out = d->options.out;
	ok(d, work_template(&d->ctx, &options, "episodes", TEMPLATE_DESCRIBE));
	fflush(options.out);
	says(d->text, "missing, absent, no_apparent_risk, away");
	assert_int_equal(
		work_template(&d->ctx, &options, "x", TEMPLATE_HEADER), ERR_USAGE);
}

/* ---- real files -------------------------------------------------------------------
 */

struct real {
	const char *kind, *file, *sheet;
	int64_t rows;
	int64_t whole, cells; /* set aside */
};

static void real_files(struct desk *d, const struct real *files, size_t n)
{
	if (!d->shared) {
		print_message("no real data at LASTSEEN_SHARED: skipped\n");
		skip();
	}
	for (size_t i = 0; i < n; i++) {
		const struct real *f = &files[i];
		const char *path =
			str_printf(d->ctx.arena, "%s/data/%s", d->shared, f->file);
		import(d, f->kind, path, NULL, f->sheet);
		assert_int_equal(number(d, "rows"), f->rows);
		assert_int_equal(count_of(d->text, "\"whole\": true"), f->whole);
		assert_int_equal(count_of(d->text, "\"whole\": false"), f->cells);
		import(d, f->kind, path, NULL, f->sheet);
		assert_int_equal(number(d, "added"), 0);
	}
}

static void every_file_of_the_return(void **state)
{
	static const struct real files[] = {
		{"episodes", "ssda903/missing.csv", NULL, 43, 0, 0},
		{"placements", "ssda903/episodes.csv", NULL, 5050, 0, 0},
		{"registers", "ssda903/header.csv", NULL, 2675, 0, 0},
		{"registers", "ssda903/reviews.csv", NULL, 12582, 0, 0},
		{"registers", "ssda903/oc2.csv", NULL, 2675, 0, 0},
		{"registers", "ssda903/oc3.csv", NULL, 53, 0, 0},
		{"registers", "ssda903/uasc.csv", NULL, 132, 0, 0},
		{"registers", "ssda903/previous_permanence.csv", NULL, 2675, 0, 0},
		{"registers", "ssda903/ad1.csv", NULL, 29, 0, 0},
		{"registers", "ssda903/placed_for_adoption.csv", NULL, 29, 0, 0},
		{"registers", "ssda903/placed_for_adoption_errors.csv", NULL, 30, 0, 0},
		{"registers", "ssda903/DoLo.csv", NULL, 1, 0, 0},
		{"registers", "ssda903/sw_episodes.csv", NULL, 1, 0, 0},
		{"episodes", "ssda903/fake_903.xml", NULL, 6, 0, 0},
		{"placements", "ssda903/fake_903.xml", NULL, 459, 0, 0},
		{"registers", "ssda903/fake_903.xml", NULL, 1206, 0, 0},
	};
	real_files(*state, files, sizeof files / sizeof *files);
	gives(*state, "SELECT type, count(*) FROM episode GROUP BY 1 ORDER BY 1",
		"away|26\nmissing|23\n");
}

static void every_list_of_providers(void **state)
{
	static const struct real files[] = {
		{"homes", "ofsted/provider_at_march_2015.csv", NULL, 2605, 0, 0},
		{"homes", "ofsted/provider_at_march_2023.csv", NULL, 3546, 0, 0},
		{"homes", "ofsted/ch_fake.xlsx", NULL, 1, 0, 0},
		{"homes", "ofsted/scp_fake.xlsx", NULL, 1, 0, 0},
		{"homes", "ofsted/scp_fake.xlsx", "Providers closed in 2022-23", 1, 0,
			0},
		{"homes", "ofsted/combined_scp_ch_fake.xlsx", NULL, 4, 0, 0},
		/* Cells that moved by one column in the file. */
		{"homes", "ofsted/scpch_assisted.xlsx", NULL, 4, 0, 2},
		/* "One" and "Lots" of places. */
		{"homes", "ofsted/scpch_assisted.xlsx", "SA Providers", 2, 0, 2},
		{"homes", "ofsted/scp_ch_2025_fake.xlsx", NULL, 1, 0, 0},
		{"homes", "ofsted/scp_ch_2025_fake.xlsx", "SA Providers", 1, 0, 0},
	};
	real_files(*state, files, sizeof files / sizeof *files);
	gives(*state,
		"SELECT urn, opened, closed, registered_places FROM home"
		" WHERE urn = 'njascn'",
		"njascn|2023-12-01||\n");
	/* Nothing is located by the word that hides it. */
	gives(*state,
		"SELECT count(*) FROM place WHERE address LIKE '%REDACTED%'"
		" OR postcode LIKE '%REDACTED%'",
		"0\n");
}

static void published_figures_and_areas(void **state)
{
	static const struct real files[] = {
		{"benchmarks", "dfe/la_children_who_were_missing_or_away_2018-2022.csv",
			NULL, 10920, 0, 0},
		{"benchmarks", "dfe/la_children_who_were_missing_or_away_2020-2024.csv",
			NULL, 10855, 0, 0},
		{"benchmarks", "dfe/national_cla_who_were_missing_2020-2024.csv", NULL,
			315, 0, 0},
		{"boundaries", "boundaries/lancashire_districts.geojson", NULL, 14, 0,
			0},
		{"boundaries", "boundaries/northumbria_districts.geojson", NULL, 6, 0,
			0},
		{"boundaries", "boundaries/force_boundaries_ugc.geojson", NULL, 43, 0,
			0},
	};
	real_files(*state, files, sizeof files / sizeof *files);
	gives(*state,
		"SELECT symbol, count(*) FROM benchmark"
		" WHERE release LIKE 'la_%2020-2024' AND symbol IS NOT NULL"
		" GROUP BY 1 ORDER BY 1",
		"c|1206\nk|5\nz|244\n");
	/* PR1 2RL, 354017 429508 in Code-Point, is in Preston and in Lancashire. */
	gives(*state,
		"SELECT name FROM boundary WHERE"
		" ST_Contains(geom, MakePoint(354017, 429508, 27700)) ORDER BY 1",
		"Lancashire\nPreston\n");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, desk_open, desk_shut)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(rows_are_kept_or_set_aside),
		TEST(the_same_file_again_adds_nothing),
		TEST(a_reference_means_one_row),
		TEST(mended_rows_are_brought_in),
		TEST(a_dry_run_keeps_nothing),
		TEST(facts_of_a_child),
		TEST(places_of_every_kind),
		TEST(rules_across_rows),
		TEST(boundaries_and_benchmarks),
		TEST(a_killed_import_leaves_the_case),
		TEST(unknown_kinds),
		TEST(templates),
		TEST(every_file_of_the_return),
		TEST(every_list_of_providers),
		TEST(published_figures_and_areas),
	};
	return cmocka_run_group_tests_name("import", tests, NULL, NULL);
}
