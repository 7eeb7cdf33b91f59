#include "helper.h"

#include "intake/csv.h"
#include "intake/stream.h"

/* The whole file as "ROW:cell|cell" lines; a fault as "ROW!reason". */
static const char *all(struct desk *d, const char *path)
{
	struct csv *csv;
	struct csv_record r;
	struct strbuf buf;
	bool more = true;
	strbuf_init(&buf, d->ctx.arena);
	ok(d, csv_open(&d->ctx, path, 0, &csv));
	for (;;) {
		ok(d, csv_next(csv, &r, &more));
		if (!more)
			break;
		strbuf_printf(&buf, "%lld%s", (long long)r.row, r.fault ? "!" : ":");
		if (r.fault)
			strbuf_add(&buf, r.fault);
		for (size_t i = 0; i < r.cells_n; i++)
			strbuf_printf(&buf, "%s%s", i ? "|" : "", r.cells[i]);
		strbuf_char(&buf, '\n');
	}
	csv_close(csv);
	return buf.text;
}

static void reads(struct desk *d, const char *text, const char *expected)
{
	assert_string_equal(all(d, put(d, "x.csv", text)), expected);
}

/* Rows are those of a spreadsheet: blank lines count, line breaks in a cell don't. */
static void rows_are_those_of_a_spreadsheet(void **state)
{
	struct desk *d = *state;
	reads(d, "a,b\n1,2\n\n3,\"x\ny\"\n4,5\n",
		"1:a|b\n2:1|2\n3:\n4:3|x\ny\n5:4|5\n");
	reads(d, "a,b\r\n1,\"x\r\ny\"\r\n\r\n2,3", "1:a|b\n2:1|x\r\ny\n3:\n4:2|3\n");
	reads(d, "a,b\r1,2\r", "1:a|b\n2:1|2\n");
	reads(d,
		"\xEF\xBB\xBF"
		"a,b\n1,2\n",
		"1:a|b\n2:1|2\n");
}

static void quotation_marks(void **state)
{
	struct desk *d = *state;
	reads(d, "a,b\n\"1,5\",\"say \"\"hi\"\"\"\n", "1:a|b\n2:1,5|say \"hi\"\n");
	/* Inside an unquoted cell they are signs like others. */
	reads(d, "a,b\n5\" pipe,x\"y\n6,\n", "1:a|b\n2:5\" pipe|x\"y\n3:6|\n");
	reads(d, "a,b\n\"x\"y,z\n", "1:a|b\n2:xy|z\n");
	reads(d, "a,b\n\"\",\"\"\n", "1:a|b\n2:|\n");
}

/* A mark that is never closed costs its own line, not those below it. */
static void an_unclosed_quotation_mark_costs_one_row(void **state)
{
	struct desk *d = *state;
	const char *text = all(d, put(d, "u.csv", "a,b\n1,\"open\n2,x\n3,y\n"));
	holds(text, "1:a|b\n2!a quotation mark");
	holds(text, "\n3:2|x\n4:3|y\n");
	text = all(d, put(d, "v.csv", "a,b\n1,\"last"));
	holds(text, "2!a quotation mark");
}

static void the_record_is_kept_as_it_stood(void **state)
{
	struct desk *d = *state;
	const char *path = put(d, "r.csv", "a,b\r\n 1 ,\"x,\"\"y\"\r\n");
	struct csv *csv;
	struct csv_record r;
	bool more;
	ok(d, csv_open(&d->ctx, path, 0, &csv));
	ok(d, csv_next(csv, &r, &more));
	ok(d, csv_next(csv, &r, &more));
	assert_string_equal(r.raw, " 1 ,\"x,\"\"y\"");
	assert_string_equal(r.cells[0], " 1 ");
	csv_close(csv);
}

static void separators_are_told_from_the_lines(void **state)
{
	struct desk *d = *state;
	reads(d, "a;b;c\n1;2,5;3\n4;5,6;7\n", "1:a|b|c\n2:1|2,5|3\n3:4|5,6|7\n");
	reads(d, "a\tb\n1\t2\n", "1:a|b\n2:1|2\n");
	reads(d, "a|b\n1|2\n", "1:a|b\n2:1|2\n");
	/* Lists in a cell and prose above the header do not mislead. */
	reads(d, "One, two, three, four.\na,b\nx;y;z,2\nx;y;z,2\n",
		"1:One| two| three| four.\n2:a|b\n3:x;y;z|2\n4:x;y;z|2\n");
	/* For the spreadsheet alone, which does not show it. */
	reads(d, "sep=;\na;b\n1;2\n", "1:a|b\n2:1|2\n");
	reads(d, "sep=\xB0\na,\xC2\xB0\n", "1:sep=\xC2\xB0\n2:a|\xC2\xB0\n");
}

static void windows_1252_line_by_line(void **state)
{
	struct desk *d = *state;
	const char *path = put(d, "w.csv", "a,b\ncaf\xE9,\x80 5\nna\xC3\xAFve,1\n");
	struct csv *csv;
	struct csv_record r;
	bool more;
	ok(d, csv_open(&d->ctx, path, 0, &csv));
	ok(d, csv_next(csv, &r, &more));
	assert_string_equal(csv_encoding(csv), "UTF-8");
	ok(d, csv_next(csv, &r, &more));
	assert_string_equal(r.cells[0], "café");
	assert_string_equal(r.cells[1], "€ 5");
	assert_string_equal(csv_encoding(csv), "Windows-1252");
	ok(d, csv_next(csv, &r, &more));
	assert_string_equal(r.cells[0], "naïve");
	assert_string_equal(csv_encoding(csv), "UTF-8 and Windows-1252");
	assert_int_equal(csv_1252_row(csv), 2);
	csv_close(csv);
}

