/* The point of a UPRN in one number, to the centimetre. Private to locate/.
 *
 *	easting in cm + 70,000,001 * northing in cm
 *
 * OS Open UPRN gives two decimals and some 40 million points: a number of seven bytes
 * each keeps the file at about 800 MB.
 */
#ifndef LASTSEEN_LOCATE_UPRN_POINT_H
#define LASTSEEN_LOCATE_UPRN_POINT_H

#include "geo/point.h"
#include "text/gridref.h"
#include <math.h>
#include <stdint.h>

#define UPRN_POINT_BASE INT64_C(70000001)

/* `at` lies in the rectangle of the National Grid. */
static inline int64_t uprn_point_pack(struct point at)
{
	return llround(at.x_m * 100) + UPRN_POINT_BASE * llround(at.y_m * 100);
}

static inline struct point uprn_point_unpack(int64_t packed)
{
	int64_t x_cm = packed % UPRN_POINT_BASE, y_cm = packed / UPRN_POINT_BASE;
	return (struct point){(double)x_cm / 100, (double)y_cm / 100};
}

#endif
