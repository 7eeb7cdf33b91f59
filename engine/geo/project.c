#include "geo/project.h"
#include "base/file.h"
#include "base/str.h"
#include "geo/project_context.h"
#include "geo/sort.h"
#include <math.h>
#include <string.h>

#define EARTH_M 6371000.0
#define RADIANS (3.14159265358979323846 / 180)
/* Below this many coordinates more workers cost more than they save. */
#define WORTH_WORKERS 50000

#define EPSG_ETRS89 4258
#define EPSG_OSGB36 4277

#define PIPELINE "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad +step "
#define GB_PLANE                                                                       \
	"+proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 "    \
	"+ellps=airy"
/* EPSG:1314, turned around: from WGS 84 to Airy. */
#define HELMERT                                                                        \
	"+proj=cart +ellps=WGS84 +step +inv +proj=helmert +x=446.448 +y=-125.157 "     \
	"+z=542.06 +rx=0.15 +ry=0.247 +rz=0.842 +s=-20.489 "                           \
	"+convention=position_vector +step +inv +proj=cart +ellps=airy +step "
#define OSTN15 "+inv +proj=hgridshift +grids=" OSTN15_FILE " +step "

/* From the numbers of a file to metres: to longitude and latitude (`first`; NULL where
 * the numbers are that already), then to the plane (`second`). */
struct steps {
	PJ_CONTEXT *proj;
	PJ *first, *second;
};

struct projection {
	struct projection_info info;
	struct projection_files files;
	int first; /* EPSG number of the first step; 0: none */
	const char
		*second; /* a pipeline; NULL: neither step, the numbers are a plane */
	double unit_m;   /* of such a plane */
	struct steps steps; /* those of the caller's own thread */
};

bool in_british_grid(double easting_m, double northing_m)
{
	return easting_m >= 0 && easting_m <= 700000 && northing_m >= 0 &&
	       northing_m <= 1300000;
}

bool in_british_box(double lon_deg, double lat_deg)
{
	return lon_deg >= -9 && lon_deg <= 2.1 && lat_deg >= 49.7 && lat_deg <= 61.1;
}

static PJ *open_first(PJ_CONTEXT *proj, int epsg)
{
	char from[32];
	snprintf(from, sizeof from, "EPSG:%d", epsg);
	PJ *raw = proj_create_crs_to_crs(proj, from, "EPSG:4326", NULL);
	PJ *lon_lat = raw ? proj_normalize_for_visualization(proj, raw) : NULL;
	proj_destroy(raw);
	return lon_lat;
}

/* The files are only read, but PROJ takes them as its user's own. */
static struct steps steps_open(const struct projection *p)
{
	struct projection_files *files =
		(struct projection_files *)(uintptr_t)&p->files;
	struct steps s = {projection_context(files), NULL, NULL};
	if (p->first)
		s.first = open_first(s.proj, p->first);
	if (p->second)
		s.second = proj_create(s.proj, p->second);
	return s;
}

static void steps_close(struct steps *s)
{
	proj_destroy(s->first);
	proj_destroy(s->second);
	if (s->proj)
		proj_context_destroy(s->proj);
	memset(s, 0, sizeof *s);
}

void projection_free(struct projection *projection)
{
	if (projection)
		steps_close(&projection->steps);
}

const struct projection_info *projection_info(const struct projection *projection)
{
	return &projection->info;
}

/* Opens the steps of a projection that is described, or says what is wrong with it. */
static enum err_code open_steps(
	struct context *ctx, struct projection *p, struct projection **out)
{
	steps_close(&p->steps);
	p->steps = steps_open(p);
	*out = NULL;
	if (p->first && !p->steps.first) {
		projection_free(p);
		return err_set(ctx, ERR_USAGE,
			"EPSG:%d can't be turned into longitude and latitude: check "
			"the "
			"number",
			p->first);
	}
	if (p->second && !p->steps.second) {
		projection_free(p);
		return err_set(ctx, ERR_DATA,
			"%s can't be used: the grid file is damaged, or PROJ is not "
			"installed in full",
			p->info.name);
	}
	*out = p;
	return ERR_OK;
}

