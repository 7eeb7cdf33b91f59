#include "work/gazetteer_csv.h"
#include "base/str.h"
#include "text/gridref.h"
#include "text/quantity.h"
#include "work/gazetteer_pieces.h"
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

const char *csv_value(const struct gazetteer_csv *c, size_t column)
{
	size_t i = c->at[column];
	if (i >= c->record.cells_n)
		return "";
	const char *text = c->record.cells[i];
	return text + strspn(text, " \t");
}

const char *csv_point(const struct gazetteer_csv *c, size_t easting, size_t northing,
	struct point *at)
{
	const char *e = csv_value(c, easting), *n = csv_value(c, northing);
	if (!*e || !*n)
		return "has no easting or no northing";
	if (!real_parse(e, &at->x_m) || !real_parse(n, &at->y_m))
		return "easting or northing are no numbers";
	if (!(at->x_m >= 0 && at->x_m <= GRID_EAST_MAX_M && at->y_m >= 0 &&
		    at->y_m <= GRID_NORTH_MAX_M))
		return "easting or northing are outside the National Grid";
	return NULL;
}

int64_t csv_uprn(const char *text)
{
	int64_t value = 0;
	size_t n = strspn(text, "0123456789");
	if (n == 0 || n > 12 || text[n + strspn(text + n, " ")])
		return 0;
	for (size_t i = 0; i < n; i++)
		value = value * 10 + (text[i] - '0');
	return value;
}

/* A column's name as csv_column writes it: lower case letters and figures. */
static void fold(const char *text, char folded[64])
{
	size_t n = 0;
	for (; *text && n < 63; text++)
		if (isalnum((unsigned char)*text))
			folded[n++] = (char)tolower((unsigned char)*text);
	folded[n] = '\0';
}

/* How many `|` stand before the name among the names; SIZE_MAX where it isn't there. */
static size_t rank_of(const char *names, const char *name)
{
	size_t rank = 0, n = strlen(name);
	for (const char *at = names; *at; rank++) {
		size_t m = strcspn(at, "|");
		if (m == n && n > 0 && strncmp(at, name, n) == 0)
			return rank;
		at += m + (at[m] == '|');
	}
	return SIZE_MAX;
}

/* The column whose name is the first of the wanted ones. */
static size_t find(const struct csv_record *header, const char *names)
{
	size_t found = SIZE_MAX, best = SIZE_MAX;
	char folded[64];
	for (size_t i = 0; i < header->cells_n; i++) {
		fold(header->cells[i], folded);
		size_t rank = rank_of(names, folded);
		if (rank < best) {
			best = rank;
			found = i;
		}
	}
	return found;
}

/* The name of the first required column that the header has not, NULL: none. */
static const char *bind(const struct csv_product *p, const struct csv_record *header,
	size_t at[CSV_COLUMNS_MOST])
{
	const char *missing = NULL;
	for (size_t i = 0; i < p->columns_n; i++) {
		at[i] = find(header, p->columns[i].names);
		if (at[i] == SIZE_MAX && p->columns[i].required && !missing)
			missing = p->columns[i].names;
	}
	return missing;
}

static void by_place(struct gazetteer_csv *c)
{
	for (size_t i = 0; i < c->product->columns_n; i++)
		c->at[i] = c->product->columns[i].place;
}

static void set_aside(struct gazetteer_csv *c, const char *reason)
{
	struct arena *arena = c->ctx->arena;
	fill_set_aside(c->fill);
	if (c->shown++ >= SET_ASIDE_SHOWN)
		return;
	cell_text(c->aside, c->name);
	cell_int(c->aside, c->record.row);
	cell_text(c->aside, "");
	cell_text(c->aside, reason);
	cell_text(c->aside, str_dup_n(arena, str_or_empty(c->record.raw),
				    strnlen(str_or_empty(c->record.raw), 200)));
}

static enum err_code take_row(struct gazetteer_csv *c)
{
	const char *reason = c->record.fault;
	enum err_code err = ERR_OK;
	if (c->record.cells_n == 0 && !reason)
		return ERR_OK;
	if (!reason)
		err = c->product->take(c, &reason);
	if (!err && reason)
		set_aside(c, reason);
	return err;
}

/* Row 1: a header, or the first of the rows where the product has none. */
static enum err_code first_row(struct gazetteer_csv *c)
{
	size_t at[CSV_COLUMNS_MOST];
	const char *missing = bind(c->product, &c->record, at);
	if (missing && c->product->headerless)
		return take_row(c);
	if (missing)
		return err_at(c->ctx, ERR_DATA,
			(struct err_where){.file = c->name, .row = 1},
			"has no column %s (its names in one release or another); is it "
			"the %s file?",
			missing, c->product->kind);
	memcpy(c->at, at, sizeof at);
	return ERR_OK;
}

static enum err_code read_rows(struct gazetteer_csv *c, struct csv *csv)
{
	bool more = true, first = true;
	enum err_code err = ERR_OK;
	while (!err) {
		err = csv_next(csv, &c->record, &more);
		if (err || !more)
			break;
		err = first ? first_row(c) : take_row(c);
		first = false;
		if (c->record.row % 8192 == 0)
			progress_step(&c->bar, c->begun + (uint64_t)csv_position(csv));
	}
	return err;
}

