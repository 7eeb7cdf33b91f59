/* How well and how fast addresses are located: the share right, the surely wrong, and
 * whether a confidence is what it says.
 *
 *	bench_geocode [DIR [EDGE.yaml]]
 *
 * DIR holds a made-up case (fixtures-generate --output DIR --episodes 4000 gives some
 * 10,000 addresses; fixtures/case where none is given): gazetteer/addresses.csv,
 * gazetteer/places.csv, truth_addresses.csv. Left out: what hangs on other rows ("as
 * above", "home", a home's URN). EDGE.yaml: hard pairs, the first listed of each is the
 * truth.
 */
#define _DEFAULT_SOURCE
#include "base/file.h"
#include "base/str.h"
#include "clock.h"
#include "intake/csv.h"
#include "locate/fill.h"
#include "locate/geocoder.h"
#include "text/address.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define RIGHT_M 25.0
#define WRONG_M 100.0
#define SURE_01 0.9
#define BINS 10

static void must(struct context *ctx, enum err_code err)
{
	if (!err)
		return;
	fprintf(stderr, "bench_geocode: %s\n", ctx->error);
	exit(1);
}

static void each_row(struct context *ctx, const char *path,
	void (*take)(void *user, const struct csv_record *r), void *user)
{
	struct csv *csv;
	struct csv_record r;
	bool more = true;
	must(ctx, csv_open(ctx, path, ',', &csv));
	while (more) {
		must(ctx, csv_next(csv, &r, &more));
		if (more && r.row > 1 && r.cells_n > 1)
			take(user, &r);
	}
	csv_close(csv);
}

/* ---- the gazetteer ---- */

struct filler {
	struct context *ctx;
	struct gazetteer *gazetteer;
	struct fill *fill;
};

static void begin(struct filler *f, const char *kind)
{
	static const char hash[] =
		"0000000000000000000000000000000000000000000000000000000000000000";
	struct fill_source source = {
		.kind = kind, .file = "bench", .sha256 = hash, .release = ""};
	struct fill_result result;
	must(f->ctx, fill_begin(f->gazetteer, &source, &f->fill, &result));
}

static void finish(struct filler *f)
{
	struct fill_result result;
	must(f->ctx, fill_finish(f->fill, &result));
}

static void take_address(void *user, const struct csv_record *r)
{
	struct filler *f = user;
	struct point at = {atof(r->cells[3]), atof(r->cells[4])};
	must(f->ctx, fill_address(f->fill, atoll(r->cells[0]), r->cells[1], r->cells[2],
			     at));
}

static void take_place(void *user, const struct csv_record *r)
{
	struct filler *f = user;
	struct point at = {atof(r->cells[3]), atof(r->cells[4])};
	must(f->ctx, fill_place(f->fill, r->cells[0], r->cells[1], r->cells[2], at,
			     atof(r->cells[5])));
}

static void open_to_read(struct filler *f, const char *path, struct geocoder **geocoder)
{
	gazetteer_close(f->gazetteer);
	must(f->ctx, gazetteer_open(f->ctx, path, STORE_READ, &f->gazetteer));
	must(f->ctx, geocoder_create(f->ctx, f->gazetteer, NULL, geocoder));
}

/* ---- the truth ---- */

struct measured {
	struct context *ctx;
	struct geocoder *geocoder;
	size_t n, left_out, doors, doors_right, sure, surely_wrong;
	size_t in_bin[BINS], right_in_bin[BINS];
	double said_in_bin[BINS], spent_s;
	bool verbose;
};

enum {
	FILE_NAME,
	ROW,
	REF,
	ROLE,
	ADDRESS,
	POSTCODE,
	EAST,
	NORTH,
	LAT,
	LON,
	CELL_UPRN,
	URN,
	STYLE,
	EXPECT,
	TRUE_UPRN,
	TRUE_EAST,
	TRUE_NORTH,
	TRUTH_N
};

static void tell(const struct measured *m, const struct csv_record *r,
	const struct location *l, double away_m)
{
	if (m->verbose)
		printf("  %s, %s [%s, %s]: %s %.2f, %.0f m away, known to %.0f m\n",
			r->cells[ADDRESS], r->cells[POSTCODE], r->cells[STYLE],
			r->cells[EXPECT], l->method, l->confidence_01, away_m,
			l->precision_m);
}

