/* ONS Postcode Directory, OS Open Names, OS Open UPRN. */
#include "base/str.h"
#include "locate/postcode_key.h"
#include "work/gazetteer_csv.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool starts_fold(const char *text, const char *start)
{
	while (*start && (*text | 0x20) == *start) {
		text++;
		start++;
	}
	return !*start;
}

static bool is_csv(const char *name)
{
	return str_ends(name, ".csv") || str_ends(name, ".CSV");
}

/* ---- ONS Postcode Directory ---- */

enum { PCD, PCD_EAST, PCD_NORTH, PCD_QUALITY, PCD_TERMINATED };

static const struct csv_column onspd_columns[] = {
	[PCD] = {"pcds|pcd8|pcd7|pcd2|pcd|postcode", true, 0},
	[PCD_EAST] = {"oseast1m|east1m|oseast|easting", true, 0},
	[PCD_NORTH] = {"osnrth1m|north1m|osnrth|northing", true, 0},
	[PCD_QUALITY] = {"osgrdind|gridind|osgridind", false, 0},
	[PCD_TERMINATED] = {"doterm|dateofterm", false, 0},
};

/* The areas' files of multi_csv say the same once more. */
static bool onspd_data(const struct piece *p)
{
	const char *name = file_base(p->name);
	bool named = starts_fold(name, "onspd") || starts_fold(name, "nspl") ||
		     starts_fold(name, "pcd");
	return is_csv(name) && named && !strstr(p->name, "multi_csv");
}

/* Grid reference quality of the ONS as Code-Point's: 1 and 2 within the building, 3
 * within 50 m, 4 the mean of its addresses, 5 imputed, 6 the sector's mean, 8 of old, 9
 * none. Source: ONS, NSPL and ONSPD user guide. */
static int quality_of(const char *text)
{
	static const int qualities[] = {90, 10, 20, 30, 40, 50, 60, 50, 50, 90};
	if (!*text)
		return 30;
	return text[0] >= '0' && text[0] <= '9' ? qualities[text[0] - '0'] : 30;
}

/* "201906", "2019-06": year and month; 0 where it is in use, -1 what can't be read. */
static int32_t month_of(const char *text)
{
	int32_t value = 0;
	int n = 0;
	for (; *text && n < 6; text++) {
		if (*text >= '0' && *text <= '9') {
			value = value * 10 + (*text - '0');
			n++;
		} else if (*text != '-' && *text != '/') {
			break;
		}
	}
	if (n == 0)
		return 0;
	bool good =
		n == 6 && value / 100 >= 1900 && value % 100 >= 1 && value % 100 <= 12;
	return good ? value : -1;
}

static enum err_code take_onspd(struct gazetteer_csv *c, const char **reason)
{
	struct codepoint row = {.quality = quality_of(csv_value(c, PCD_QUALITY))};
	struct postcode p;
	struct point at = {0, 0};
	if (postcode_parse(csv_value(c, PCD), &p) != POSTCODE_UNIT) {
		*reason = "the postcode has not the shape of a unit postcode";
		return ERR_OK;
	}
	row.key = postcode_key(&p);
	row.terminated = month_of(csv_value(c, PCD_TERMINATED));
	if (row.terminated < 0) {
		*reason = "the date of termination is no year and month";
		return ERR_OK;
	}
	/* Northern Ireland stands in the Irish Grid, the Channel Islands in none. */
	bool elsewhere = str_starts(p.unit, "BT") || str_starts(p.unit, "GY") ||
			 str_starts(p.unit, "JE");
	bool blank = !*csv_value(c, PCD_EAST) || !*csv_value(c, PCD_NORTH);
	if (elsewhere || blank)
		row.quality = CODEPOINT_NO_POSITION;
	else if (row.quality != CODEPOINT_NO_POSITION)
		*reason = csv_point(c, PCD_EAST, PCD_NORTH, &at);
	if (*reason)
		return ERR_OK;
	row.easting_m = (int32_t)lround(at.x_m);
	row.northing_m = (int32_t)lround(at.y_m);
	if (row.easting_m == 0 && row.northing_m == 0)
		row.quality = CODEPOINT_NO_POSITION;
	fill_postcode(c->fill, &row);
	return ERR_OK;
}

const struct csv_product product_onspd = {
	.kind = "onspd",
	.columns = onspd_columns,
	.columns_n = sizeof onspd_columns / sizeof *onspd_columns,
	.has_data = onspd_data,
	.wants = "holds no ONSPD_….csv; give the ONS Postcode Directory as it was "
		 "downloaded, its folder, or the CSV file in it",
	.take = take_onspd,
};

/* ---- OS Open Names ---- */

enum {
	NAME1,
	NAME2,
	NAME_TYPE,
	NAME_LOCAL,
	NAME_X,
	NAME_Y,
	NAME_XMIN,
	NAME_YMIN,
	NAME_XMAX,
	NAME_YMAX,
	NAME_DISTRICT,
	NAME_TOWN
};

static const struct csv_column names_columns[] = {
	[NAME1] = {"name1", true, 2},
	[NAME2] = {"name2", false, 4},
	[NAME_TYPE] = {"type", true, 6},
	[NAME_LOCAL] = {"localtype", true, 7},
	[NAME_X] = {"geometryx", true, 8},
	[NAME_Y] = {"geometryy", true, 9},
	[NAME_XMIN] = {"mbrxmin", false, 12},
	[NAME_YMIN] = {"mbrymin", false, 13},
	[NAME_XMAX] = {"mbrxmax", false, 14},
	[NAME_YMAX] = {"mbrymax", false, 15},
	[NAME_DISTRICT] = {"postcodedistrict", false, 16},
	[NAME_TOWN] = {"populatedplace", false, 18},
};

