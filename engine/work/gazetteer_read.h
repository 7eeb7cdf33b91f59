/* One file into an open gazetteer. Private to work/gazetteer*.c. */
#ifndef LASTSEEN_WORK_GAZETTEER_READ_H
#define LASTSEEN_WORK_GAZETTEER_READ_H

#include "locate/fill.h"
#include "work/gazetteer.h"

#define SET_ASIDE_SHOWN 1000

struct gazetteer_file {
	const char *name, *sha256, *release;
	struct fill_result result;
};

/* Adds the rows that were set aside to `aside`: file, row, column, reason, raw. */
MUST_USE enum err_code gazetteer_read_codepoint(struct context *ctx,
	struct gazetteer *gazetteer, const char *path, struct table *aside,
	struct gazetteer_file *file);
MUST_USE enum err_code gazetteer_read_rows(struct context *ctx,
	struct gazetteer *gazetteer, const struct gazetteer_add_options *o,
	const char *path, struct table *aside, struct gazetteer_file *file);

#endif