static void judge(struct measured *m, const struct csv_record *r,
	const struct location *l, double away_m)
{
	bool door = str_equal(r->cells[EXPECT], "building");
	bool located = l->kind != LOCATED_NONE;
	bool right = located && away_m <= fmax(RIGHT_M, l->precision_m);
	bool at_door = located && away_m <= RIGHT_M;
	m->n++;
	m->doors += door;
	m->doors_right += door && at_door;
	if (door && !at_door)
		tell(m, r, l, away_m);
	if (!located)
		return;
	size_t bin = (size_t)fmin(BINS - 1, floor(l->confidence_01 * BINS));
	m->in_bin[bin]++;
	m->right_in_bin[bin] += right;
	m->said_in_bin[bin] += l->confidence_01;
	m->sure += l->confidence_01 >= SURE_01;
	if (l->confidence_01 >= SURE_01 && away_m > fmax(WRONG_M, l->precision_m)) {
		m->surely_wrong++;
		tell(m, r, l, away_m);
	}
}

static void take_truth(void *user, const struct csv_record *r)
{
	struct measured *m = user;
	struct location l;
	if (r->cells_n < TRUTH_N)
		return;
	enum address_special special = address_special(r->cells[ADDRESS]);
	bool elsewhere = special == ADDRESS_AS_ABOVE || special == ADDRESS_HOME ||
			 special == ADDRESS_PLACEMENT || *r->cells[URN];
	if (elsewhere || !*r->cells[TRUE_EAST]) {
		m->left_out++;
		return;
	}
	struct mention mention = {.address = r->cells[ADDRESS],
		.postcode = r->cells[POSTCODE],
		.easting = r->cells[EAST],
		.northing = r->cells[NORTH],
		.lat = r->cells[LAT],
		.lon = r->cells[LON],
		.uprn = r->cells[CELL_UPRN]};
	struct arena *arena = arena_create();
	double begun_s = now_s();
	must(m->ctx, geocoder_locate(m->geocoder, arena, &mention, &l));
	m->spent_s += now_s() - begun_s;
	struct point truth = {atof(r->cells[TRUE_EAST]), atof(r->cells[TRUE_NORTH])};
	judge(m, r, &l, point_distance_m(l.at, truth));
	arena_free(arena);
}

static void report(const struct measured *m)
{
	printf("%zu places (%zu hang on other rows and are left out), %.0f a second\n",
		m->n, m->left_out, (double)m->n / m->spent_s);
	printf("of %zu whose address is in the gazetteer, within %.0f m: %.2f %%\n",
		m->doors, RIGHT_M, 100.0 * (double)m->doors_right / (double)m->doors);
	printf("confidence %.1f or more: %zu; wrong by over %.0f m and over their "
	       "precision: %zu (%.2f %% of all)\n",
		SURE_01, m->sure, WRONG_M, m->surely_wrong,
		100.0 * (double)m->surely_wrong / (double)m->n);
	printf("confidence      n   said  right\n");
	for (int b = 0; b < BINS; b++)
		if (m->in_bin[b] > 0)
			printf("%.1f to %.1f  %5zu  %5.3f  %5.3f\n", b / 10.0,
				(b + 1) / 10.0, m->in_bin[b],
				m->said_in_bin[b] / (double)m->in_bin[b],
				(double)m->right_in_bin[b] / (double)m->in_bin[b]);
}

static void measure(
	struct context *ctx, const char *dir, const char *path, bool verbose)
{
	struct filler f = {.ctx = ctx};
	struct measured m = {.ctx = ctx, .verbose = verbose};
	must(ctx, gazetteer_open(ctx, path, STORE_WRITE, &f.gazetteer));
	begin(&f, "addresses");
	each_row(ctx, str_printf(ctx->arena, "%s/gazetteer/addresses.csv", dir),
		take_address, &f);
	finish(&f);
	begin(&f, "places");
	each_row(ctx, str_printf(ctx->arena, "%s/gazetteer/places.csv", dir),
		take_place, &f);
	finish(&f);
	open_to_read(&f, path, &m.geocoder);
	each_row(ctx, str_printf(ctx->arena, "%s/truth_addresses.csv", dir), take_truth,
		&m);
	report(&m);
	geocoder_free(m.geocoder);
	gazetteer_close(f.gazetteer);
	unlink(path);
}

