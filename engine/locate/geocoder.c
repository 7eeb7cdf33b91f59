#include "locate/geocoder.h"
#include "base/str.h"
#include "locate/evidence.h"
#include "locate/postcode_key.h"
#include <math.h>
#include <string.h>

enum err_code geocoder_create(struct context *ctx, struct gazetteer *gazetteer,
	const char *grid, struct geocoder **out)
{
	struct geocoder *g = arena_new(ctx->arena, struct geocoder);
	g->ctx = ctx;
	g->gazetteer = gazetteer;
	enum err_code err = projection_create_gb(ctx, &g->projection, EPSG_WGS84, grid);
	*out = err ? NULL : g;
	return err;
}

void geocoder_free(struct geocoder *g)
{
	if (g)
		projection_free(g->projection);
}

const struct projection_info *geocoder_projection(const struct geocoder *g)
{
	return projection_info(g->projection);
}

void geocoder_lonlat(struct geocoder *g, size_t n, const double *x_m, const double *y_m,
	double *lon_deg, double *lat_deg)
{
	project_inverse(g->ctx, g->projection, n, x_m, y_m, lon_deg, lat_deg, NULL);
}

enum own_place geocoder_own_place(const struct mention *m)
{
	switch (address_special(str_or_empty(m->address))) {
	case ADDRESS_HOME:
		return OWN_HOME;
	case ADDRESS_PLACEMENT:
		return OWN_PLACEMENT;
	default:
		return OWN_NONE;
	}
}

/* The readings of one row, in order of precedence. An address text may give two: its
 * own postcode's and the column's. */
struct row {
	struct geocoder *g;
	struct arena *out;
	const struct mention *m;
	const char *text;     /* the address, without what was read from it already */
	struct postcode unit; /* the postcode that the row goes by; kind NONE: none */
	struct reading readings[EVIDENCE_KINDS + 4];
	size_t n;
};

static void add(struct row *row, struct reading r)
{
	size_t at = row->n++;
	while (at > 0 && row->readings[at - 1].evidence > r.evidence) {
		row->readings[at] = row->readings[at - 1];
		at--;
	}
	row->readings[at] = r;
}

static void add_none(struct row *row, enum evidence evidence, const char *method)
{
	add(row, (struct reading){evidence, location_none(method)});
}

static enum err_code read_columns(struct row *row)
{
	const struct mention *m = row->m;
	struct reading r = {.evidence = EVIDENCE_UPRN};
	enum err_code err = ERR_OK;
	if (!str_empty(m->uprn)) {
		err = read_uprn(row->g, row->out, m->uprn, &r.location);
		add(row, r);
	}
	if (!err && !str_empty(m->easting) && !str_empty(m->northing)) {
		r = (struct reading){.evidence = EVIDENCE_GRID};
		read_eastnorth(row->out, m->easting, m->northing, &r.location);
		add(row, r);
	}
	if (!err && !str_empty(m->lat) && !str_empty(m->lon)) {
		r = (struct reading){.evidence = EVIDENCE_LATLON};
		err = read_latlon(row->g, row->out, m->lat, m->lon, &r.location);
		add(row, r);
	}
	if (!err && m->home)
		add(row, (struct reading){EVIDENCE_HOME, *m->home});
	return err;
}

/* A postcode that can't be read: what O and 0 put right would give is proposed. */
static enum err_code read_broken(
	struct row *row, const char *text, const struct postcode *written)
{
	struct reading r = {EVIDENCE_POSTCODE, location_none(postcode_reason(text))};
	struct postcode meant;
	enum err_code err = ERR_OK;
	if (postcode_parse(written->suggested, &meant) == POSTCODE_UNIT) {
		struct location other;
		err = read_postcode(row->g, row->out, &meant, &other);
		other.confidence_01 *= 0.8;
		if (!err)
			location_propose_all(row->out, &r.location, &other,
				"if a letter and a figure were mixed up");
	}
	add(row, r);
	return err;
}

static enum err_code add_postcode(struct row *row, const struct postcode *p)
{
	struct reading r = {.evidence = EVIDENCE_POSTCODE};
	enum err_code err = read_postcode(row->g, row->out, p, &r.location);
	add(row, r);
	return err;
}

static enum err_code add_address(
	struct row *row, const struct address *a, const struct postcode *unit)
{
	struct reading r = {.evidence = EVIDENCE_ADDRESS};
	enum err_code err =
		read_address(row->g, row->out, row->text, a, unit, &r.location);
	add(row, r);
	return err;
}