/* One stretch of coordinates through both steps, in place. */
static void step_through(const struct projection *p, const struct steps *s,
	PJ_DIRECTION way, size_t n, double *x, double *y)
{
	PJ *order[2] = {s->first, s->second};
	double unit = way == PJ_FWD ? p->unit_m : 1 / p->unit_m;
	for (size_t i = 0; !p->second && i < n; i++) {
		x[i] *= unit;
		y[i] *= unit;
	}
	for (int k = 0; p->second && k < 2; k++) {
		PJ *step = order[way == PJ_FWD ? k : 1 - k];
		if (step)
			proj_trans_generic(step, way, x, sizeof *x, n, y, sizeof *y, n,
				NULL, 0, 0, NULL, 0, 0);
	}
}

static size_t project_stretch(const struct projection *p, const struct steps *s,
	PJ_DIRECTION way, size_t n, double *x, double *y)
{
	size_t failed = 0;
	step_through(p, s, way, n, x, y);
	for (size_t i = 0; i < n; i++)
		if (!isfinite(x[i]) || !isfinite(y[i])) {
			x[i] = y[i] = NAN;
			failed++;
		}
	return failed;
}

static void project(struct context *ctx, const struct projection *p, PJ_DIRECTION way,
	size_t n, const double *from_x, const double *from_y, double *x, double *y,
	size_t *failed)
{
	if (x != from_x)
		memcpy(x, from_x, n * sizeof *x);
	if (y != from_y)
		memcpy(y, from_y, n * sizeof *y);
	size_t bad = 0;
	if (n < WORTH_WORKERS || ctx->threads < 2) {
		bad = project_stretch(p, &p->steps, way, n, x, y);
	} else {
		size_t workers = (size_t)ctx->threads;
#pragma omp parallel for num_threads(ctx->threads) schedule(static, 1) reduction(+ : bad)
		for (size_t k = 0; k < workers; k++) {
			struct steps s = steps_open(p);
			size_t begin = n * k / workers, end = n * (k + 1) / workers;
			bad += project_stretch(
				p, &s, way, end - begin, x + begin, y + begin);
			steps_close(&s);
		}
	}
	if (failed)
		*failed = bad;
}

void project_forward(struct context *ctx, const struct projection *projection, size_t n,
	const double *lon_deg, const double *lat_deg, double *x_m, double *y_m,
	size_t *failed)
{
	project(ctx, projection, PJ_FWD, n, lon_deg, lat_deg, x_m, y_m, failed);
}

void project_inverse(struct context *ctx, const struct projection *projection, size_t n,
	const double *x_m, const double *y_m, double *lon_deg, double *lat_deg,
	size_t *failed)
{
	project(ctx, projection, PJ_INV, n, x_m, y_m, lon_deg, lat_deg, failed);
}

static struct projection *describe(struct context *ctx, int epsg, const char *grid)
{
	struct projection *p = arena_new(ctx->arena, struct projection);
	projection_files_list(ctx, &p->files, grid);
	p->unit_m = 1;
	p->info.epsg_from = epsg;
	p->info.name = "none";
	return p;
}

/* A grid that is cut or altered shifts points, or loses them, without a word. */
static enum err_code check_grid(
	struct context *ctx, const char *grid, const char **name)
{
	char hex[SHA256_HEX];
	if (!str_ends(grid, ".tif")) {
		*name = str_printf(
			ctx->arena, "OSTN15 (%s, not checked)", file_base(grid));
		return ERR_OK;
	}
	*name = "OSTN15";
	enum err_code err = sha256_file(ctx, grid, hex, NULL);
	if (err || strcmp(hex, OSTN15_SHA256) == 0)
		return err;
	return err_set(ctx, ERR_DATA,
		"%s: is not the published OSTN15 grid (its SHA-256 is %.16s…, not "
		"%.16s…), and would put places wrong; download it again, or take it "
		"away to go without",
		grid, hex, OSTN15_SHA256);
}