static void utf16_both_ways(void **state)
{
	struct desk *d = *state;
	/* a,é LF 😀,b LF */
	static const char little[] = "\xFF\xFE"
				     "a\0,\0\xE9\0\n\0\x3D\xD8\x00\xDE,\0b\0\n";
	static const char big[] = "\xFE\xFF\0a\0,\0\xE9\0\n\xD8\x3D\xDE\x00\0,\0b\0\n";
	const char *expected = "1:a|é\n2:😀|b\n";
	assert_string_equal(
		all(d, put_bytes(d, "l.csv", little, sizeof little)), expected);
	assert_string_equal(
		all(d, put_bytes(d, "b.csv", big, sizeof big - 1)), expected);
}

static void bytes_that_are_no_text(void **state)
{
	struct desk *d = *state;
	struct csv *csv;
	struct strbuf buf;
	refused(d, csv_open(&d->ctx, put_bytes(d, "n.csv", "a,b\n1\0,2\n", 9), 0, &csv),
		ERR_DATA, "n.csv: is neither text");
	assert_null(csv);
	/* Late in the file a NUL costs its row. */
	strbuf_init(&buf, d->ctx.arena);
	strbuf_add(&buf, "a,b\n");
	for (int i = 0; i < 150000; i++)
		strbuf_add(&buf, "1234567,x\n");
	strbuf_add_n(&buf, "1\0,2\n3,4\n", 9);
	const char *text = all(d, put_bytes(d, "m.csv", buf.text, buf.n));
	holds(text, "\n150002!has a NUL byte");
	holds(text, "\n150003:3|4\n");
}

/* 5 MiB without a line's end, and as much after a quotation mark. */
static void a_record_has_a_limit(void **state)
{
	struct desk *d = *state;
	struct csv *csv;
	struct csv_record r;
	struct strbuf buf;
	bool more;
	strbuf_init(&buf, d->ctx.arena);
	strbuf_add(&buf, "a,b\n1,2\n3,");
	for (int i = 0; i < 5 << 10; i++)
		strbuf_printf(&buf, "%01024d", i);
	const char *path = put_bytes(d, "long.csv", buf.text, buf.n);
	ok(d, csv_open(&d->ctx, path, 0, &csv));
	ok(d, csv_next(csv, &r, &more));
	ok(d, csv_next(csv, &r, &more));
	refused(d, csv_next(csv, &r, &more), ERR_DATA, "long.csv: row 3: is longer");
	csv_close(csv);

	buf.n = 0;
	strbuf_add(&buf, "a,b\n1,\"2\n");
	for (int i = 0; i < 5 << 10; i++)
		strbuf_printf(&buf, "%d,%01020d\n", i, i);
	const char *text = all(d, put_bytes(d, "open.csv", buf.text, buf.n));
	holds(text, "\n2!a quotation mark");
	holds(text, "\n3:0|000");
	holds(text, "\n5122:5119|");
}

static void files_that_cannot_be_read(void **state)
{
	struct desk *d = *state;
	struct file_facts f;
	refused(d, file_facts_read(&d->ctx, desk_path(d, "none.csv"), &f),
		ERR_NOT_FOUND, "none.csv: there is no such file");
	refused(d, file_facts_read(&d->ctx, d->folder, &f), ERR_IO, "is a folder");
	refused(d, file_facts_read(&d->ctx, put(d, "e.csv", ""), &f), ERR_DATA,
		"e.csv: is empty");
	refused(d, file_facts_read(&d->ctx, "/dev/zero", &f), ERR_IO,
		"no ordinary file");
	static const char *const far[] = {"/vsicurl/http://a/b.csv",
		"/vsizip//vsicurl/http://a/b.zip/c.csv", "https://a/b.csv",
		"/vsis3/bucket/x.csv", "/vsistdin/"};
	for (size_t i = 0; i < sizeof far / sizeof *far; i++)
		refused(d, file_facts_read(&d->ctx, far[i], &f), ERR_USAGE,
			"nothing is fetched");
	ok(d, file_facts_read(&d->ctx, put(d, "abc", "abc"), &f));
	assert_string_equal(f.sha256,
		"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	assert_int_equal(f.bytes, 3);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, desk_open, desk_shut)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(rows_are_those_of_a_spreadsheet),
		TEST(quotation_marks),
		TEST(an_unclosed_quotation_mark_costs_one_row),
		TEST(the_record_is_kept_as_it_stood),
		TEST(separators_are_told_from_the_lines),
		TEST(windows_1252_line_by_line),
		TEST(utf16_both_ways),
		TEST(bytes_that_are_no_text),
		TEST(a_record_has_a_limit),
		TEST(files_that_cannot_be_read),
	};
	return cmocka_run_group_tests_name("csv", tests, NULL, NULL);
}
