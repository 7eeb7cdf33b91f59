/* One form for texts that differ in case, accents or width (the only utf8proc code).
 *
 * NFKD, marks dropped, case folded (Unicode 15, through utf8proc), then the Latin
 * letters that do not decompose: ø o, ł l, đ d, ð d, þ th, æ ae, œ oe, ı i. Blanks of
 * all kinds become one space, quotation marks and dashes their ASCII forms. Bytes that
 * are no UTF-8 are read as Windows-1252. Other scripts stay themselves. O(length).
 */
#ifndef LASTSEEN_TEXT_FOLD_H
#define LASTSEEN_TEXT_FOLD_H

#include "base/arena.h"

/* Lower case, in the arena; no blanks at the ends, one between words. NULL gives "". */
char *text_fold(struct arena *arena, const char *text);

/* text_fold() in ASCII upper case, for addresses. */
char *text_fold_upper(struct arena *arena, const char *text);

#endif
