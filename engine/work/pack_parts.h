/* The parts of an evidence pack, in the order in which they are made. Private to the
 * pack_*.c files.
 *
 *	pack_select()  pack_exhibits()  pack_chronology()  pack_pages()
 */
#ifndef LASTSEEN_WORK_PACK_PARTS_H
#define LASTSEEN_WORK_PACK_PARTS_H

#include "base/map.h"
#include "evidence/bag.h"
#include "work/adults.h"
#include "work/pack.h"

enum pack_kind { PACK_ADDRESS, PACK_ADULT, PACK_HOME, PACK_CHILD, PACK_HOTSPOT };

/* A row that was used. */
struct exhibit {
	const char *kind; /* "episode", "mention", "home" … */
	int64_t id;       /* of the row in its table */
	const char *file, *sha256, *sheet, *mapping;
	int64_t source_id, row;
	int64_t child_id; /* whose row it is; 0 nobody's */
	const char *child_ref;
	const char *child;    /* as the audience may call it; NULL none */
	struct table *values; /* column, value */
};

#define MANY_CHILDREN SIZE_MAX

struct pack {
	struct context *ctx;
	struct work_case *c;
	const struct pack_options *options;
	enum pack_kind kind;
	int64_t id;          /* address, adult or child id, number of the hotspot */
	const char *urn;     /* of a home */
	const char *subject; /* "address:12", "child:C3": as the audience may see it */
	const char *title;   /* "Address 12: 3 High Street" */
	const char *authority, *marking;
	char input_sha256[65];
	struct episode_set set;
	struct adults adults;
	uint32_t *episodes, *mentions; /* indices, in order of time and of id */
	size_t episodes_n, mentions_n;
	struct result *figures;
	struct texts method, caveats; /* sentences */
	struct exhibit *exhibits;     /* episodes, mentions, then others */
	size_t exhibits_n, exhibits_capacity;
	struct map
		shared; /* address_id as text; the value: a child, or MANY_CHILDREN */
	struct table *chronology;
};

/* Finds the subject with its rows and figures. ERR_USAGE where the subject can't be
 * read, ERR_NOT_FOUND where the case (in the period) doesn't have it. */
MUST_USE enum err_code pack_select(struct pack *p);
/* The figures of every kind of subject; the others of its own kind before. */
void pack_figures(struct pack *p);
MUST_USE enum err_code pack_exhibits(struct pack *p);
void pack_chronology(struct pack *p);
/* Adds the files to the bag. */
MUST_USE enum err_code pack_pages(struct pack *p, struct bag *bag);

/* Where a place of an episode was, as the audience may read it; NULL not given. */
const char *pack_place(
	const struct pack *p, const struct episode *e, enum place_role role);
/* Fills p->shared; after the set and the adults are loaded. */
void pack_share(struct pack *p);
/* Whether the audience may see the address of a spot that is not known to be where a
 * child belongs: below analyst the subject's own, one that two children or more share,
 * and a public place of the gazetteer. */
/* Whether two children or more were linked to its address, where they belong left out. */
bool pack_shared(const struct pack *p, const struct spot *spot);
bool pack_spot_open(const struct pack *p, const struct spot *spot);
/* Whether the audience may see the written address of such a place. */
bool pack_place_open(
	const struct pack *p, const struct episode *e, enum place_role role);
/* Whom or what a mention names, as the audience may read it. */
const char *pack_named(const struct pack *p, uint32_t mention);
/* "A7", or the first name at analyst. */
const char *pack_adult_name(const struct pack *p, int64_t adult_id, const char *name);

#endif
