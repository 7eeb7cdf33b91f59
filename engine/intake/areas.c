#include "intake/areas.h"
#include "base/file.h"
#include "intake/unpacked.h"
#include <cpl_conv.h>
#include <gdal.h>
#include <math.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>
#include <string.h>

static const char *const drivers[] = {
	"GPKG", "GeoJSON", "ESRI Shapefile", "FlatGeobuf", "KML", "SQLite", NULL};

struct reading {
	struct context *ctx;
	struct areas *areas;
	const char *name;
	GDALDatasetH dataset;
	OGRLayerH layer;
	OGRCoordinateTransformationH to_plane;
	size_t areas_room, cells_room, rings_room, owners_room, x_room, y_room,
		rows_room, faults_room, vertices;
	char message[256];
};

static void CPL_STDCALL keep_message(CPLErr level, CPLErrorNum number, const char *text)
{
	struct reading *r = CPLGetErrorHandlerUserData();
	(void)number;
	if (level >= CE_Failure && r->message[0] == '\0')
		snprintf(r->message, sizeof r->message, "%s", text);
}

static struct err_where where_of(const struct reading *r)
{
	return (struct err_where){.file = r->name};
}

/* The first layer that holds areas. */
static enum err_code open_layer(struct reading *r, const char *path)
{
	enum err_code err = unpacked_check(r->ctx, path);
	if (err)
		return err;
	GDALAllRegister();
	OSRSetPROJEnableNetwork(0);
	r->dataset = GDALOpenEx(
		path, GDAL_OF_VECTOR | GDAL_OF_READONLY, drivers, NULL, NULL);
	if (!r->dataset)
		return err_at(r->ctx, ERR_DATA, where_of(r),
			"can't be read as a file of areas%s%s; give a GeoPackage, "
			"GeoJSON or Shapefile",
			r->message[0] ? ": " : "", r->message);
	int n = GDALDatasetGetLayerCount(r->dataset);
	for (int i = 0; i < n && !r->layer; i++) {
		OGRLayerH layer = GDALDatasetGetLayer(r->dataset, i);
		OGRwkbGeometryType type = OGR_GT_Flatten(OGR_L_GetGeomType(layer));
		bool areas = OGR_GT_IsSurface(type) ||
			     OGR_GT_IsSubClassOf(type, wkbMultiSurface);
		if (areas || type == wkbUnknown)
			r->layer = layer;
	}
	if (r->layer)
		return ERR_OK;
	return err_at(r->ctx, ERR_DATA, where_of(r),
		"holds no areas; give a file with polygons");
}

static enum err_code prepare_plane(struct reading *r, const char *plane)
{
	OGRSpatialReferenceH from = OGR_L_GetSpatialRef(r->layer);
	if (!plane)
		return ERR_OK;
	if (!from)
		return err_at(r->ctx, ERR_DATA, where_of(r),
			"does not say its coordinate system; save it with one (ogr2ogr "
			"-a_srs EPSG:27700 if it is National Grid), or give --crs none "
			"if its numbers are those of the events");
	OGRSpatialReferenceH to = OSRNewSpatialReference(NULL);
	OGRSpatialReferenceH source = OSRClone(from);
	OSRSetAxisMappingStrategy(source, OAMS_TRADITIONAL_GIS_ORDER);
	if (OSRSetFromUserInput(to, plane) == OGRERR_NONE) {
		OSRSetAxisMappingStrategy(to, OAMS_TRADITIONAL_GIS_ORDER);
		r->to_plane = OCTNewCoordinateTransformation(source, to);
	}
	OSRDestroySpatialReference(source);
	OSRDestroySpatialReference(to);
	if (r->to_plane)
		return ERR_OK;
	return err_at(r->ctx, ERR_DATA, where_of(r),
		"can't be brought to the plane of the events: %s",
		r->message[0] ? r->message : "its coordinate system is not known");
}

static void read_columns(struct reading *r)
{
	struct areas *a = r->areas;
	OGRFeatureDefnH fields = OGR_L_GetLayerDefn(r->layer);
	int n = OGR_FD_GetFieldCount(fields);
	a->columns.items = arena_array(r->ctx->arena, const char *, (size_t)n);
	a->columns.n = (size_t)n;
	for (int i = 0; i < n; i++)
		a->columns.items[i] = str_dup(r->ctx->arena,
			OGR_Fld_GetNameRef(OGR_FD_GetFieldDefn(fields, i)));
}

static const char *cell_of(struct reading *r, OGRFeatureH feature, int field)
{
	if (!OGR_F_IsFieldSetAndNotNull(feature, field))
		return "";
	OGRFieldType type = OGR_Fld_GetType(OGR_F_GetFieldDefnRef(feature, field));
	if (type == OFTReal)
		return str_printf(
			r->ctx->arena, "%.17g", OGR_F_GetFieldAsDouble(feature, field));
	if (type == OFTBinary)
		return "";
	const char *text = OGR_F_GetFieldAsString(feature, field);
	size_t n = strlen(text);
	return utf8_valid(text, n) ? str_dup(r->ctx->arena, text)
				   : utf8_from_1252(r->ctx->arena, text, n);
}