static enum err_code read_piece(struct gazetteer_csv *c, const struct piece *piece)
{
	struct csv *csv = NULL;
	c->name = file_base(piece->name);
	enum err_code err = csv_open(c->ctx, piece->path, ',', &csv);
	if (err)
		return err;
	err = read_rows(c, csv);
	/* A mark of three bytes may stand in front. */
	if (!err && csv_position(csv) + 3 < piece->bytes)
		err = err_at(c->ctx, ERR_DATA, (struct err_where){.file = c->name},
			"is cut short; download the file again");
	csv_close(csv);
	c->begun += (uint64_t)piece->bytes;
	return err;
}

/* Columns of a product without a header, where a document beside it names them. */
static enum err_code read_header(
	struct gazetteer_csv *c, const struct gazetteer_pieces *p)
{
	enum err_code err = ERR_OK;
	for (size_t i = 0; !err && i < p->n; i++) {
		struct csv *csv = NULL;
		bool more = false;
		if (!str_ends(p->all[i].name, "_Header.csv"))
			continue;
		err = csv_open(c->ctx, p->all[i].path, ',', &csv);
		if (!err)
			err = csv_next(csv, &c->record, &more);
		size_t at[CSV_COLUMNS_MOST];
		if (!err && more && !bind(c->product, &c->record, at))
			memcpy(c->at, at, sizeof at);
		csv_close(csv);
	}
	return err;
}

/* "ONSPD_FEB_2024_UK.csv" 2024-02, "osopenuprn_202403.csv" 2024-03; "" where the name
 * says none. */
static const char *release_of(struct arena *arena, const char *name)
{
	static const char *const months[] = {"JAN", "FEB", "MAR", "APR", "MAY", "JUN",
		"JUL", "AUG", "SEP", "OCT", "NOV", "DEC"};
	const char *upper = str_upper(arena, name);
	for (const char *p = upper; *p; p++) {
		size_t n = strspn(p, "0123456789");
		if (n == 6 && strncmp(p, "20", 2) == 0 && atoi(p + 4) >= 1 &&
			atoi(p + 4) <= 12)
			return str_printf(arena, "%.4s-%.2s", p, p + 4);
		p += n > 0 ? n - 1 : 0;
	}
	for (int m = 0; m < 12; m++) {
		const char *at = strstr(upper, months[m]);
		if (at && at > upper && at[-1] == '_' && at[3] == '_' &&
			strspn(at + 4, "0123456789") == 4)
			return str_printf(arena, "%.4s-%02d", at + 4, m + 1);
	}
	return "";
}

static enum err_code read_pieces(
	struct gazetteer_csv *c, const struct gazetteer_pieces *p)
{
	enum err_code err = ERR_OK;
	progress_begin(&c->bar, c->ctx, "reading", p->bytes);
	by_place(c);
	if (c->product->headerless && p->n > 1)
		err = read_header(c, p);
	for (size_t i = 0; !err && i < p->n; i++)
		if (p->n == 1 || c->product->has_data(&p->all[i]))
			err = read_piece(c, &p->all[i]);
	progress_end(&c->bar);
	return err;
}

static const char *find_release(struct context *ctx, const struct csv_product *p,
	const struct gazetteer_pieces *in)
{
	const char *release = release_of(ctx->arena, in->facts.name);
	for (size_t i = 0; i < in->n && !*release; i++)
		if (p->has_data(&in->all[i]))
			release = release_of(ctx->arena, file_base(in->all[i].name));
	return release;
}

enum err_code gazetteer_read_csv(struct context *ctx, struct gazetteer *g,
	const struct csv_product *product, const char *path, struct table *aside,
	struct gazetteer_file *file)
{
	struct gazetteer_pieces p;
	struct gazetteer_csv c = {.ctx = ctx, .product = product, .aside = aside};
	enum err_code err =
		gazetteer_pieces_list(ctx, path, product->has_data, product->wants, &p);
	if (err)
		return err;
	file->name = p.facts.name;
	file->sha256 = str_dup(ctx->arena, p.facts.sha256);
	file->release = find_release(ctx, product, &p);
	struct fill_source source = {.kind = product->kind,
		.file = file->name,
		.sha256 = file->sha256,
		.release = file->release,
		.bytes = p.facts.bytes};
	err = fill_begin(g, &source, &c.fill, &file->result);
	if (err || file->result.already)
		return err;
	err = read_pieces(&c, &p);
	if (!err)
		return fill_finish(c.fill, &file->result);
	fill_abort(c.fill);
	return err;
}

enum err_code csv_product_fits(struct context *ctx, const struct csv_product *product,
	const char *path, bool *fits)
{
	struct csv *csv = NULL;
	struct csv_record header;
	size_t at[CSV_COLUMNS_MOST];
	bool more = false;
	*fits = false;
	if (!str_ends(path, ".csv") && !str_ends(path, ".CSV"))
		return ERR_OK;
	enum err_code err = csv_open(ctx, path, ',', &csv);
	if (!err)
		err = csv_next(csv, &header, &more);
	*fits = !err && more && !bind(product, &header, at);
	csv_close(csv);
	return err;
}
