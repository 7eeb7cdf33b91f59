/* Flats, floors, units: the part of a building that an address names. */
#include "text/address_parts.h"
#include "text/scan.h"
#include <string.h>

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

/* "FIRST", "LOWER GROUND", "SECOND AND THIRD" … with FLOOR; BASEMENT without. */
size_t parts_floor_at(const struct segment *s, size_t i)
{
	static const char *const levels[] = {"LOWER", "UPPER", "GROUND", "FIRST",
		"SECOND", "THIRD", "FOURTH", "FIFTH", "SIXTH", "SEVENTH", "EIGHTH",
		"NINTH", "TENTH", "TOP", "AND"};
	static const char *const alone[] = {
		"BASEMENT", "ABOVE", "UPSTAIRS", "DOWNSTAIRS"};
	size_t n = 0;
	for (size_t k = 0; k < COUNT(alone); k++)
		if (segment_word_is(s, i, alone[k]))
			return segment_word_is(s, i + 1, "SHOP") ? 2 : 1;
	for (bool more = true; more;) {
		more = false;
		for (size_t k = 0; k < COUNT(levels) && !more; k++)
			more = segment_word_is(s, i + n, levels[k]);
		n += more;
	}
	/* "TOP FLAT" */
	if (n == 1 && segment_word_is(s, i + 1, "FLAT") &&
		!segment_word_is(s, i, "AND"))
		return 1;
	if (n == 0 || !(segment_word_is(s, i + n, "FLOOR") ||
			      segment_word_is(s, i + n, "FLOORS")))
		return 0;
	n++;
	if (segment_word_is(s, i + n, "FRONT") || segment_word_is(s, i + n, "REAR") ||
		segment_word_is(s, i + n, "LEFT") || segment_word_is(s, i + n, "RIGHT"))
		n++;
	return n;
}

/* Whether word i is the unit's mark. After a floor ("BASEMENT FLAT 45 BAKER STREET") a
 * figure is one only where the house's own number or nothing follows. */
static bool unit_mark(const struct segment *s, size_t i, bool floor)
{
	if (i >= s->n || !word_is_id(s->words[i]))
		return false;
	return !floor || !is_digit(s->words[i][0]) || i + 1 == s->n ||
	       word_is_number(s->words[i + 1], NULL, NULL);
}

/* Takes a sub-building from the front: kind, mark, floor in this order, however they
 * were written ("GROUND FLOOR FLAT 2": FLAT 2 GROUND FLOOR). */
const char *parts_take_unit(struct arena *arena, struct segment *s)
{
	const char *kind = "", *mark = "";
	size_t i = segment_word_is(s, 0, "THE") && s->n > 1 &&
				   segment_word_is(s, 1, "ANNEXE")
			   ? 1
			   : 0;
	size_t floor_from = i, floor_n = parts_floor_at(s, i);
	i += floor_n;
	bool flats = segment_word_is(s, i, "FLATS") && i + 1 < s->n &&
		     word_is_number(s->words[i + 1], NULL, NULL);
	if (i < s->n && (flats || word_is_unit(s->words[i]))) {
		kind = s->words[i++];
		if (unit_mark(s, i, floor_n > 0))
			mark = s->words[i++];
		if (floor_n == 0) {
			floor_from = i;
			floor_n = parts_floor_at(s, i);
			i += floor_n;
		}
	} else if (floor_n == 0) {
		return "";
	}
	/* "SHOP STREET", "OFFICE ROAD": a name, no unit. */
	if (kind[0] && !mark[0] && floor_n == 0 && i < s->n)
		if (word_is_street(s->words[i]) || strcmp(kind, "ANNEXE") != 0)
			return "";
	/* "FLAT 2/14": the house's number hangs on the flat's. */
	const char *slash = strchr(mark, '/');
	if (slash && is_digit(slash[1])) {
		s->words[i - 1] = slash + 1;
		mark = str_dup_n(arena, mark, (size_t)(slash - mark));
		i--;
	} else if (mark[0] && i + 1 < s->n &&
		   (segment_word_is(s, i, "OF") || segment_word_is(s, i, "AT"))) {
		i++;
	}
	const char *level = words_join(arena, s->words + floor_from, floor_n);
	const char *parts[3] = {kind, mark, level};
	struct str_list list = {arena_array(arena, const char *, 3), 0};
	for (int p = 0; p < 3; p++)
		if (parts[p][0])
			list.items[list.n++] = parts[p];
	segment_drop(s, i);
	return str_join(arena, list, " ");
}

/* "POST OFFICE 92", "CHIP SHOP 12": a business and its house number. */
static bool names_unit(const struct segment *s, size_t i)
{
	bool business =
		segment_word_is(s, i, "OFFICE") || segment_word_is(s, i, "SHOP");
	if (segment_word_is(s, i, "FLATS"))
		return i + 1 < s->n && word_is_number(s->words[i + 1], NULL, NULL);
	return word_is_unit(s->words[i]) && !(business && i > 0);
}

size_t parts_inner_unit(const struct segment *s, size_t from)
{
	for (size_t i = from; i + 1 < s->n; i++)
		if (names_unit(s, i) && word_is_id(s->words[i + 1]))
			return i;
	return s->n;
}

size_t parts_unit_place(const struct segment *s)
{
	for (size_t i = 0; i < s->n; i++)
		if (parts_floor_at(s, i) > 0 ||
			(word_is_unit(s->words[i]) && i + 1 < s->n &&
				word_is_id(s->words[i + 1])))
			return i;
	return s->n > 0 && word_is_unit(s->words[0]) ? 0 : s->n;
}
