/* Bags: folders of files that say of themselves what they hold, so that another person
 * can tell that nothing was changed, lost or added.
 *
 * BagIt 1.0 (RFC 8493): bagit.txt, bag-info.txt with Payload-Oxum, manifest-sha256.txt
 * over data/, tagmanifest-sha256.txt over the rest.
 *
 *	bag_begin(); bag_add() and bag_say() as often as needed; bag_close(); bag_give()
 *
 * or bag_abort() at any point. A bag is written into a folder of a temporary name
 * beside its place, readable to its owner alone, and gets its name when it is whole:
 * a failure leaves nothing. No time of making stands in a bag unless bag_say() puts one
 * there: the same files make the same bytes.
 */
#ifndef LASTSEEN_EVIDENCE_BAG_H
#define LASTSEEN_EVIDENCE_BAG_H

#include "base/context.h"

struct bag;

/* path must not be there, or be an empty folder; else ERR_STATE. */
MUST_USE enum err_code bag_begin(
	struct context *ctx, const char *path, struct bag **bag);
/* A file data/NAME; name is relative with '/', of letters, digits, '-', '_' and '.':
 * another, or one that was added before, is a BUG(). */
MUST_USE enum err_code bag_add(
	struct bag *bag, const char *name, const void *bytes, size_t n);
/* An element of bag-info.txt, in the order of calls; the value in one line. */
void bag_say(struct bag *bag, const char *label, const char *value);
/* Writes manifests and tag files. hash: the SHA-256 of tagmanifest-sha256.txt, which
 * stands for every byte of the bag. */
MUST_USE enum err_code bag_close(struct bag *bag, char hash[65]);
/* Gives the bag its name; frees it, also on failure. */
MUST_USE enum err_code bag_give(struct bag *bag);
/* Throws it away; NULL is allowed. */
void bag_abort(struct bag *bag);

#endif
