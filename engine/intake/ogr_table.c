#include "intake/ogr_table.h"
#include "base/civil.h"
#include "base/file.h"
#include "intake/connection.h"
#include "intake/spreadsheet_text.h"
#include "intake/unpacked.h"
#include "intake/workbook.h"
#include <cpl_conv.h>
#include <gdal.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>
#include <stdlib.h>
#include <string.h>

enum { GRID_EPSG = 27700 };

struct ogr_table {
	struct context *ctx;
	struct arena *arena, *row_arena;
	struct arena_mark row_mark;
	const char *name;
	GDALDatasetH dataset;
	OGRLayerH layer;
	OGRFeatureH feature;
	OGRCoordinateTransformationH to_grid;
	const char *sheet;
	struct str_list filled, others;
	bool spreadsheet, connection, header_given;
	struct workbook_facts workbook;
	const char *key; /* a table's own number, which OGR keeps apart; "" none */
	int64_t row, rows;
	const char **cells;
	size_t cells_n;
	char message[512]; /* GDAL's last */
};

static const char *const spreadsheets[] = {"XLSX", "ODS", "XLS", NULL};
/* No driver that follows references to other files or hosts (VRT, GML, LIBKML …). */
static const char *const drivers[] = {"XLSX", "ODS", "XLS", "GPKG", "GeoJSON",
	"ESRI Shapefile", "FlatGeobuf", "KML", "SQLite", NULL};

static const char *const database_drivers[] = {"PostgreSQL", "ODBC", NULL};
/* Tables without a geometry too. */
static const char *const database_options[] = {"LIST_ALL_TABLES=YES", NULL};

/* ---- GDAL's messages --------------------------------------------------------------
 */

static void CPL_STDCALL keep_message(CPLErr level, CPLErrorNum number, const char *text)
{
	struct ogr_table *t = CPLGetErrorHandlerUserData();
	(void)number;
	if (level >= CE_Failure && t->message[0] == '\0')
		snprintf(t->message, sizeof t->message, "%s", text);
}

static void gdal_begin(struct ogr_table *t)
{
	t->message[0] = '\0';
	CPLPushErrorHandlerEx(keep_message, t);
}

static void gdal_end(struct ogr_table *t)
{
	(void)t;
	CPLPopErrorHandler();
}

/* What a driver passes on need not be UTF-8. */
static const char *utf8_text(struct arena *arena, const char *text)
{
	size_t n = strlen(text);
	return utf8_valid(text, n) ? text : utf8_from_1252(arena, text, n);
}

/* ---- opening ----------------------------------------------------------------------
 */

static void settings(const char *value_header, const char *value_types)
{
	static const char *const kinds[] = {"XLSX", "ODS", "XLS"};
	char key[32];
	for (size_t i = 0; i < 3; i++) {
		snprintf(key, sizeof key, "OGR_%s_HEADERS", kinds[i]);
		CPLSetThreadLocalConfigOption(key, value_header);
		snprintf(key, sizeof key, "OGR_%s_FIELD_TYPES", kinds[i]);
		CPLSetThreadLocalConfigOption(key, value_types);
	}
}

static bool is_empty(OGRLayerH layer)
{
	OGR_L_ResetReading(layer);
	OGRFeatureH first = OGR_L_GetNextFeature(layer);
	OGR_L_ResetReading(layer);
	bool empty = first == NULL;
	OGR_F_Destroy(first);
	return empty;
}

