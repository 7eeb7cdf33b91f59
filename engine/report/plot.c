#define _POSIX_C_SOURCE 200809L
#include "report/plot.h"
#include "base/file.h"
#include "base/interrupt.h"
#include "report/process.h"
#include "report/svg.h"
#include "report/words.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FILES_MOST = 16, SVG_MOST = 64 << 20 };

struct data_file {
	const char *name;
	struct strbuf text;
};

struct plot {
	struct context *ctx;
	const char *name;
	const struct asset *script;
	struct strbuf numbers;
	struct data_file files[FILES_MOST];
	size_t files_n;
};

struct plot *plot_create(
	struct context *ctx, const char *name, const struct asset *script)
{
	struct plot *plot = arena_new(ctx->arena, struct plot);
	plot->ctx = ctx;
	plot->name = name;
	plot->script = script;
	strbuf_init(&plot->numbers, ctx->arena);
	return plot;
}

void plot_number(struct plot *plot, const char *name, double value)
{
	char text[REAL_TEXT_MAX];
	words_real(value, text);
	strbuf_printf(&plot->numbers, "%s = %s\n", name, *text ? text : "NaN");
}

struct strbuf *plot_data(struct plot *plot, const char *file)
{
	if (plot->files_n == FILES_MOST)
		BUG("too many data files in a plot");
	struct data_file *f = &plot->files[plot->files_n++];
	f->name = file;
	strbuf_init(&f->text, plot->ctx->arena);
	return &f->text;
}

static void separate(struct strbuf *data)
{
	if (data->n && data->text[data->n - 1] != '\n')
		strbuf_char(data, '\t');
}

void data_real(struct strbuf *data, double value)
{
	char text[REAL_TEXT_MAX];
	words_real(value, text);
	separate(data);
	strbuf_add(data, *text ? text : "NaN");
}

/* Not in quotes, which gnuplot 5.4 misreads where they are empty. An empty cell is a
 * no-break space: neither a number nor the end of the row. Nothing in a data file is
 * ever run; backticks go in case a later version thinks otherwise. */
void data_text(struct strbuf *data, const char *text)
{
	separate(data);
	if (!*text)
		strbuf_add(data, "\xc2\xa0");
	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;
		if (c == '"')
			strbuf_add(data, "\xe2\x80\x9d");
		else if (c == '`')
			strbuf_char(data, '\'');
		else if (c == '\\')
			strbuf_char(data, '/');
		else
			strbuf_char(data, c < 0x20 || c == 0x7F ? ' ' : (char)c);
	}
}

void data_end(struct strbuf *data)
{
	strbuf_char(data, '\n');
}

void data_gap(struct strbuf *data)
{
	strbuf_char(data, '\n');
}

static enum err_code write_file(
	struct context *ctx, const char *folder, const char *name, const char *text)
{
	char *path = str_printf(ctx->arena, "%s/%s", folder, name);
	FILE *f = fopen(path, "wb");
	size_t n = strlen(text);
	bool ok = f && fwrite(text, 1, n, f) == n;
	if (f && fclose(f) != 0)
		ok = false;
	if (!ok)
		return err_set(ctx, ERR_IO,
			"a picture's data cannot be written to the temporary folder: "
			"%s; make room there or set TMPDIR to another folder",
			strerror(errno));
	return ERR_OK;
}

static enum err_code write_files(const struct plot *plot, const char *folder)
{
	struct context *ctx = plot->ctx;
	enum err_code err = write_file(ctx, folder, "style.gp", asset_style_gp.text);
	if (!err)
		err = write_file(ctx, folder, "script.gp", plot->script->text);
	if (!err)
		err = write_file(ctx, folder, "values.gp", plot->numbers.text);
	for (size_t i = 0; !err && i < plot->files_n; i++)
		err = write_file(
			ctx, folder, plot->files[i].name, plot->files[i].text.text);
	return err;
}

static void remove_file(struct arena *arena, const char *folder, const char *name)
{
	unlink(str_printf(arena, "%s/%s", folder, name));
}

static void remove_all(const struct plot *plot, const char *folder)
{
	struct arena *arena = plot->ctx->arena;
	remove_file(arena, folder, "style.gp");
	remove_file(arena, folder, "script.gp");
	remove_file(arena, folder, "values.gp");
	remove_file(arena, folder, "figure.svg");
	for (size_t i = 0; i < plot->files_n; i++)
		remove_file(arena, folder, plot->files[i].name);
	rmdir(folder);
}

/* gnuplot repeats the whole line of the script before it says what is wrong with it. */
static const char *complaint(struct arena *arena, const char *said)
{
	const char *at = strstr(said, "\"script.gp\"");
	const char *text = str_trim(arena, at ? at : said);
	size_t n = words_fit(text, 400);
	return n ? str_dup_n(arena, text, n) : "it said nothing";
}

static enum err_code draw(const struct plot *plot, const char *folder, const char **svg)
{
	static const char *const arguments[] = {
		"gnuplot", "--default-settings", "script.gp", NULL};
	struct context *ctx = plot->ctx;
	struct process_result done;
	enum err_code err = process_run(ctx,
		&(struct process){.arguments = arguments,
			.folder = folder,
			.limit_s = 60,
			.package = "gnuplot-nox"},
		&done);
	if (err)
		return err_prefix(ctx, "the picture \"%s\"", plot->name);
	if (done.status != 0)
		return err_set(ctx, ERR_IO,
			"the picture \"%s\": gnuplot failed (%s): %s", plot->name,
			done.how, complaint(ctx->arena, done.said));
	size_t n;
	const char *raw;
	err = file_read(ctx, str_printf(ctx->arena, "%s/figure.svg", folder), SVG_MOST,
		&raw, &n);
	if (err)
		return err_prefix(ctx, "the picture \"%s\"", plot->name);
	*svg = svg_tidy(ctx->arena, raw, plot->name);
	if (!*svg)
		return err_set(ctx, ERR_IO,
			"the picture \"%s\": gnuplot left half an SVG: %s", plot->name,
			complaint(ctx->arena, done.said));
	return ERR_OK;
}

enum err_code plot_run(struct plot *plot, const char **svg)
{
	struct context *ctx = plot->ctx;
	const char *root = getenv("TMPDIR");
	char *folder = str_printf(
		ctx->arena, "%s/lastseen-XXXXXX", str_empty(root) ? "/tmp" : root);
	enum err_code err = ERR_OK;
	interrupt_hold();
	if (!mkdtemp(folder)) {
		err = err_set(ctx, ERR_IO,
			"a temporary folder for pictures cannot be made: %s; set "
			"TMPDIR to a folder that can be written",
			strerror(errno));
	} else {
		err = write_files(plot, folder);
		if (!err)
			err = draw(plot, folder, svg);
		remove_all(plot, folder);
	}
	interrupt_release();
	return err;
}

enum err_code plot_version(struct context *ctx, const char **version)
{
	static const char *const arguments[] = {"gnuplot", "--version", NULL};
	struct process_result done;
	enum err_code err = process_run(ctx,
		&(struct process){.arguments = arguments,
			.folder = "/",
			.limit_s = 60,
			.package = "gnuplot-nox",
			.keep_output = true},
		&done);
	if (err)
		return err;
	const char *text = str_trim(ctx->arena, done.said);
	*version = str_starts(text, "gnuplot ") ? text + strlen("gnuplot ") : text;
	return ERR_OK;
}
