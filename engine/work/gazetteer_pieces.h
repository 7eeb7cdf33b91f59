/* The files of a product that comes as a zip file, a folder, or one file. Private to
 * work/gazetteer*.c.
 */
#ifndef LASTSEEN_WORK_GAZETTEER_PIECES_H
#define LASTSEEN_WORK_GAZETTEER_PIECES_H

#include "intake/lines.h"

struct gazetteer_pieces {
	const struct piece *all; /* documents too, sorted by byte */
	size_t n;
	uint64_t bytes; /* of those with data */
	struct file_facts
		facts; /* of the zip or file; a folder's hash is over its data */
};

/* has_data tells by a name below the zip or folder; a file that is neither has. `wants`
 * says in a message what was looked for. */
MUST_USE enum err_code gazetteer_pieces_list(struct context *ctx, const char *path,
	bool (*has_data)(const struct piece *piece), const char *wants,
	struct gazetteer_pieces *pieces);

#endif