/* Of a database nothing is taken by itself: its first table is nobody's choice. */
static enum err_code choose_table(struct ogr_table *t, const char *name)
{
	enum { NAMES_MOST = 30 };
	int n = GDALDatasetGetLayerCount(t->dataset);
	const char *names[NAMES_MOST];
	struct str_list list = {names, 0};
	t->layer = name ? GDALDatasetGetLayerByName(t->dataset, name) : NULL;
	if (t->layer) {
		t->sheet = str_dup(t->arena, name);
		t->key = str_dup(t->arena, OGR_L_GetFIDColumn(t->layer));
		return ERR_OK;
	}
	for (int i = 0; i < n && list.n < NAMES_MOST; i++)
		names[list.n++] = OGR_L_GetName(GDALDatasetGetLayer(t->dataset, i));
	return err_at(t->ctx, name ? ERR_NOT_FOUND : ERR_USAGE,
		(struct err_where){.file = t->name}, "%s; it has: %s",
		name ? "has no such table (--sheet)" : "say which table with --sheet",
		n ? str_join(t->arena, list, ", ") : "none that you may see");
}

/* Those that are not empty, hidden ones last. */
static void list_layers(struct ogr_table *t, const char *sheet)
{
	int n = GDALDatasetGetLayerCount(t->dataset);
	t->filled.items = arena_array(t->arena, const char *, (size_t)n);
	for (int hidden = 0; hidden < 2; hidden++)
		for (int i = 0; i < n; i++) {
			OGRLayerH layer = GDALDatasetGetLayer(t->dataset, i);
			const char *name = OGR_L_GetName(layer);
			bool wanted = sheet && str_equal_fold(name, sheet);
			if (ogr_table_hides(t, name) == (hidden == 1) &&
				(wanted || !is_empty(layer)))
				t->filled.items[t->filled.n++] =
					str_dup(t->arena, name);
		}
}

static void take_layer(struct ogr_table *t, size_t chosen)
{
	t->others.items = arena_array(t->arena, const char *, t->filled.n);
	t->others.n = 0;
	for (size_t i = 0; i < t->filled.n; i++)
		if (i != chosen)
			t->others.items[t->others.n++] = t->filled.items[i];
	t->sheet = t->filled.items[chosen];
	t->layer = GDALDatasetGetLayerByName(t->dataset, t->sheet);
}

static enum err_code choose_layer(struct ogr_table *t, const char *sheet)
{
	struct err_where where = {.file = t->name};
	list_layers(t, sheet);
	if (t->filled.n == 0)
		return err_at(t->ctx, ERR_DATA, where,
			"has no rows; export it again from its system");
	for (size_t i = 0; i < t->filled.n; i++)
		if (!sheet || str_equal_fold(t->filled.items[i], sheet)) {
			take_layer(t, i);
			return ERR_OK;
		}
	const char *near = str_nearest(sheet, t->filled.items, t->filled.n);
	return err_at(t->ctx, ERR_NOT_FOUND, where,
		"has no sheet '%s'; did you mean '%s'? It has: %s", sheet,
		near ? near : t->filled.items[0], str_join(t->arena, t->filled, ", "));
}

static enum err_code open_dataset(struct ogr_table *t, const char *path)
{
	enum err_code err = t->connection ? ERR_OK : unpacked_check(t->ctx, path);
	if (!err && !t->connection)
		err = workbook_facts_read(t->ctx, t->arena, path, &t->workbook);
	if (err)
		return err;
	GDALAllRegister();
	OSRSetPROJEnableNetwork(0);
	t->dataset = GDALOpenEx(path, GDAL_OF_VECTOR | GDAL_OF_READONLY,
		t->connection ? database_drivers : drivers,
		t->connection && str_starts(path, "PG:") ? database_options : NULL,
		NULL);
	if (!t->dataset && t->connection)
		return err_at(t->ctx, ERR_IO, (struct err_where){.file = t->name},
			"can't be opened: %s", connection_reason(t->message));
	if (!t->dataset)
		return err_at(t->ctx, ERR_IO, (struct err_where){.file = t->name},
			"can't be read as a workbook or a file for a GIS%s%s; is it "
			"whole? Save it as .xlsx or CSV UTF-8",
			t->message[0] ? ": " : "", t->message);
	const char *driver = GDALGetDriverShortName(GDALGetDatasetDriver(t->dataset));
	for (size_t i = 0; spreadsheets[i]; i++)
		t->spreadsheet = t->spreadsheet || str_equal(driver, spreadsheets[i]);
	return ERR_OK;
}

