/* How fast addresses are located in a gazetteer of a country's size, all made up:
 * 1,684,769 postcodes (as many as Code-Point Open has) and 1,000,000 addresses.
 *
 *	bench_geocode_scale [POSTCODES ADDRESSES]
 *
 * Prints the time to load, the size of the file, and how many texts are located a second
 * of processor time on one core: clean ones, and messy ones (no commas, no postcode, a
 * slip, remarks, a district only).
 */
#define _DEFAULT_SOURCE
#include "base/file.h"
#include "base/str.h"
#include "clock.h"
#include "locate/fill.h"
#include "locate/geocoder.h"
#include "locate/postcode_key.h"
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define POSTCODES 1684769
#define ADDRESSES 1000000
#define HOUSES 15       /* of a postcode */
#define TEXTS 50000     /* of each kind */
#define LATTICE_M 400.0 /* between postcodes */
#define LATTICE_N 1298  /* in a row */
#define TOWN_ROWS 30    /* postcodes across a town */

static void must(struct context *ctx, enum err_code err)
{
	if (!err)
		return;
	fprintf(stderr, "bench_geocode_scale: %s\n", ctx->error);
	exit(1);
}

static double processor_s(void)
{
	return (double)clock() / CLOCKS_PER_SEC;
}

/* ---- the country ---- */

static void unit_text(size_t k, char text[POSTCODE_TEXT_MAX])
{
	static const char letters[] = "ABDEFGHJLNPQRSTUWXYZ";
	size_t area = k / 40000;
	snprintf(text, POSTCODE_TEXT_MAX, "%c%c%zu %zu%c%c", (char)('A' + area / 20),
		letters[area % 20], k / 4000 % 10 + 1, k / 400 % 10,
		letters[k / 20 % 20], letters[k % 20]);
}

static struct point unit_at(size_t k)
{
	return (struct point){20000 + LATTICE_M * (double)(k % LATTICE_N),
		20000 + LATTICE_M * (double)(k / LATTICE_N)};
}

static const char *syllables(struct arena *arena, uint64_t seed)
{
	static const char *const parts[] = {"bar", "cor", "dun", "el", "fen", "gar",
		"hol", "ister", "kel", "lan", "mor", "nor", "os", "pen", "quil", "ros",
		"sel", "tor", "ul", "ver", "wex", "yar"};
	static const char *const ends[] = {"ton", "by", "ham", "ford", "leigh", "well",
		"thorpe", "wick", "stead", "field", "mere", "worth"};
	struct stream s = stream_make(seed, 5, 0);
	size_t a = stream_below(&s, 22), b = stream_below(&s, 22);
	char *text = str_printf(
		arena, "%s%s%s", parts[a], parts[b], ends[stream_below(&s, 12)]);
	text[0] = (char)(text[0] - 'a' + 'A');
	return text;
}

struct house {
	const char *text, *street, *town;
	char unit[POSTCODE_TEXT_MAX];
	struct point at;
	int number;
};

/* House i of postcode k: a third of the streets have names that every town has. */
static struct house house_of(struct arena *arena, size_t k, size_t i)
{
	static const char *const kinds[] = {"Road", "Street", "Avenue", "Lane", "Close",
		"Drive", "Crescent", "Grove", "Gardens", "Terrace", "Way", "Place"};
	static const char *const common[] = {"High Street", "Station Road",
		"Church Lane", "Victoria Road", "Park Avenue", "Mill Lane",
		"London Road", "The Green", "Church Street", "Main Street",
		"Queen Street", "Manor Road"};
	struct house h = {.number = (int)(2 * i + 1)};
	struct stream s = stream_make(k, 7, 0);
	size_t row = k / LATTICE_N / TOWN_ROWS, column = k % LATTICE_N / TOWN_ROWS;
	h.town = syllables(arena, 100000 + row * 1000 + column);
	/* One of each in a town: at most one postcode with addresses in 25. */
	size_t rank = k / LATTICE_N % TOWN_ROWS;
	bool of_all = rank < 12 && k % LATTICE_N % TOWN_ROWS < 25;
	h.street = of_all ? common[rank]
			  : str_printf(arena, "%s %s",
				    syllables(arena, stream_below(&s, 9000)),
				    kinds[stream_below(&s, 12)]);
	unit_text(k, h.unit);
	struct point at = unit_at(k);
	h.at = (struct point){at.x_m + 8 * (double)i, at.y_m + (double)(i % 3)};
	h.text = str_printf(arena, "%d %s, %s", h.number, h.street, h.town);
	return h;
}

/* ---- loading ---- */

static struct fill *begin(struct context *ctx, struct gazetteer *g, const char *kind,
	struct fill_source *source, char hash[SHA256_HEX])
{
	struct fill_result result;
	struct fill *fill;
	sha256_of(kind, strlen(kind), hash);
	*source = (struct fill_source){
		.kind = kind, .file = "scale", .sha256 = hash, .release = ""};
	must(ctx, fill_begin(g, source, &fill, &result));
	return fill;
}

