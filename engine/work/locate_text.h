/* `locate TEXT…|-`: texts to points, no case needed.
 *
 * Lines are read, located and written in batches: any number of them in bounded memory,
 * in the order of the input, a row for each line, blank ones too. Over 300,000
 * postcodes a second.
 */
#ifndef LASTSEEN_WORK_LOCATE_TEXT_H
#define LASTSEEN_WORK_LOCATE_TEXT_H

#include "work/case.h"

struct locate_options {
	const char *text; /* NULL: lines from `in` */
	FILE *in;
	const char *grid; /* file or folder of OSTN15, NULL: where it is found */
};

/* Without a gazetteer, unless one was named, coordinates alone are located, and a
 * notice says so. JSON: located, as the contract has it. */
MUST_USE enum err_code work_locate(struct context *ctx,
	const struct work_options *options, const struct locate_options *o);

#endif