static void begin_layer(struct ogr_table *t)
{
	OGR_L_ResetReading(t->layer);
	t->rows = OGR_L_GetFeatureCount(t->layer, 0);
	OGRFeatureDefnH fields = OGR_L_GetLayerDefn(t->layer);
	t->cells_n = (size_t)OGR_FD_GetFieldCount(fields);
	t->cells_n += t->key[0] != '\0';
	t->cells = arena_array(t->arena, const char *, t->cells_n + 1);
}

enum err_code ogr_table_open(struct context *ctx, const char *path, const char *sheet,
	struct ogr_table **table)
{
	struct arena *arena = arena_create();
	struct ogr_table *t = arena_new(arena, struct ogr_table);
	*table = NULL;
	t->ctx = ctx;
	t->arena = arena;
	t->row_arena = arena_create();
	arena_alloc(t->row_arena, 1, 1);
	t->row_mark = arena_mark(t->row_arena);
	t->connection = connection_is(path);
	t->name = t->connection ? connection_name(arena, path)
				: str_dup(arena, file_base(path));
	t->key = "";
	gdal_begin(t);
	/* A workbook's sheets are parsed when they are first asked for something. */
	settings("DISABLE", "STRING");
	enum err_code err = open_dataset(t, path);
	if (!err)
		err = t->connection ? choose_table(t, sheet) : choose_layer(t, sheet);
	if (!err)
		begin_layer(t);
	settings(NULL, NULL);
	gdal_end(t);
	if (err)
		ogr_table_close(t);
	else
		*table = t;
	return err;
}

void ogr_table_close(struct ogr_table *t)
{
	if (!t)
		return;
	gdal_begin(t);
	if (t->feature)
		OGR_F_Destroy(t->feature);
	if (t->to_grid)
		OCTDestroyCoordinateTransformation(t->to_grid);
	if (t->dataset)
		GDALClose(t->dataset);
	gdal_end(t);
	arena_free(t->row_arena);
	arena_free(t->arena);
}

/* ---- cells ------------------------------------------------------------------------
 */

static const char *date_text(struct ogr_table *t, int field, OGRFieldType type)
{
	int year, month, day, hour, minute, zone;
	float second;
	if (!OGR_F_GetFieldAsDateTimeEx(t->feature, field, &year, &month, &day, &hour,
		    &minute, &second, &zone))
		return "";
	if (type == OFTDate)
		return str_printf(t->row_arena, "%04d-%02d-%02d", year, month, day);
	const char *time =
		str_printf(t->row_arena, "%02d:%02d:%02d", hour, minute, (int)second);
	if (type == OFTTime)
		return time;
	/* GDAL counts zones in quarters of an hour from 100; below 2 it knows none. */
	int quarters = zone > 1 ? zone - 100 : 0;
	const char *offset = "";
	if (zone == 100)
		offset = "Z";
	else if (zone > 1)
		offset = str_printf(t->row_arena, "%c%02d:%02d",
			quarters < 0 ? '-' : '+', abs(quarters) / 4,
			abs(quarters) % 4 * 15);
	return str_printf(
		t->row_arena, "%04d-%02d-%02d %s%s", year, month, day, time, offset);
}

static const char *list_text(struct ogr_table *t, int field)
{
	char **items = OGR_F_GetFieldAsStringList(t->feature, field);
	struct strbuf buf;
	strbuf_init(&buf, t->row_arena);
	for (; items && *items; items++) {
		if (buf.n)
			strbuf_char(&buf, ';');
		strbuf_add(&buf, utf8_text(t->row_arena, *items));
	}
	return buf.text;
}

/* NNNN/NN/NN of a date that was counted from 1904 and read as from 1900. */
static const char *days_later(struct ogr_table *t, const char *text)
{
	int year = atoi(text), month = atoi(text + 5), day = atoi(text + 8);
	struct civil c =
		civil_from_days(civil_days(year, month, day) + DAYS_1900_TO_1904);
	return str_printf(
		t->row_arena, "%04d/%02d/%02d%s", c.year, c.month, c.day, text + 10);
}