static void add_ring(struct reading *r, OGRGeometryH line)
{
	struct areas *a = r->areas;
	int n = OGR_G_GetPointCount(line);
	size_t need = r->vertices + (n > 0 ? (size_t)n : 0);
	if (n < 3)
		return;
	arena_reserve(r->ctx->arena, a->from, r->rings_room, a->rings_n + 2);
	arena_reserve(r->ctx->arena, a->owner, r->owners_room, a->rings_n + 1);
	arena_reserve(r->ctx->arena, a->x, r->x_room, need);
	arena_reserve(r->ctx->arena, a->y, r->y_room, need);
	OGR_G_GetPoints(line, a->x + r->vertices, sizeof *a->x, a->y + r->vertices,
		sizeof *a->y, NULL, 0);
	a->owner[a->rings_n++] = (uint32_t)a->n;
	r->vertices = need;
	a->from[a->rings_n] = need;
}

static void keep_outline(struct reading *r, OGRGeometryH geometry)
{
	struct areas_outline *o = &r->areas->outline[r->areas->n];
	o->n = (size_t)OGR_G_WkbSize(geometry);
	unsigned char *bytes = arena_array(r->ctx->arena, unsigned char, o->n);
	OGR_G_ExportToIsoWkb(geometry, wkbNDR, bytes);
	o->wkb = bytes;
}

static bool numbers_good(const struct areas *a, size_t from, size_t to)
{
	for (size_t v = from; v < to; v++)
		if (!isfinite(a->x[v]) || !isfinite(a->y[v]))
			return false;
	return true;
}

/* Keeps the shapes of the area to come; says why it can't. */
static const char *read_shape(struct reading *r, OGRFeatureH feature)
{
	struct areas *a = r->areas;
	OGRGeometryH given = OGR_F_GetGeometryRef(feature);
	if (!given || OGR_G_IsEmpty(given))
		return "has no outline";
	OGRGeometryH copy = OGR_G_GetLinearGeometry(given, 0, NULL);
	OGRwkbGeometryType type = OGR_GT_Flatten(OGR_G_GetGeometryType(copy));
	if (type != wkbPolygon && type != wkbMultiPolygon) {
		OGR_G_DestroyGeometry(copy);
		return "is no polygon";
	}
	copy = OGR_G_ForceToMultiPolygon(copy);
	OGR_G_FlattenTo2D(copy);
	size_t rings = a->rings_n, vertices = r->vertices;
	int polygons = OGR_G_GetGeometryCount(copy);
	for (int p = 0; p < polygons; p++) {
		OGRGeometryH polygon = OGR_G_GetGeometryRef(copy, p);
		int lines = OGR_G_GetGeometryCount(polygon);
		for (int l = 0; l < lines; l++)
			add_ring(r, OGR_G_GetGeometryRef(polygon, l));
	}
	const char *fault = NULL;
	OGREnvelope box;
	OGR_G_GetEnvelope(copy, &box);
	if (!(box.MaxX > box.MinX) || !(box.MaxY > box.MinY))
		fault = "has no area";
	else if (a->rings_n == rings || !numbers_good(a, vertices, r->vertices))
		fault = "has no outline that can be used";
	else if (r->to_plane && OGR_G_Transform(copy, r->to_plane) != OGRERR_NONE)
		fault = "can't be brought to the plane of the events";
	if (fault) {
		a->rings_n = rings;
		r->vertices = vertices;
	} else {
		keep_outline(r, copy);
	}
	OGR_G_DestroyGeometry(copy);
	return fault;
}

static void add_feature(struct reading *r, OGRFeatureH feature, int64_t row)
{
	struct areas *a = r->areas;
	size_t columns = a->columns.n;
	arena_reserve(r->ctx->arena, a->outline, r->areas_room, a->n + 1);
	const char *fault = read_shape(r, feature);
	if (fault) {
		arena_reserve(
			r->ctx->arena, a->faults, r->faults_room, a->faults_n + 1);
		a->faults[a->faults_n++] = (struct areas_fault){row, fault};
		return;
	}
	arena_reserve(r->ctx->arena, a->row, r->rows_room, a->n + 1);
	arena_reserve(r->ctx->arena, a->cells, r->cells_room, (a->n + 1) * columns + 1);
	for (size_t c = 0; c < columns; c++)
		a->cells[a->n * columns + c] = cell_of(r, feature, (int)c);
	a->row[a->n++] = row;
}

enum err_code areas_read(
	struct context *ctx, const char *path, const char *plane, struct areas *areas)
{
	struct reading r = {.ctx = ctx, .areas = areas, .name = file_base(path)};
	memset(areas, 0, sizeof *areas);
	areas->from = arena_array(ctx->arena, size_t, 2);
	r.rings_room = 2;
	CPLPushErrorHandlerEx(keep_message, &r);
	enum err_code err = open_layer(&r, path);
	if (!err)
		err = prepare_plane(&r, plane);
	if (!err) {
		int64_t row = 2;
		OGRFeatureH feature;
		read_columns(&r);
		OGR_L_ResetReading(r.layer);
		while (r.message[0] = '\0', (feature = OGR_L_GetNextFeature(r.layer))) {
			add_feature(&r, feature, row++);
			OGR_F_Destroy(feature);
		}
		if (r.message[0])
			err = err_at(ctx, ERR_DATA,
				(struct err_where){.file = r.name, .row = row},
				"can't be read (%s); is the file whole?", r.message);
		else if (areas->n == 0)
			err = err_at(ctx, ERR_DATA, where_of(&r), "holds no areas");
	}
	if (r.to_plane)
		OCTDestroyCoordinateTransformation(r.to_plane);
	if (r.dataset)
		GDALClose(r.dataset);
	CPLPopErrorHandler();
	return err;
}

int areas_column(const struct areas *areas, const char *name)
{
	for (size_t c = 0; c < areas->columns.n; c++)
		if (str_equal_fold(areas->columns.items[c], name))
			return (int)c;
	return -1;
}
