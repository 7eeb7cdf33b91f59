/* The texts of a bag: its declaration, its manifests, its info. Readers of outside
 * text: nothing in them is trusted. */
#ifndef LASTSEEN_EVIDENCE_TAGS_H
#define LASTSEEN_EVIDENCE_TAGS_H

#include "base/context.h"
#include "base/map.h"

/* A line of a manifest: a sum in lower case, and a path below the bag. */
struct manifest_line {
	const char *sum, *path;
};
struct manifest {
	const char *file; /* "manifest-sha256.txt" */
	const char *algorithm;
	struct manifest_line *lines;
	size_t n;
	struct map paths; /* path -> index of its line */
};

/* `text` is n bytes and NUL-terminated. payload: paths must lie in data/, else they
 * must not. digits: of a sum, 0 for an algorithm that is not known. Errors (ERR_DATA)
 * name the file and the line. */
MUST_USE enum err_code manifest_read(struct context *ctx, const char *bag,
	const char *text, size_t n, bool payload, size_t digits, struct manifest *m);

/* *version "1.0" or "0.97"; others and other encodings are ERR_UNSUPPORTED. */
MUST_USE enum err_code declaration_read(struct context *ctx, const char *bag,
	const char *text, size_t n, const char **version);

/* Payload-Oxum and the maker; has_oxum false where it is not said. */
struct bag_info {
	bool has_oxum, ours;
	int64_t bytes, files;
};
MUST_USE enum err_code info_read(struct context *ctx, const char *bag, const char *text,
	size_t n, struct bag_info *info);

#endif