/* A text without a unit postcode; a sector or district stands in the postcode's cell,
 * or at the end of the text. */
static enum err_code add_words(struct row *row, const char *text,
	const struct address *a, const struct postcode *area, enum evidence evidence)
{
	struct reading r = {.evidence = evidence};
	enum err_code err = read_words(row->g, row->out, text, a, area, &r.location);
	add(row, r);
	return err;
}

static enum err_code read_area_text(struct row *row)
{
	struct postcode area;
	const char *rest;
	enum err_code err = find_area(row->g, row->text, &area, &rest);
	if (err)
		return err;
	struct address a = address_parse(row->g->ctx->scratch, rest);
	row->unit = area;
	return add_words(row, rest, &a, &area, EVIDENCE_TEXT);
}

static enum err_code read_place_text(struct row *row, const struct postcode *column)
{
	struct address a = address_parse(row->g->ctx->scratch, row->text);
	bool in_text = a.postcode.kind == POSTCODE_UNIT;
	enum err_code err;
	switch (column->kind) {
	case POSTCODE_UNIT:
		row->unit = *column;
		if (!in_text || str_equal(a.postcode.unit, column->unit))
			return add_address(row, &a, column);
		err = add_address(row, &a, &a.postcode);
		return err ? err : add_postcode(row, column);
	case POSTCODE_SECTOR:
	case POSTCODE_DISTRICT:
		row->unit = *column;
		if (in_text) {
			err = add_address(row, &a, &a.postcode);
			return err ? err : add_postcode(row, column);
		}
		return add_words(row, row->text, &a, column, EVIDENCE_ADDRESS);
	case POSTCODE_NONE:
		break;
	}
	if (!in_text)
		return read_area_text(row);
	row->unit = a.postcode;
	return add_address(row, &a, &a.postcode);
}

/* Where "UPRN" stands in a text, in any case, or NULL. */
static const char *uprn_word(const char *text)
{
	for (const char *p = text; *p; p++)
		if ((p[0] | 0x20) == 'u' && (p[1] | 0x20) == 'p' &&
			(p[2] | 0x20) == 'r' && (p[3] | 0x20) == 'n')
			return p;
	return NULL;
}

/* "UPRN 100012345678" anywhere, or figures alone that the gazetteer knows as one. */
static enum err_code read_uprn_text(struct row *row, bool *is)
{
	const char *text = row->text, *said = uprn_word(text);
	const char *figures = said ? said + 4 : text;
	figures += strspn(figures, " :#=.");
	if (said && (strncmp(figures, "No", 2) == 0 || strncmp(figures, "no", 2) == 0))
		figures += 2 + strspn(figures + 2, " :#=.");
	size_t n = strspn(figures, "0123456789");
	*is = false;
	if (n == 0 || n > 18 || (!said && (n < 6 || figures[n])))
		return ERR_OK;
	struct arena *scratch = row->g->ctx->scratch;
	struct reading r = {.evidence = EVIDENCE_UPRN};
	enum err_code err = read_uprn(
		row->g, row->out, str_dup_n(scratch, figures, n), &r.location);
	if (err || (!said && r.location.kind == LOCATED_NONE))
		return err;
	add(row, r);
	row->text = said ? str_printf(scratch, "%.*s, %s", (int)(said - text), text,
				   figures + n)
			 : "";
	*is = address_special(row->text) != ADDRESS_PLACE ||
	      !row->text[strspn(row->text, " ,.;()[]")];
	return ERR_OK;
}

/* A coordinate that is the text or stands in it; *is: nothing else is left. */
static enum err_code read_coordinate_text(struct row *row, bool *is)
{
	struct reading r;
	const char *rest = "";
	enum err_code err = read_coordinate(row->g, row->out, row->text, is, &r);
	if (err || *is) {
		if (*is)
			add(row, r);
		return err;
	}
	err = read_coordinate_in(row->g, row->out, row->text, is, &r, &rest);
	if (err || !*is)
		return err;
	add(row, r);
	row->text = rest;
	*is = address_special(rest) != ADDRESS_PLACE || !rest[strspn(rest, " ,.;()[]")];
	return ERR_OK;
}

