#include "helper.h"

#include "intake/reading.h"

static enum err_code read_mapping(struct desk *d, const char *text, struct mapping *m)
{
	return mapping_read(&d->ctx, "m.ini", text, KIND_EPISODES, m);
}

static void wrong_mappings_say_where(void **state)
{
	struct desk *d = *state;
	struct mapping m;
	refused(d, read_mapping(d, "[columns]\ntype = T\n", &m), ERR_DATA,
		"has no 'kind");
	refused(d, read_mapping(d, "[mapping]\nkind = homes\n", &m), ERR_USAGE,
		"is for homes, not for episodes");
	refused(d,
		read_mapping(d,
			"[mapping]\nkind = episodes\n[columns]\nchild_erf = C\n", &m),
		ERR_DATA, "did you mean child_ref");
	refused(d, read_mapping(d, "[mapping]\nkind = episodes\nheder = 2\n", &m),
		ERR_DATA, "[mapping] heder");
	refused(d, read_mapping(d, "[mapping]\nkind = episodes\nheader = two\n", &m),
		ERR_DATA, "or auto");
	refused(d, read_mapping(d, "[mapping]\nkind = episodes\ndates = us\n", &m),
		ERR_DATA, "dmy, mdy or ymd");
	refused(d, read_mapping(d, "[mapping]\nkind = episodes\n[colums]\nx = y\n", &m),
		ERR_DATA, "sections are");
	refused(d, read_mapping(d, "[mapping]\nkind = episodes\nno sign here\n", &m),
		ERR_DATA, "m.ini: row 3");
	refused(d,
		read_mapping(d,
			str_printf(d->ctx.arena,
				"[mapping]\nkind = episodes\n[columns]\nnotes = "
				"%0200d\n",
				1),
			&m),
		ERR_DATA, "m.ini: row 4: is longer");
	refused(d, mapping_load(&d->ctx, "ofstead", KIND_HOMES, &m), ERR_NOT_FOUND,
		"did you mean ofsted");
	refused(d,
		mapping_load(
			&d->ctx, put(d, "b.ini", "[mapping]\n\xFF"), KIND_HOMES, &m),
		ERR_DATA, "b.ini: is no mapping file");
}

/* Each is read for each kind it names, and knows its own columns. */
static void built_in_mappings_are_sound(void **state)
{
	struct desk *d = *state;
	size_t n = 0, served = 0;
	for (const struct mapping_builtin *b = mapping_builtins; b->name; b++, n++)
		for (size_t k = 0; k < IMPORT_KINDS_N; k++) {
			struct mapping m;
			if (!mapping_serves(&d->ctx, b, (enum import_kind)k))
				continue;
			ok(d, mapping_load(&d->ctx, b->name, (enum import_kind)k, &m));
			assert_string_equal(m.name, b->name);
			assert_int_equal(strlen(m.sha256), 64);
			served++;
		}
	assert_int_equal(n, 16);
	assert_int_equal(served, 18);
}

static void names_of_columns_are_compared_without_their_dress(void **state)
{
	struct desk *d = *state;
	struct arena *a = d->ctx.arena;
	static const char *const same[] = {"Setting name", "SETTING_NAME",
		" setting\nname ", "Setting - name", "\xEF\xBB\xBFSetting\xC2\xA0name"};
	for (size_t i = 0; i < sizeof same / sizeof *same; i++)
		assert_string_equal(header_fold(a, same[i]), "setting_name");
	assert_string_equal(header_fold(a, "Children\xE2\x80\x99s"), "children's");
}

/* What each canonical row of a file says: "ROW column=value …" of some columns. */
static const char *rows(struct desk *d, enum import_kind kind, const char *path,
	const char *mapping, const char *columns)
{
	struct reading_options options = {kind, mapping, NULL};
	struct reading *r;
	struct table_row table;
	struct canonical_row row;
	struct strbuf buf;
	struct str_list names = str_split(d->ctx.arena, columns, ',');
	bool more = true;
	strbuf_init(&buf, d->ctx.arena);
	ok(d, reading_open(&d->ctx, path, &options, &r));
	for (;;) {
		ok(d, reading_next(r, d->ctx.arena, &table, &row, &more));
		if (!more)
			break;
		strbuf_printf(&buf, "%lld", (long long)row.row);
		if (row.fault)
			strbuf_printf(&buf, " !%s", row.fault);
		for (size_t i = 0; i < names.n && !row.fault; i++) {
			size_t c = column_find(kind, names.items[i]);
			strbuf_printf(
				&buf, " %s", c == SIZE_MAX ? row.extra : row.cells[c]);
		}
		strbuf_char(&buf, '\n');
	}
	reading_close(r);
	return buf.text;
}