/* "HY20.csv": the files are named after squares of 20 km. */
static bool names_data(const struct piece *p)
{
	const char *name = file_base(p->name);
	return strlen(name) == 8 && is_csv(name) && strspn(name + 2, "0123456789") == 2;
}

#define NAME_LEAST_M 50.0

/* Half the diagonal of the box, from the point to its farthest corner at most. */
static double reach_of(const struct gazetteer_csv *c, struct point at)
{
	struct point low, high;
	if (csv_point(c, NAME_XMIN, NAME_YMIN, &low) ||
		csv_point(c, NAME_XMAX, NAME_YMAX, &high))
		return NAME_LEAST_M;
	double dx = fmax(fabs(at.x_m - low.x_m), fabs(high.x_m - at.x_m));
	double dy = fmax(fabs(at.y_m - low.y_m), fabs(high.y_m - at.y_m));
	return ceil(fmax(NAME_LEAST_M, hypot(dx, dy)));
}

static enum err_code take_postcode(
	struct gazetteer_csv *c, const char **reason, struct point at)
{
	struct postcode p;
	if (postcode_parse(csv_value(c, NAME1), &p) != POSTCODE_UNIT) {
		*reason = "the postcode has not the shape of a unit postcode";
		return ERR_OK;
	}
	fill_postcode(c->fill, &(struct codepoint){.key = postcode_key(&p),
				       .easting_m = (int32_t)lround(at.x_m),
				       .northing_m = (int32_t)lround(at.y_m),
				       .quality = 10});
	return ERR_OK;
}

static enum err_code take_street(struct gazetteer_csv *c, struct point at)
{
	const char *district = csv_value(c, NAME_DISTRICT),
		   *town = csv_value(c, NAME_TOWN);
	double reach_m = reach_of(c, at);
	enum err_code err =
		fill_street(c->fill, csv_value(c, NAME1), district, town, at, reach_m);
	if (!err && *csv_value(c, NAME2))
		err = fill_street(
			c->fill, csv_value(c, NAME2), district, town, at, reach_m);
	fill_counted(c->fill);
	return err;
}

/* A station is never its town: "Skavermouth" is the town, "Skavermouth station" not. */
static enum err_code take_place(struct gazetteer_csv *c, struct point at)
{
	struct arena *scratch = c->ctx->scratch;
	struct arena_mark mark = arena_mark(scratch);
	const char *name = csv_value(c, NAME1), *kind = csv_value(c, NAME_LOCAL);
	const char *aliases = csv_value(c, NAME2);
	bool railway = str_equal(kind, "Railway Station");
	if (str_equal(csv_value(c, NAME_TYPE), "transportNetwork") &&
		!str_ends(name, "Station")) {
		if (railway)
			aliases = str_printf(
				scratch, "%s station;%s train station", name, name);
		name = str_printf(scratch, "%s %s", name, kind);
	}
	enum err_code err =
		fill_place(c->fill, name, aliases, kind, at, reach_of(c, at));
	arena_reset(scratch, mark);
	return err;
}

static enum err_code take_name(struct gazetteer_csv *c, const char **reason)
{
	struct point at;
	const char *kind = csv_value(c, NAME_LOCAL);
	*reason = !*csv_value(c, NAME1) ? "has no name"
					: csv_point(c, NAME_X, NAME_Y, &at);
	if (*reason)
		return ERR_OK;
	if (str_equal(kind, "Postcode"))
		return take_postcode(c, reason, at);
	if (strstr(kind, "Road"))
		return take_street(c, at);
	return take_place(c, at);
}

const struct csv_product product_opennames = {
	.kind = "opennames",
	.columns = names_columns,
	.columns_n = sizeof names_columns / sizeof *names_columns,
	.headerless = true,
	.has_data = names_data,
	.wants = "holds no files of OS Open Names (HP40.csv … TV69.csv); give the zip "
		 "file as it was downloaded, its folder, or one of its files",
	.take = take_name,
};

/* ---- OS Open UPRN ---- */

enum { UPRN, UPRN_X, UPRN_Y };

static const struct csv_column uprn_columns[] = {
	[UPRN] = {"uprn", true, 0},
	[UPRN_X] = {"xcoordinate|easting|x", true, 0},
	[UPRN_Y] = {"ycoordinate|northing|y", true, 0},
};

static bool uprn_data(const struct piece *p)
{
	return is_csv(p->name) && starts_fold(file_base(p->name), "osopenuprn");
}

static enum err_code take_uprn(struct gazetteer_csv *c, const char **reason)
{
	struct point at;
	int64_t uprn = csv_uprn(csv_value(c, UPRN));
	*reason = uprn ? csv_point(c, UPRN_X, UPRN_Y, &at)
		       : "UPRN is no number of at most 12 figures";
	return *reason ? ERR_OK : fill_uprn(c->fill, uprn, at);
}

const struct csv_product product_openuprn = {
	.kind = "openuprn",
	.columns = uprn_columns,
	.columns_n = sizeof uprn_columns / sizeof *uprn_columns,
	.has_data = uprn_data,
	.wants =
		"holds no osopenuprn_….csv; give OS Open UPRN as it was downloaded, or "
		"the CSV file in it",
	.take = take_uprn,
};
