/* Codes: a cell against the words that a column allows.
 *
 * Whatever the case and the blanks around; "-" and blanks inside count as "_", so that
 * "No apparent risk" is no_apparent_risk. O(length * codes).
 */
#ifndef LASTSEEN_TEXT_CODE_H
#define LASTSEEN_TEXT_CODE_H

#include "base/context.h"

#define CODE_NONE SIZE_MAX

/* The index of text among n codes, or CODE_NONE (text empty included). */
size_t code_find(const char *text, const char *const *codes, size_t n);

/* A `;` list: bit i is set for codes[i]; n at most 64. The first unknown piece goes to
 * *unknown (in the arena), NULL where all are known. Empty text: 0. */
uint64_t code_find_list(struct arena *arena, const char *text, const char *const *codes,
	size_t n, const char **unknown);

/* "missing, absent, no_apparent_risk, away": for the message about an unknown one. */
const char *code_list_text(struct arena *arena, const char *const *codes, size_t n);

#endif