/* ---- hard pairs ---- */

#define PAIR_MOST 64
/* So far apart that the nearest listed point says which was meant. */
#define APART_M 500.0

struct pair {
	const char *texts[PAIR_MOST]; /* address, postcode, address, postcode … */
	size_t n;
};

static size_t nearest(struct point at, size_t listed)
{
	for (size_t i = 0; i < listed; i++)
		if (fabs(at.x_m - 400000 - APART_M * (double)i) < 1)
			return i;
	return SIZE_MAX;
}

/* Which of the listed comes first: the location, or else the best candidate. */
static size_t first_of(const struct location *l, size_t listed)
{
	size_t at = l->kind == LOCATED_NONE ? SIZE_MAX : nearest(l->at, listed);
	if (at == SIZE_MAX && l->candidates_n > 0)
		at = nearest(l->candidates[0].at, listed);
	return at;
}

static void try_pair(struct context *ctx, const struct pair *p, const char *path,
	size_t *right, size_t *below)
{
	struct filler f = {.ctx = ctx};
	struct geocoder *geocoder;
	struct location l;
	size_t listed = p->n / 2 - 1;
	must(ctx, gazetteer_open(ctx, path, STORE_WRITE, &f.gazetteer));
	begin(&f, "addresses");
	for (size_t i = 0; i < listed; i++)
		must(ctx,
			fill_address(f.fill, (int64_t)i + 1, p->texts[2 * i + 2],
				p->texts[2 * i + 3],
				(struct point){400000 + APART_M * (double)i, 400000}));
	finish(&f);
	open_to_read(&f, path, &geocoder);
	struct mention mention = {.address = p->texts[0], .postcode = p->texts[1]};
	must(ctx, geocoder_locate(geocoder, ctx->arena, &mention, &l));
	bool good = first_of(&l, listed) == 0;
	*right += good;
	*below += !good && l.confidence_01 < SURE_01;
	if (!good)
		printf("  %s: %s, %.2f, %s\n", p->texts[0], l.method, l.confidence_01,
			l.match ? l.match : "-");
	geocoder_free(geocoder);
	gazetteer_close(f.gazetteer);
	unlink(path);
}

/* The quoted texts between one messy_address and the next; comments left out. */
static const char *next_pair(struct context *ctx, const char *text, struct pair *p)
{
	const char *at = strstr(text, "messy_address:");
	*p = (struct pair){0};
	if (!at)
		return NULL;
	at += strlen("messy_address:");
	const char *end = strstr(at, "messy_address:");
	end = end ? end : at + strlen(at);
	while (at < end && p->n < PAIR_MOST) {
		if (*at == '#')
			at += strcspn(at, "\n");
		if (*at != '"') {
			at++;
			continue;
		}
		size_t n = strcspn(at + 1, "\"");
		p->texts[p->n++] = str_dup_n(ctx->arena, at + 1, n);
		at += n + 2;
	}
	return end;
}

static void hard_pairs(struct context *ctx, const char *yaml, const char *path)
{
	const char *text;
	size_t bytes, n = 0, right = 0, below = 0;
	struct pair p;
	must(ctx, file_read(ctx, yaml, (size_t)1 << 20, &text, &bytes));
	while ((text = next_pair(ctx, text, &p)) != NULL) {
		if (p.n < 4)
			continue;
		n++;
		try_pair(ctx, &p, path, &right, &below);
	}
	printf("hard pairs: %zu of %zu have the true one first; of the %zu others %zu "
	       "are below %.1f\n",
		right, n, n - right, below, SURE_01);
}

int main(int argc, char **argv)
{
	struct context ctx;
	char path[] = "bench_geocode-XXXXXX";
	context_init(&ctx);
	int fd = mkstemp(path);
	if (fd < 0)
		return 1;
	close(fd);
	unlink(path);
	measure(&ctx, argc > 1 ? argv[1] : "fixtures/case", path,
		getenv("BENCH_VERBOSE") != NULL);
	if (argc > 2)
		hard_pairs(&ctx, argv[2], path);
	context_release(&ctx);
	return 0;
}
