/* Whether a bag is whole: the first thing that is wrong, by name.
 *
 * Follows RFC 8493 (BagIt 1.0; 0.97 is read too): bagit.txt, payload manifests over
 * every file of data/, tag manifests, Payload-Oxum; file names percent-encoded (%0A,
 * %0D, %25), SHA-256 and SHA-512. Stricter in this: a link, a device, or a manifest's
 * path that leads out of the bag is refused; and in a pack that lastseen made every
 * tag file must stand in the tag manifest. Manifests by other algorithms are only
 * checked for their names, and are told.
 *
 * Reads every byte once for each manifest. O(files log files) memory and time beside.
 */
#ifndef LASTSEEN_EVIDENCE_VERIFY_H
#define LASTSEEN_EVIDENCE_VERIFY_H

#include "base/context.h"

/* Who makes our bags, as bag-info.txt says it: "lastseen 0.1.0". */
#define BAG_AGENT "lastseen"

struct bag_check {
	int64_t files, bytes;  /* of the payload */
	const char *version;   /* of BagIt; NULL where it could not be told */
	const char *algorithm; /* "sha256", "sha512" or both */
	/* Manifests whose sums could not be checked, and tag files that no manifest
	 * names (in a bag of another maker); in ctx->arena. */
	const char **unchecked;
	size_t unchecked_n;
	char hash[65]; /* SHA-256 of tagmanifest-sha256.txt; "" where there is none */
};

/* ERR_DATA with the first thing that is wrong ("PATH: data/x is missing …");
 * ERR_NOT_FOUND where there is no such folder; ERR_UNSUPPORTED for another version or
 * algorithm, or a zip file. check is filled as far as it went. */
MUST_USE enum err_code bag_verify(
	struct context *ctx, const char *path, struct bag_check *check);

#endif
