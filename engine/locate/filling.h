/* What the files of fill.h share. Private to locate/. */
#ifndef LASTSEEN_LOCATE_FILLING_H
#define LASTSEEN_LOCATE_FILLING_H

#include "base/map.h"
#include "locate/fill.h"
#include "locate/vocabulary.h"

/* An address that waits to be written beside the others of its postcode. */
struct waiting {
	int64_t postcode, uprn, street_id; /* street_id 0: none */
	const char *sub_building, *building, *number, *text;
	const char *street, *locality, *town;
	struct point at;
	bool sound; /* its street was told apart beyond doubt */
};

struct fill {
	struct gazetteer *gazetteer;
	struct context *ctx;
	struct arena *arena; /* as long as the file is being filled in */
	const struct fill_source *source;
	int64_t source_id;
	bool newest; /* no later release of the kind is in */
	struct fill_result result;
	struct codepoint *postcodes;
	size_t postcodes_n, postcodes_capacity;
	struct arena *waiting_arena; /* emptied with each batch */
	struct waiting *waiting;
	size_t waiting_n;
	struct vocabulary *vocabulary; /* names so far; NULL until addresses come */
	struct map
		streets; /* of name, district, locality, town: index into street_ids */
	int64_t *street_ids;
	size_t street_ids_capacity;
};

MUST_USE enum err_code fill_write_postcodes(struct fill *fill);
MUST_USE enum err_code fill_write_addresses(struct fill *fill);

#endif