static const char *sheet_text(struct ogr_table *t, const char *text)
{
	if (!t->spreadsheet)
		return text;
	text = workbook_unescape(t->row_arena, text);
	if (t->workbook.from_1904 && spreadsheet_is_date(text) && text[4] == '/')
		text = days_later(t, text);
	return spreadsheet_text(t->row_arena, text);
}

static const char *cell_text_of(struct ogr_table *t, int field)
{
	if (!OGR_F_IsFieldSetAndNotNull(t->feature, field))
		return "";
	OGRFieldType type = OGR_Fld_GetType(OGR_F_GetFieldDefnRef(t->feature, field));
	switch (type) {
	case OFTString:
		return sheet_text(
			t, utf8_text(t->row_arena,
				   OGR_F_GetFieldAsString(t->feature, field)));
	case OFTReal:
		return spreadsheet_number(
			t->row_arena, OGR_F_GetFieldAsDouble(t->feature, field));
	case OFTDate:
	case OFTTime:
	case OFTDateTime:
		return date_text(t, field, type);
	case OFTStringList:
		return list_text(t, field);
	case OFTBinary:
		return "";
	default:
		return utf8_text(t->row_arena,
			str_dup(t->row_arena,
				OGR_F_GetFieldAsString(t->feature, field)));
	}
}

/* Without the key. */
static size_t fields_n(const struct ogr_table *t)
{
	return t->cells_n - (t->key[0] != '\0');
}

static void give_names(struct ogr_table *t, struct ogr_row *row)
{
	OGRFeatureDefnH fields = OGR_L_GetLayerDefn(t->layer);
	size_t n = fields_n(t);
	for (size_t i = 0; i < n; i++)
		t->cells[i] = utf8_text(t->arena,
			str_dup(t->arena, OGR_Fld_GetNameRef(OGR_FD_GetFieldDefn(
						  fields, (int)i))));
	if (t->key[0])
		t->cells[n] = t->key;
	t->header_given = true;
	t->row = 1;
	*row = (struct ogr_row){1, t->cells, t->cells_n};
}

enum err_code ogr_table_next(struct ogr_table *t, struct ogr_row *row, bool *more)
{
	*more = true;
	if (!t->spreadsheet && !t->header_given) {
		give_names(t, row);
		return ERR_OK;
	}
	gdal_begin(t);
	OGR_F_Destroy(t->feature);
	arena_reset(t->row_arena, t->row_mark);
	t->feature = OGR_L_GetNextFeature(t->layer);
	*more = t->feature != NULL;
	if (*more) {
		/* A sheet's feature has its row for a number. */
		t->row = t->spreadsheet ? OGR_F_GetFID(t->feature) : t->row + 1;
		size_t n = fields_n(t);
		for (size_t i = 0; i < n; i++)
			t->cells[i] = cell_text_of(t, (int)i);
		if (t->key[0])
			t->cells[n] = str_printf(t->row_arena, "%lld",
				(long long)OGR_F_GetFID(t->feature));
	}
	gdal_end(t);
	*row = (struct ogr_row){t->row, t->cells, t->cells_n};
	if (!*more && t->message[0])
		return err_at(t->ctx, ERR_DATA,
			(struct err_where){.file = t->name, .row = t->row + 1},
			"can't be read (%s); is the file whole?",
			t->connection ? connection_reason(t->message) : t->message);
	return ERR_OK;
}

void ogr_table_rewind(struct ogr_table *t)
{
	gdal_begin(t);
	OGR_L_ResetReading(t->layer);
	gdal_end(t);
	t->header_given = false;
	t->row = 0;
}

