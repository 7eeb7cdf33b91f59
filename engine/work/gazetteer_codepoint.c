/* Code-Point Open as Ordnance Survey ships it: 120 CSV files without headers. */
#include "base/str.h"
#include "locate/codepoint.h"
#include "work/gazetteer_pieces.h"
#include "work/gazetteer_read.h"
#include <string.h>

struct reader {
	struct context *ctx;
	struct fill *fill;
	struct table *aside;
	struct progress bar;
	int64_t shown, done;
	uint64_t begun; /* bytes of the files before this one */
};

/* "ab.csv": the files are named after postcode areas; others are documents. */
static bool is_data(const struct piece *piece)
{
	const char *name = file_base(piece->name);
	size_t n = strcspn(name, ".");
	return n >= 1 && n <= 2 && str_equal_fold(name + n, ".csv");
}

static void set_aside(struct reader *r, const struct lines *lines, const char *reason,
	const char *text, size_t n)
{
	fill_set_aside(r->fill);
	if (r->shown++ >= SET_ASIDE_SHOWN)
		return;
	cell_text(r->aside, lines->name);
	cell_int(r->aside, lines->row);
	cell_text(r->aside, "");
	cell_text(r->aside, reason);
	cell_text(r->aside, str_dup_n(r->ctx->arena, text, n < 200 ? n : 200));
}

static enum err_code read_lines(struct reader *r, struct lines *lines)
{
	const char *text;
	size_t n = 0;
	struct codepoint row;
	for (;;) {
		enum err_code err = lines_next(lines, &text, &n);
		if (err || !text)
			return err;
		if (n == 0)
			continue;
		const char *reason = codepoint_parse(text, n, &row);
		if (reason)
			set_aside(r, lines, reason, text, n);
		else
			fill_postcode(r->fill, &row);
		if (lines->row % 8192 == 0)
			progress_step(&r->bar, r->begun + (uint64_t)lines->stream.done);
	}
}

static enum err_code read_piece(struct reader *r, const struct piece *piece)
{
	struct lines lines;
	enum err_code err = lines_open(r->ctx, piece->path, &lines);
	if (!err)
		err = read_lines(r, &lines);
	/* A mark of three bytes may stand in front. */
	if (!err && lines.stream.done + 3 < piece->bytes)
		err = err_at(r->ctx, ERR_DATA, (struct err_where){.file = lines.name},
			"is cut short; download the zip file again");
	lines_close(&lines);
	r->begun += (uint64_t)piece->bytes;
	return err;
}

static enum err_code read_pieces(
	struct reader *r, const struct piece *pieces, size_t n, uint64_t bytes)
{
	enum err_code err = ERR_OK;
	progress_begin(&r->bar, r->ctx, "reading postcodes", bytes);
	for (size_t i = 0; !err && i < n; i++)
		if (is_data(&pieces[i]))
			err = read_piece(r, &pieces[i]);
	progress_end(&r->bar);
	return err;
}

/* "COPYRIGHT DATE: 20140729" as an ISO date, "" where it isn't said. */
static const char *release_in(struct context *ctx, const char *text)
{
	const char *at = strstr(text, "COPYRIGHT DATE:");
	if (!at)
		return "";
	at += strlen("COPYRIGHT DATE:");
	at += strspn(at, " ");
	if (strspn(at, "0123456789") != 8)
		return "";
	return str_printf(ctx->arena, "%.4s-%.2s-%.2s", at, at + 4, at + 6);
}

static enum err_code find_release(
	struct context *ctx, const struct piece *pieces, size_t n, const char **release)
{
	struct lines lines;
	enum err_code err = ERR_OK;
	const char *text = "";
	size_t length = 0;
	*release = "";
	for (size_t i = 0; i < n; i++) {
		if (!str_equal_fold(file_base(pieces[i].name), "metadata.txt"))
			continue;
		err = lines_open(ctx, pieces[i].path, &lines);
		while (!err && text && !**release) {
			err = lines_next(&lines, &text, &length);
			if (!err && text)
				*release = release_in(
					ctx, str_dup_n(ctx->scratch, text, length));
		}
		lines_close(&lines);
		break;
	}
	return err;
}

enum err_code gazetteer_read_codepoint(struct context *ctx, struct gazetteer *g,
	const char *path, struct table *aside, struct gazetteer_file *file)
{
	struct reader r = {.ctx = ctx, .aside = aside};
	struct gazetteer_pieces p;
	enum err_code err = gazetteer_pieces_list(ctx, path, is_data,
		"holds no postcode files (ab.csv … ze.csv); give Code-Point Open as it "
		"was downloaded, or the folder it was unpacked to",
		&p);
	if (!err)
		err = find_release(ctx, p.all, p.n, &file->release);
	if (err)
		return err;
	file->name = p.facts.name;
	file->sha256 = str_dup(ctx->arena, p.facts.sha256);
	struct fill_source source = {.kind = "codepoint",
		.file = file->name,
		.sha256 = file->sha256,
		.release = file->release,
		.bytes = p.facts.bytes};
	err = fill_begin(g, &source, &r.fill, &file->result);
	if (err || file->result.already)
		return err;
	err = read_pieces(&r, p.all, p.n, p.bytes);
	if (err) {
		fill_abort(r.fill);
		return err;
	}
	return fill_finish(r.fill, &file->result);
}