static const char police[] =
	"[mapping]\nkind = episodes\ndates = dmy\nblank = not known, -\n"
	"[columns]\n"
	"episode_ref = {Crime}/{No}\n"
	"child_ref = Nominal\n"
	"type = Category\n"
	"reported_time = Reported | Created\n"
	"  Logged\n"
	"from_address = Line 1 + Line 2 + Town\n"
	"looked_after = \"N\"\n"
	"notes = Notes\n"
	"[values type]\n"
	"Missing - * = missing\n"
	"Nar = no_apparent_risk\n"
	"* = absent\n"
	"[defaults]\n"
	"notes = none written\n";

static void a_mapping_fills_the_canonical_columns(void **state)
{
	struct desk *d = *state;
	const char *map = put(d, "police.ini", police);
	const char *file = put(d, "p.csv",
		"Export of today\n\n"
		"Crime,No,Nominal,CATEGORY,Created,Logged,Line 1,Town,Notes,Desk\n"
		"C1,1,N1,Missing - high,,2026-03-28,\"1 High St\",Ashby, x ,D4\n"
		"C1,2,N2,nar,01/02/2026,2026-03-28,-,Ashby,Not Known,\n"
		"C1,,N3,other,01/02/2026,,,,,\n");
	assert_string_equal(
		rows(d, KIND_EPISODES, file, map,
			"episode_ref,child_ref,type,reported_time,from_address,"
			"looked_after,notes,extra"),
		"4 C1/1 N1 missing 2026-03-28 1 High St, Ashby N x {\"Desk\":\"D4\"}\n"
		"5 C1/2 N2 no_apparent_risk 01/02/2026 Ashby N none written {}\n"
		"6 C1/ N3 absent 01/02/2026  N none written {}\n");
	holds(said(d), "not used: Desk");
}

static void a_header_in_every_row_that_was_seen(void **state)
{
	struct desk *d = *state;
	static const char *const above[] = {
		"", "Title,,,,\n", "Title,,,,\n\"Prose, and more\",,,,\n,,,,\n"};
	for (size_t i = 0; i < 3; i++) {
		const char *path = put(d, "o.csv",
			str_printf(d->ctx.arena,
				"%sURN,\"Provision\ntype\",Sector,Places,\n"
				"SC1,Children's Home,Private,REDACTED,\n",
				above[i]));
		holds(rows(d, KIND_HOMES, path, NULL, "urn,kind,registered_places"),
			"SC1 Children's Home \n");
	}
	holds(said(d), "the mapping 'ofsted'");
}

static void a_header_row_that_is_declared(void **state)
{
	struct desk *d = *state;
	struct reading_options options = {KIND_PEOPLE, NULL, NULL};
	struct reading *r;
	const char *file = put(d, "h.csv", "person_ref,name\nperson_ref,alias\nP1,x\n");
	options.mapping = put(d, "h.ini",
		"[mapping]\nkind = people\nheader = 2\n[columns]\nperson_ref = "
		"person_ref\n"
		"aliases = alias\n");
	assert_string_equal(
		rows(d, KIND_PEOPLE, file, options.mapping, "person_ref,aliases"),
		"3 P1 x\n");
	options.mapping = put(d, "h.ini",
		"[mapping]\nkind = people\nheader = 9\n[columns]\nperson_ref = a\n");
	refused(d, reading_open(&d->ctx, file, &options, &r), ERR_DATA,
		"has no header in row 9");
}

