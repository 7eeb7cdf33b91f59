/* `gazetteer add KIND FILE…`: files into the gazetteer, each in one transaction.
 *
 * The gazetteer is made where it isn't there. A file whose bytes are in already is told
 * so and adds nothing. Code-Point Open, the ONS Postcode Directory, OS Open Names and
 * OS Open UPRN are read as they come (a zip file, the folder it was unpacked to, a CSV
 * file); address lists and own places through intake's mappings. An address list in
 * parts (AddressBase, a local land and property gazetteer) is known by its columns.
 *
 * Memory: postcodes 28 bytes each, all else a fixed amount.
 */
#ifndef LASTSEEN_WORK_GAZETTEER_H
#define LASTSEEN_WORK_GAZETTEER_H

#include "work/case.h"

struct gazetteer_add_options {
	const char *kind;    /* codepoint, onspd, opennames, openuprn, addresses,
			      * places */
	const char *mapping; /* of addresses and places; NULL: the columns' names */
	const char *sheet;   /* NULL: the first that is not empty */
	const char *const *files; /* paths */
	int files_n;
};

/* JSON: kind; files: file, sha256, release, rows, added, set_aside, without_position,
 * already; set_aside: file, row, column, reason, raw (the first 1,000 of each file);
 * gazetteer: what is in it now. *set_aside: some rows were. */
MUST_USE enum err_code work_gazetteer_add(struct context *ctx,
	const struct work_options *options, const struct gazetteer_add_options *o,
	bool *set_aside);

#endif