static void read_special(struct row *row, enum address_special special)
{
	const struct mention *m = row->m;
	switch (special) {
	case ADDRESS_EMPTY:
	case ADDRESS_PLACE:
		break;
	case ADDRESS_NO_ABODE:
		add_none(row, EVIDENCE_TEXT, "no fixed abode");
		break;
	case ADDRESS_UNKNOWN:
		add_none(row, EVIDENCE_TEXT, "said to be not known");
		break;
	case ADDRESS_AS_ABOVE:
		if (m->above)
			add(row, (struct reading){EVIDENCE_TEXT, *m->above});
		else
			add_none(row, EVIDENCE_TEXT,
				"as above, but no place stands before it");
		break;
	case ADDRESS_HOME:
		if (m->own)
			add(row, (struct reading){EVIDENCE_TEXT, *m->own});
		else
			add_none(row, EVIDENCE_TEXT, "home, but no home is known");
		break;
	case ADDRESS_PLACEMENT:
		if (m->own)
			add(row, (struct reading){EVIDENCE_TEXT, *m->own});
		else
			add_none(row, EVIDENCE_TEXT,
				"placement, but no placement is known");
		break;
	}
}

static enum err_code read_texts(struct row *row)
{
	const struct mention *m = row->m;
	struct postcode column;
	bool is = false;
	enum err_code err = ERR_OK;
	postcode_parse(m->postcode, &column);
	if (!str_empty(m->postcode) && column.kind == POSTCODE_NONE &&
		address_special(m->postcode) == ADDRESS_PLACE)
		err = read_broken(row, m->postcode, &column);
	enum address_special special = address_special(str_or_empty(m->address));
	row->unit = column;
	row->text = m->address;
	if (special == ADDRESS_PLACE) {
		if (!err)
			err = read_uprn_text(row, &is);
		if (!err && !is)
			err = read_coordinate_text(row, &is);
		struct postcode whole;
		if (!err && !is && postcode_parse(row->text, &whole) == POSTCODE_NONE &&
			*whole.suggested)
			return read_broken(row, row->text, &whole);
		if (err || !is)
			return err ? err : read_place_text(row, &column);
	} else {
		read_special(row, special);
	}
	return !err && column.kind != POSTCODE_NONE ? add_postcode(row, &column) : err;
}

/* Another part of the row puts an address where the coordinates are. */
static bool is_address(const struct row *row, struct point at)
{
	for (size_t i = 0; i < row->n; i++) {
		const struct location *l = &row->readings[i].location;
		if ((l->kind == LOCATED_ADDRESS || l->kind == LOCATED_UPRN) &&
			point_distance_m(l->at, at) <= l->precision_m)
			return true;
	}
	return false;
}

/* Coordinates that are those of Code-Point for the row's own postcode were looked up
 * from it: they are no more precise. */
static enum err_code coarsen(struct row *row, struct reading *r)
{
	struct gazetteer_area area;
	bool coordinate =
		r->evidence == EVIDENCE_GRID || r->evidence == EVIDENCE_LATLON;
	if (!coordinate || r->location.kind != LOCATED_COORDINATE || !row->g->gazetteer)
		return ERR_OK;
	enum err_code err =
		gazetteer_area(row->g->gazetteer, postcode_key(&row->unit), &area);
	if (err || !area.located || area.quality == 0)
		return err;
	double error_m = 1 + r->location.accuracy_m;
	if (point_distance_m(area.at, r->location.at) > error_m ||
		r->location.precision_m >= area.precision_m ||
		is_address(row, r->location.at))
		return ERR_OK;
	r->location.precision_m = area.precision_m;
	r->location.method =
		str_printf(row->out, "%s, those of its postcode", r->location.method);
	return ERR_OK;
}

/* A text that is a unit postcode alone, the commonest of all, needs no more. */
static bool only_postcode(const struct mention *m, struct postcode *p)
{
	bool no_address = str_empty(m->address), no_postcode = str_empty(m->postcode);
	if (no_address == no_postcode || !str_empty(m->uprn) ||
		!str_empty(m->easting) || !str_empty(m->northing) ||
		!str_empty(m->lat) || !str_empty(m->lon) || m->home)
		return false;
	return postcode_parse(no_address ? m->postcode : m->address, p) ==
	       POSTCODE_UNIT;
}

enum err_code geocoder_locate(struct geocoder *g, struct arena *arena,
	const struct mention *mention, struct location *l)
{
	struct row row = {.g = g, .out = arena, .m = mention};
	if (only_postcode(mention, &row.unit))
		return read_postcode(g, arena, &row.unit, l);
	struct arena_mark mark = arena_mark(g->ctx->scratch);
	enum err_code err = read_columns(&row);
	if (!err)
		err = read_texts(&row);
	for (size_t i = 0; !err && i < row.n; i++)
		err = coarsen(&row, &row.readings[i]);
	if (!err)
		*l = weigh(arena, row.readings, row.n);
	arena_reset(g->ctx->scratch, mark);
	return err;
}
