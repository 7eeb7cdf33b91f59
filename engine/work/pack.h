/* `pack`: an evidence pack on one address, adult, home, child or hotspot, that another
 * person can check and repeat. `verify`: whether a pack is whole.
 *
 * A pack is a bag (evidence/bag.h). Its data/ holds
 *	cover.html       whom and what it is about, who may have it, what it is not
 *	method.html      how each figure came about: parameters, versions, hashes
 *	chronology.html  what happened when, to the precision that is known, each line
 *	chronology.csv   with the exhibit, the file and the row it is from
 *	exhibits.html    each row that was used, as it is stored, traced to its file,
 * the exhibits.csv     file's SHA-256 and the row figures.json     the figures, for a
 * program
 *
 * Subjects: address:N (the id that `addresses` gives), adult:N (`adults`), home:URN,
 * child:REF (a child_ref, or the pseudonym of another output), hotspot:N (the number
 * that `hotspots` gives for the same period with its defaults).
 *
 * The audience decides what stands in it (partner or analyst; a pack is never public):
 * below analyst no name, date of birth, free text or number of a phone, children and
 * adults by pseudonym, and no address where a child lives. The same case, period and
 * audience give the same bytes: the time of making stands in the audit chain of the
 * case, and in the pack only where SOURCE_DATE_EPOCH says it.
 *
 * The disclosure stands in the audit chain, with the hash of the pack, before the pack
 * gets its name. A pack that fails leaves nothing. O(episodes of the period).
 */
#ifndef LASTSEEN_WORK_PACK_H
#define LASTSEEN_WORK_PACK_H

#include "work/case.h"
#include "work/episodes.h"

struct pack_options {
	const char *subject;   /* "address:12" */
	const char *output;    /* a folder that is not there, or empty */
	enum place_role place; /* for a hotspot: of which place */
};

MUST_USE enum err_code work_pack(struct context *ctx,
	const struct work_options *options, const struct pack_options *o);

/* Prints what was checked; then ERR_DATA with the first thing that is wrong. */
MUST_USE enum err_code work_verify(
	struct context *ctx, const struct work_options *options, const char *path);

#endif