static void what_does_not_fit_is_named(void **state)
{
	struct desk *d = *state;
	struct reading_options options = {KIND_EPISODES, NULL, NULL};
	struct reading *r;
	const char *file = put(d, "a.csv",
		"episode_ref,child_ref,type,reportedtime\n1,2,missing,2026-01-01\n");
	refused(d, reading_open(&d->ctx, file, &options, &r), ERR_DATA,
		"reported_time (is it 'reportedtime'?)");
	file = put(d, "a.csv",
		"episode_ref,child_ref,type,reported_time,Type\n1,2,3,4,5\n");
	refused(d, reading_open(&d->ctx, file, &options, &r), ERR_DATA,
		"stands twice in the header");
	file = put(d, "a.csv", "episode_ref,child_ref,type,reported_time\n");
	refused(d, reading_open(&d->ctx, file, &options, &r), ERR_DATA,
		"has a header (row 1) and nothing below it");
	file = put(d, "a.csv", "\xEF\xBB\xBF");
	refused(d, reading_open(&d->ctx, file, &options, &r), ERR_DATA, "has no rows");
	file = put(d, "a.csv", "\n\n,,\n");
	refused(d, reading_open(&d->ctx, file, &options, &r), ERR_DATA, "has no rows");
}

/* A comma that moved the cells would put every one of them in a wrong column. */
static void cells_beyond_the_header_are_a_fault(void **state)
{
	struct desk *d = *state;
	const char *text = rows(d, KIND_PEOPLE,
		put(d, "w.csv", "person_ref,name\nP1,a,,\nP2,Smith, John\nP3\n"), NULL,
		"person_ref,name");
	holds(text, "2 P1 a\n3 !has 3 cells, the header 2");
	holds(text, "\n4 P3 \n");
}

static void nameless_and_doubled_columns_keep_their_cells(void **state)
{
	struct desk *d = *state;
	assert_string_equal(
		rows(d, KIND_PEOPLE,
			put(d, "n.csv", "person_ref,,x,x\nP1,\"a\"\"\\b\",1,2\n"), NULL,
			"extra"),
		"2 {\"column B\":\"a\\\"\\\\b\",\"x\":\"1\",\"x (column D)\":\"2\"}\n");
}

/* The file says which mapping it is for, and never the one of another part. */
static void files_of_the_return_are_known_by_their_header(void **state)
{
	struct desk *d = *state;
	static const char *const files[][3] = {
		{"CHILD,DOB,REVIEW,REVIEW_CODE\n1,,01/01/2020,PN1\n", "ssda903-reviews",
			"SSDA903 review"},
		{"CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n1,1,,WBRI,A,,\n",
			"ssda903-header", "SSDA903 header"},
		{"CHILD,SEX,DOB,DUC\n1,1,,\n", "ssda903-uasc", "SSDA903 UASC"},
		{"\xEF\xBB\xBF"
		 "CHILD,DOB,SW_ID,SW_DECOM,SW_DEC,SW_REASON\r\n1,,S,,,\r\n",
			"ssda903-sw-episodes", "SSDA903 social worker"},
	};
	for (size_t i = 0; i < 4; i++) {
		struct reading_options options = {KIND_REGISTERS, NULL, NULL};
		struct reading *r;
		const char *path = put(d, "f.csv", files[i][0]);
		ok(d, reading_open(&d->ctx, path, &options, &r));
		assert_string_equal(reading_mapping(r)->name, files[i][1]);
		reading_close(r);
		holds(rows(d, KIND_REGISTERS, path, NULL, "register"), files[i][2]);
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, desk_open, desk_shut)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(wrong_mappings_say_where),
		TEST(built_in_mappings_are_sound),
		TEST(names_of_columns_are_compared_without_their_dress),
		TEST(a_mapping_fills_the_canonical_columns),
		TEST(a_header_in_every_row_that_was_seen),
		TEST(a_header_row_that_is_declared),
		TEST(what_does_not_fit_is_named),
		TEST(cells_beyond_the_header_are_a_fault),
		TEST(nameless_and_doubled_columns_keep_their_cells),
		TEST(files_of_the_return_are_known_by_their_header),
	};
	return cmocka_run_group_tests_name("mapping", tests, NULL, NULL);
}