enum err_code ogr_table_turn(struct ogr_table *t, const char *sheet)
{
	for (size_t i = 0; i < t->filled.n; i++)
		if (str_equal(t->filled.items[i], sheet)) {
			take_layer(t, i);
			gdal_begin(t);
			begin_layer(t);
			gdal_end(t);
			ogr_table_rewind(t);
			return ERR_OK;
		}
	return err_at(t->ctx, ERR_NOT_FOUND, (struct err_where){.file = t->name},
		"has no sheet '%s'", sheet);
}

bool ogr_table_hides(const struct ogr_table *t, const char *sheet)
{
	for (size_t i = 0; i < t->workbook.hidden.n; i++)
		if (str_equal(t->workbook.hidden.items[i], sheet))
			return true;
	return false;
}

bool ogr_table_from_1904(const struct ogr_table *t)
{
	return t->workbook.from_1904;
}

const char *ogr_table_sheet(const struct ogr_table *t)
{
	return t->sheet;
}

struct str_list ogr_table_others(const struct ogr_table *t)
{
	return t->others;
}

int64_t ogr_table_rows(const struct ogr_table *t)
{
	return t->rows > 0 ? t->rows : 0;
}

/* ---- outlines ---------------------------------------------------------------------
 */

static enum err_code prepare_projection(struct ogr_table *t)
{
	OGRSpatialReferenceH from = OGR_L_GetSpatialRef(t->layer);
	if (!from)
		return err_at(t->ctx, ERR_DATA, (struct err_where){.file = t->name},
			"does not say its coordinate system; save it with one (ogr2ogr "
			"-a_srs EPSG:27700 if it is National Grid)");
	OGRSpatialReferenceH to = OSRNewSpatialReference(NULL);
	OGRSpatialReferenceH source = OSRClone(from);
	OSRImportFromEPSG(to, GRID_EPSG);
	OSRSetAxisMappingStrategy(to, OAMS_TRADITIONAL_GIS_ORDER);
	OSRSetAxisMappingStrategy(source, OAMS_TRADITIONAL_GIS_ORDER);
	t->to_grid = OCTNewCoordinateTransformation(source, to);
	OSRDestroySpatialReference(source);
	OSRDestroySpatialReference(to);
	if (!t->to_grid)
		return err_at(t->ctx, ERR_DATA, (struct err_where){.file = t->name},
			"can't be brought to the National Grid (%s)",
			t->connection ? "its projection is not known" : t->message);
	return ERR_OK;
}

static const char *outline(struct ogr_table *t, struct ogr_outline *o)
{
	OGRGeometryH geometry = OGR_F_GetGeometryRef(t->feature);
	if (!geometry || OGR_G_IsEmpty(geometry))
		return "has no outline; draw it, or take the row out";
	OGRwkbGeometryType type = OGR_GT_Flatten(OGR_G_GetGeometryType(geometry));
	if (type != wkbPolygon && type != wkbMultiPolygon)
		return "is no polygon; an outline must be one";
	const char *fault = NULL;
	OGRGeometryH copy = OGR_G_ForceToMultiPolygon(OGR_G_Clone(geometry));
	OGR_G_FlattenTo2D(copy);
	if (OGR_G_Transform(copy, t->to_grid) != OGRERR_NONE) {
		fault = "can't be brought to the National Grid; are its coordinates in "
			"the system that the file claims?";
	} else {
		o->n = (size_t)OGR_G_WkbSize(copy);
		unsigned char *bytes = arena_array(t->row_arena, unsigned char, o->n);
		OGR_G_ExportToIsoWkb(copy, wkbNDR, bytes);
		o->wkb = bytes;
	}
	OGR_G_DestroyGeometry(copy);
	return fault;
}

enum err_code ogr_table_outline(struct ogr_table *t, struct ogr_outline *o)
{
	*o = (struct ogr_outline){0};
	enum err_code err = ERR_OK;
	gdal_begin(t);
	if (!t->to_grid)
		err = prepare_projection(t);
	if (!err)
		o->fault = outline(t, o);
	gdal_end(t);
	return err;
}
