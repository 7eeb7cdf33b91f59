/* Mappings for the user: the built-in ones listed and shown, a new one proposed.
 * None opens a case. */
#ifndef LASTSEEN_WORK_MAPPING_SUGGEST_H
#define LASTSEEN_WORK_MAPPING_SUGGEST_H

#include "work/case.h"

struct mapping_suggest_options {
	const char *file, *kind;
	const char *sheet;  /* NULL: the first that is not empty */
	const char *output; /* NULL: FILE's name with the ending .ini, in this folder */
};

/* Writes the proposal and prints how each column was chosen. A file that is there is
 * never overwritten (ERR_STATE). No cell of the file stands in what is printed; codes
 * stand in the mapping. */
MUST_USE enum err_code work_mapping_suggest(struct context *ctx,
	const struct work_options *options,
	const struct mapping_suggest_options *suggest);

MUST_USE enum err_code work_mapping_list(
	struct context *ctx, const struct work_options *options);
/* The text of a built-in mapping, to be copied and mended. */
MUST_USE enum err_code work_mapping_show(
	struct context *ctx, const struct work_options *options, const char *name);

#endif