enum err_code projection_create_gb(struct context *ctx, struct projection **projection,
	int epsg, const char *grid_path)
{
	*projection = NULL;
	const char *grid;
	enum err_code code = projection_grid_find(ctx, grid_path, &grid);
	if (code)
		return code;
	struct projection *p = describe(ctx, epsg, grid);
	p->info.epsg_to = EPSG_BRITISH_GRID;
	p->info.plane = "EPSG:27700";
	p->info.scale_error = 7e-4;
	if (epsg == EPSG_BRITISH_GRID)
		return open_steps(ctx, p, projection);
	if (epsg == EPSG_OSGB36) {
		p->second = PIPELINE GB_PLANE;
		p->info.name = "OSGB36";
		return open_steps(ctx, p, projection);
	}
	if (epsg != EPSG_WGS84 && epsg != EPSG_ETRS89)
		p->first = epsg;
	p->second = grid ? PIPELINE OSTN15 GB_PLANE : PIPELINE HELMERT GB_PLANE;
	p->info.name = "Helmert EPSG:1314";
	code = grid ? check_grid(ctx, grid, &p->info.name) : ERR_OK;
	if (code) {
		projection_free(p);
		return code;
	}
	p->info.accuracy_m = grid ? 0.01 : 5;
	return open_steps(ctx, p, projection);
}

static double median_of(struct context *ctx, size_t n, const double *values)
{
	if (n == 0)
		return 0;
	struct arena_mark mark = arena_mark(ctx->scratch);
	uint32_t *order = arena_array(ctx->scratch, uint32_t, n);
	sort_order_double(ctx->scratch, values, order, n);
	double median = values[order[n / 2]];
	arena_reset(ctx->scratch, mark);
	return median;
}

/* Longitude and latitude of every point, before the plane is known. */
struct places {
	size_t n;
	const double *lon_deg, *lat_deg;
};

static bool all_in_britain(struct places places)
{
	for (size_t i = 0; i < places.n; i++)
		if (!in_british_box(places.lon_deg[i], places.lat_deg[i]))
			return false;
	return places.n > 0;
}

/* How far the scale strays at the outermost point: x^2 / 2 R^2 on a transverse
 * Mercator. */
static double scale_error_of(struct places places, double lon_0)
{
	double farthest_m = 0;
	for (size_t i = 0; i < places.n; i++) {
		double away = fabs(places.lon_deg[i] - lon_0) * RADIANS *
			      cos(places.lat_deg[i] * RADIANS) * EARTH_M;
		farthest_m = fmax(farthest_m, away);
	}
	return farthest_m * farthest_m / (2 * EARTH_M * EARTH_M);
}

static enum err_code create_local(struct context *ctx, struct projection **projection,
	struct projection *p, struct places places)
{
	double lon = round(median_of(ctx, places.n, places.lon_deg) * 10) / 10;
	double lat = round(median_of(ctx, places.n, places.lat_deg) * 10) / 10;
	p->second = str_printf(ctx->arena,
		PIPELINE "+proj=tmerc +lat_0=%.1f +lon_0=%.1f +k=1 +x_0=0 +y_0=0 "
			 "+ellps=WGS84",
		lat, lon);
	p->info.plane = str_printf(ctx->arena,
		"+proj=tmerc +lat_0=%.1f +lon_0=%.1f +k=1 +x_0=0 +y_0=0 "
		"+datum=WGS84 +units=m +no_defs",
		lat, lon);
	p->info.name = str_printf(ctx->arena, "transverse Mercator at %.1f %c %.1f %c",
		fabs(lat), lat < 0 ? 'S' : 'N', fabs(lon), lon < 0 ? 'W' : 'E');
	p->info.scale_error = scale_error_of(places, lon);
	return open_steps(ctx, p, projection);
}

static bool all_on_earth(struct places places, size_t *first_bad)
{
	for (size_t i = 0; i < places.n; i++)
		if (!(fabs(places.lat_deg[i]) <= 90) ||
			!(fabs(places.lon_deg[i]) <= 360)) {
			*first_bad = i;
			return false;
		}
	return true;
}

static enum err_code create_geographic(struct context *ctx,
	struct projection **projection, struct projection *p, const char *grid_path,
	struct places places)
{
	size_t bad;
	if (!all_on_earth(places, &bad)) {
		*projection = NULL;
		projection_free(p);
		return err_set(ctx, ERR_DATA,
			"point %zu is no longitude and latitude: check which columns "
			"hold them and in which order",
			bad + 1);
	}
	if (!all_in_britain(places))
		return create_local(ctx, projection, p, places);
	int epsg = p->info.epsg_from;
	projection_free(p);
	return projection_create_gb(ctx, projection, epsg, grid_path);
}

