/* Products of many columns whose names drift: read as CSV, row by row, in bounded
 * memory. Private to work/gazetteer*.c.
 *
 * A product says which columns it wants, each by the names that releases gave it; where
 * it has no header, by its place. A row that its function refuses is set aside with the
 * reason.
 */
#ifndef LASTSEEN_WORK_GAZETTEER_CSV_H
#define LASTSEEN_WORK_GAZETTEER_CSV_H

#include "intake/csv.h"
#include "intake/lines.h"
#include "work/gazetteer_read.h"

struct gazetteer_csv;

struct csv_column {
	const char *names; /* lower case letters and figures, parted by `|` */
	bool required;
	size_t place; /* from 0, where the product has no header */
};

struct csv_product {
	const char *kind;
	const struct csv_column *columns;
	size_t columns_n;
	bool headerless;
	bool (*has_data)(const struct piece *piece);
	const char *wants; /* for a zip file or folder without data */
	/* *reason stays NULL where the row was taken. */
	enum err_code (*take)(struct gazetteer_csv *c, const char **reason);
};

#define CSV_COLUMNS_MOST 32

struct gazetteer_csv {
	struct context *ctx;
	const struct csv_product *product;
	struct fill *fill;
	struct table *aside;
	const char *name; /* of the present piece */
	size_t at[CSV_COLUMNS_MOST];
	struct csv_record record; /* the present row */
	int64_t shown;
	uint64_t begun;
	struct progress bar;
};

/* A cell of the present row without blanks in front, "" where it is absent. */
const char *csv_value(const struct gazetteer_csv *c, size_t column);
/* Easting and northing of the present row; a reason where they are no point of the
 * National Grid. */
const char *csv_point(const struct gazetteer_csv *c, size_t easting, size_t northing,
	struct point *at);
/* A UPRN; 0 where it is none. */
int64_t csv_uprn(const char *text);

MUST_USE enum err_code gazetteer_read_csv(struct context *ctx, struct gazetteer *g,
	const struct csv_product *product, const char *path, struct table *aside,
	struct gazetteer_file *file);
/* Whether a CSV file's first row has every required column of the product. */
MUST_USE enum err_code csv_product_fits(struct context *ctx,
	const struct csv_product *product, const char *path, bool *fits);

/* gazetteer_products.c, gazetteer_llpg.c */
extern const struct csv_product product_onspd, product_opennames, product_openuprn,
	product_llpg;

#endif
