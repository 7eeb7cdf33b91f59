/* Any text as a place, alone and as the cells of a row, against a small gazetteer: what
 * comes out is a point of the grid or none, a confidence in 0 … 1, candidates in order,
 * and the same twice. */
#include "base/file.h"
#include "base/str.h"
#include "geo/project.h"
#include "locate/fill.h"
#include "locate/geocoder.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const listed[] = {"Flat A, 12 Ildrley Place, Skavermouth",
	"Flat B, 12 Ildrley Place, Skavermouth", "14 Ildrley Place, Skavermouth",
	"18-22 Ildrley Place, Skavermouth", "92-92A Ildrley Place, Skavermouth",
	"The Elms, Gelkane Road, Skavermouth",
	"Corvane Fried Chicken, 9 Gelkane Road, Skavermouth",
	"1 Station Road, Farrendale", "10 St. John's Rd, Skavermouth"};

static void must(enum err_code err)
{
	if (err)
		abort();
}

static void fill_in(struct context *ctx, const char *path)
{
	static const char hash[] =
		"0000000000000000000000000000000000000000000000000000000000000000";
	struct fill_source source = {
		.kind = "addresses", .file = "fuzz", .sha256 = hash, .release = ""};
	struct fill_result result;
	struct gazetteer *g;
	struct fill *fill;
	must(gazetteer_open(ctx, path, STORE_WRITE, &g));
	must(fill_begin(g, &source, &fill, &result));
	for (size_t i = 0; i < sizeof listed / sizeof *listed; i++)
		must(fill_address(fill, (int64_t)i + 1, listed[i],
			i < 5 ? "ZQ1 2AB" : "ZQ1 1BX",
			(struct point){463000 + 20.0 * (double)i, 813000}));
	must(fill_finish(fill, &result));
	source.kind = "opennames";
	must(fill_begin(g, &source, &fill, &result));
	must(fill_street(fill, "Quarr Lane", "ZQ1", "Skavermouth",
		(struct point){462000, 812000}, 300));
	must(fill_place(fill, "Skavermouth Central station", "the train station",
		"station", (struct point){462600, 813195}, 80));
	must(fill_finish(fill, &result));
	gazetteer_close(g);
}

/* One gazetteer for all inputs: making one takes longer than a thousand texts. */
static struct geocoder *geocoder_of(struct context *ctx)
{
	char path[] = "/tmp/fuzz_geocode-XXXXXX";
	struct gazetteer *g;
	struct geocoder *geocoder;
	int fd = mkstemp(path);
	if (fd < 0)
		abort();
	close(fd);
	unlink(path);
	fill_in(ctx, path);
	must(gazetteer_open(ctx, path, STORE_READ, &g));
	unlink(path);
	must(geocoder_create(ctx, g, NULL, &geocoder));
	return geocoder;
}

static void check(const struct location *l)
{
	if (!(l->confidence_01 >= 0 && l->confidence_01 <= 1) || !l->method)
		abort();
	if (l->kind != LOCATED_NONE &&
		(!in_british_grid(l->at.x_m, l->at.y_m) || !(l->precision_m > 0)))
		abort();
	for (size_t i = 1; i < l->candidates_n; i++)
		if (l->candidates[i].confidence_01 > l->candidates[i - 1].confidence_01)
			abort();
}

static void locate_twice(
	struct geocoder *geocoder, struct arena *arena, const struct mention *m)
{
	struct location a, b;
	must(geocoder_locate(geocoder, arena, m, &a));
	check(&a);
	must(geocoder_locate(geocoder, arena, m, &b));
	if (a.kind != b.kind || strcmp(a.method, b.method) != 0 ||
		a.confidence_01 != b.confidence_01 || a.candidates_n != b.candidates_n)
		abort();
}

/* The first seven lines as the cells of a row. */
static struct mention cells_of(char *text)
{
	char *cells[7] = {"", "", "", "", "", "", ""};
	for (int i = 0; i < 7 && text; i++) {
		cells[i] = text;
		text = strchr(text, '\n');
		if (text)
			*text++ = '\0';
	}
	return (struct mention){.address = cells[0],
		.postcode = cells[1],
		.easting = cells[2],
		.northing = cells[3],
		.lat = cells[4],
		.lon = cells[5],
		.uprn = cells[6]};
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct context ctx;
	static struct geocoder *geocoder;
	if (!geocoder) {
		context_init(&ctx);
		ctx.quiet = true;
		geocoder = geocoder_of(&ctx);
	}
	struct arena *arena = arena_create();
	char *text = str_dup_n(arena, (const char *)data, size);
	if (utf8_valid(text, strlen(text))) {
		struct mention whole = {.address = str_dup(arena, text)};
		locate_twice(geocoder, arena, &whole);
		struct mention row = cells_of(text);
		locate_twice(geocoder, arena, &row);
	}
	arena_free(arena);
	return 0;
}