static void load(struct context *ctx, const char *path, size_t postcodes, size_t step,
	size_t addresses)
{
	struct gazetteer *g;
	struct fill_source source;
	struct fill_result result;
	char hash[SHA256_HEX];
	must(ctx, gazetteer_open(ctx, path, STORE_WRITE, &g));
	struct fill *fill = begin(ctx, g, "codepoint", &source, hash);
	for (size_t k = 0; k < postcodes; k++) {
		char text[POSTCODE_TEXT_MAX];
		struct postcode p;
		struct point at = unit_at(k);
		unit_text(k, text);
		if (postcode_parse(text, &p) != POSTCODE_UNIT)
			BUG("a made-up postcode has no shape");
		struct codepoint row = {.key = postcode_key(&p),
			.easting_m = (int32_t)at.x_m,
			.northing_m = (int32_t)at.y_m,
			.quality = 10};
		fill_postcode(fill, &row);
	}
	must(ctx, fill_finish(fill, &result));
	fill = begin(ctx, g, "addresses", &source, hash);
	for (size_t n = 0; n < addresses; n++) {
		struct arena *arena = arena_create();
		struct house h = house_of(arena, n / HOUSES * step, n % HOUSES);
		must(ctx, fill_address(fill, (int64_t)n + 1, h.text, h.unit, h.at));
		arena_free(arena);
	}
	must(ctx, fill_finish(fill, &result));
	gazetteer_close(g);
}

/* ---- texts ---- */

static const char *clean(struct arena *arena, const struct house *h, struct stream *s)
{
	(void)s;
	return str_printf(arena, "%s, %s", h->text, h->unit);
}

static const char *messy(struct arena *arena, const struct house *h, struct stream *s)
{
	char *street = str_dup(arena, h->street);
	size_t n = strlen(street),
	       at = 1 + stream_below(s, (uint32_t)(n > 4 ? n - 3 : 1));
	switch (stream_below(s, 7)) {
	case 0:
		return str_lower(arena, str_printf(arena, "%d %s %s %s", h->number,
						h->street, h->town, h->unit));
	case 1:
		return h->text;
	case 2:
		return str_printf(arena, "%d %s %s", h->number, h->street, h->town);
	case 3: {
		char swapped = street[at];
		street[at] = street[at + 1];
		street[at + 1] = swapped;
		return str_printf(arena, "%d %s, %s", h->number, street, h->unit);
	}
	case 4:
		memmove(street + at, street + at + 1, n - at);
		return str_printf(arena, "%d %s, %s", h->number, street, h->town);
	case 5:
		return str_printf(arena, "c/o nan's, %d %s, %s %.*s", h->number,
			h->street, h->town, (int)strcspn(h->unit, " "), h->unit);
	default:
		return str_printf(arena, "o/s %d %s %s ask for Mum", h->number,
			h->street, h->town);
	}
}

static void measure(struct context *ctx, struct geocoder *geocoder, const char *name,
	const char *(*write)(struct arena *, const struct house *, struct stream *),
	size_t step, size_t addresses)
{
	struct stream s = stream_make(20260105, 3, 0);
	size_t near = 0, surely_wrong = 0;
	double spent_s = 0;
	for (size_t i = 0; i < TEXTS; i++) {
		struct arena *arena = arena_create();
		struct location l;
		size_t n = stream_below(&s, (uint32_t)addresses);
		struct house h = house_of(arena, n / HOUSES * step, n % HOUSES);
		struct mention mention = {.address = write(arena, &h, &s)};
		double begun_s = processor_s();
		must(ctx, geocoder_locate(geocoder, arena, &mention, &l));
		spent_s += processor_s() - begun_s;
		double away_m = l.kind == LOCATED_NONE ? INFINITY
						       : point_distance_m(l.at, h.at);
		near += away_m <= 25;
		bool wrong = l.kind != LOCATED_NONE && l.confidence_01 >= 0.9 &&
			     away_m > fmax(100, l.precision_m);
		surely_wrong += wrong;
		if (getenv("BENCH_VERBOSE") && (wrong || away_m > 25))
			printf("%s %s (%s): %s %.2f %s, %.0f m\n",
				wrong ? "WRONG" : "far", mention.address, h.unit,
				l.method, l.confidence_01, str_or_empty(l.match),
				away_m);
		arena_free(arena);
	}
	printf("%s: %.0f a second, %.2f %% within 25 m, %.3f %% wrong with confidence "
	       "0.9 or more\n",
		name, TEXTS / spent_s, 100.0 * (double)near / TEXTS,
		100.0 * (double)surely_wrong / TEXTS);
}

int main(int argc, char **argv)
{
	struct context ctx;
	struct gazetteer *g;
	struct geocoder *geocoder;
	struct stat file;
	char path[] = "bench_geocode_scale-XXXXXX";
	size_t postcodes = argc > 2 ? (size_t)atoll(argv[1]) : POSTCODES;
	size_t addresses = argc > 2 ? (size_t)atoll(argv[2]) : ADDRESSES;
	size_t step = postcodes / (addresses / HOUSES + 1);
	if (step < 1 || postcodes > POSTCODES) {
		fputs("bench_geocode_scale: at most 15 addresses a postcode\n", stderr);
		return 2;
	}
	context_init(&ctx);
	ctx.quiet = true;
	int fd = mkstemp(path);
	if (fd < 0)
		return 1;
	close(fd);
	unlink(path);
	double begun_s = now_s(), begun_processor_s = processor_s();
	load(&ctx, path, postcodes, step, addresses);
	double wall_s = now_s() - begun_s;
	if (stat(path, &file) != 0)
		return 1;
	printf("%zu postcodes and %zu addresses: loaded in %.1f s (%.1f s of "
	       "processor), "
	       "%.0f MB\n",
		postcodes, addresses, wall_s, processor_s() - begun_processor_s,
		(double)file.st_size / 1e6);
	must(&ctx, gazetteer_open(&ctx, path, STORE_READ, &g));
	must(&ctx, geocoder_create(&ctx, g, NULL, &geocoder));
	measure(&ctx, geocoder, "clean addresses", clean, step, addresses);
	measure(&ctx, geocoder, "messy addresses", messy, step, addresses);
	geocoder_free(geocoder);
	gazetteer_close(g);
	unlink(path);
	context_release(&ctx);
	return 0;
}
