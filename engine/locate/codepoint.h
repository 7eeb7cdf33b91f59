/* Code-Point Open: one line of its CSV files, and its positional quality.
 *
 *	"PR1 2RL",10,354017,429508,"E92000001","E19000169",…
 *
 * Ten fields without a header: postcode (seven characters, blanks as they fall),
 * positional quality, easting, northing, then codes of areas that are not read here.
 * Source: Ordnance Survey, Code-Point Open user guide. O(length), no memory.
 */
#ifndef LASTSEEN_LOCATE_CODEPOINT_H
#define LASTSEEN_LOCATE_CODEPOINT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CODEPOINT_FIELDS 10
/* Worst quality: the postcode is known, its position isn't; it is written as 0,0. */
#define CODEPOINT_NO_POSITION 90

struct codepoint {
	int64_t key; /* locate/postcode_key.h */
	int32_t easting_m, northing_m;
	int quality;
	int32_t terminated; /* year and month (201906); 0 in use */
};

/* NULL, or what is wrong with the line (static text). */
const char *codepoint_parse(const char *line, size_t n, struct codepoint *row);

/* Metres that a quality adds to how far an address may lie from its postcode's point:
 * 10, 20 nothing; 30 "within 50 m" 50; 40 (addresses since deleted) 50; 50 (from the
 * postcodes around, to 100 m) 100; 60 (the sector's mean) 2,000. */
double codepoint_quality_m(int quality);

#endif