/* The ratio of a metre on the ellipsoid to a metre of the plane around a place. */
static double scale_at(const struct projection *p, double x, double y)
{
	double step = 100 / p->unit_m, xs[3] = {x, x + step, x};
	double ys[3] = {y, y, y + step};
	proj_trans_generic(p->steps.first, PJ_FWD, xs, sizeof *xs, 3, ys, sizeof *ys, 3,
		NULL, 0, 0, NULL, 0, 0);
	double sine = sin(ys[0] * RADIANS), w2 = 1 - 0.00669438 * sine * sine;
	double along = 6378137 / sqrt(w2) * cos(ys[0] * RADIANS);
	double across = 6378137 * (1 - 0.00669438) / (w2 * sqrt(w2));
	double east = hypot((xs[1] - xs[0]) * along, (ys[1] - ys[0]) * across);
	double north = hypot((xs[2] - xs[0]) * along, (ys[2] - ys[0]) * across);
	return (east + north) * RADIANS / 200;
}

static enum err_code create_projected(struct context *ctx,
	struct projection **projection, struct projection *p, const char *grid_path,
	size_t n, const double *x, const double *y)
{
	p->first = p->info.epsg_from;
	enum err_code code = open_steps(ctx, p, projection);
	if (code)
		return code;
	double scale = n ? scale_at(p, median_of(ctx, n, x), median_of(ctx, n, y)) : 1;
	if (fabs(scale - 1) <= 0.01) {
		p->info.scale_error = fabs(scale - 1);
		if (p->unit_m == 1)
			p->info.plane =
				str_printf(ctx->arena, "EPSG:%d", p->info.epsg_from);
		steps_close(&p->steps);
		p->first = 0;
		return ERR_OK;
	}
	double *lon = arena_array(ctx->arena, double, n);
	double *lat = arena_array(ctx->arena, double, n);
	memcpy(lon, x, n * sizeof *lon);
	memcpy(lat, y, n * sizeof *lat);
	proj_trans_generic(p->steps.first, PJ_FWD, lon, sizeof *lon, n, lat,
		sizeof *lat, n, NULL, 0, 0, NULL, 0, 0);
	p->unit_m = 1;
	return create_geographic(
		ctx, projection, p, grid_path, (struct places){n, lon, lat});
}

/* What sort of CRS a number stands for, and the metres of its unit. */
static enum err_code look_up(
	struct context *ctx, struct projection *p, bool *geographic)
{
	PJ_CONTEXT *proj = projection_context(&p->files);
	char name[32];
	snprintf(name, sizeof name, "%d", p->info.epsg_from);
	PJ *crs =
		proj_create_from_database(proj, "EPSG", name, PJ_CATEGORY_CRS, 0, NULL);
	PJ_TYPE type = crs ? proj_get_type(crs) : PJ_TYPE_UNKNOWN;
	*geographic =
		type == PJ_TYPE_GEOGRAPHIC_2D_CRS || type == PJ_TYPE_GEOGRAPHIC_3D_CRS;
	if (type == PJ_TYPE_PROJECTED_CRS) {
		PJ *axes = proj_crs_get_coordinate_system(proj, crs);
		if (axes)
			proj_cs_get_axis_info(proj, axes, 0, NULL, NULL, NULL,
				&p->unit_m, NULL, NULL, NULL);
		proj_destroy(axes);
	}
	proj_destroy(crs);
	proj_context_destroy(proj);
	if (*geographic || type == PJ_TYPE_PROJECTED_CRS)
		return ERR_OK;
	return err_set(ctx, ERR_USAGE,
		"EPSG:%d is no coordinate system for places on a map: take 4326 for "
		"longitude and latitude, 27700 for the National Grid, or none",
		p->info.epsg_from);
}

enum err_code projection_create_points(struct context *ctx,
	struct projection **projection, int epsg, const char *grid_path, size_t n,
	const double *x, const double *y)
{
	*projection = NULL;
	enum err_code code = points_check(ctx, (struct points){n, x, y, NULL});
	if (code)
		return code;
	if (epsg == EPSG_BRITISH_GRID)
		return projection_create_gb(ctx, projection, epsg, grid_path);
	struct projection *p = describe(ctx, epsg, NULL);
	bool geographic = false;
	code = look_up(ctx, p, &geographic);
	if (code)
		return code;
	if (!geographic)
		return create_projected(ctx, projection, p, grid_path, n, x, y);
	p->unit_m = 1;
	if (epsg != EPSG_WGS84 && epsg != EPSG_ETRS89)
		p->first = epsg;
	return create_geographic(
		ctx, projection, p, grid_path, (struct places){n, x, y});
}
