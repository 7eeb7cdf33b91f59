/* What follows from postcodes and addresses, made anew after each file. Private to
 * locate/. In the present transaction. */
#ifndef LASTSEEN_LOCATE_DERIVE_H
#define LASTSEEN_LOCATE_DERIVE_H

#include "locate/gazetteer.h"

/* Points of postcodes from their addresses, where no other source has one. The
 * precision is the distance to the farthest of them, at least 20 m. O(addresses). */
MUST_USE enum err_code derive_postcodes(struct gazetteer *gazetteer);
/* Middle and radius of each sector and district from its units. O(postcodes). */
MUST_USE enum err_code derive_areas(struct gazetteer *gazetteer);
/* Middle and radius of each street from its addresses. O(addresses). */
MUST_USE enum err_code derive_streets(struct gazetteer *gazetteer);

/* Of an area or street whose points lie at one spot: nobody stands closer to it. */
#define DERIVE_LEAST_M 20.0
#define DERIVE_AREA_LEAST_M 100.0

#endif
