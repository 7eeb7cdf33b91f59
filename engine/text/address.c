#include "text/address.h"
#include "text/address_parts.h"
#include "text/scan.h"
#include <string.h>

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

/* Takes a house number from the front; "" where none stands. */
static const char *take_number(
	struct arena *arena, struct segment *s, int *from, int *to)
{
	if (s->n == 0 || !word_is_number(s->words[0], from, to))
		return "";
	const char *number = s->words[0];
	size_t used = 1;
	bool letter = s->n > 2 && strlen(s->words[1]) == 1 && is_upper(s->words[1][0]);
	if (letter && is_digit(number[strlen(number) - 1]) &&
		!word_is_street(s->words[2])) {
		number = str_printf(arena, "%s%s", number, s->words[1]);
		used = 2;
	} else if (segment_phrase(s, 1, "AND A HALF")) {
		number = str_printf(arena, "%s 1/2", number);
		used = 4;
	}
	segment_drop(s, used);
	return number;
}

/* KINGSWAY: a street in one word. */
static bool one_word_street(const char *word)
{
	return strlen(word) >= 6 && str_ends(word, "WAY");
}

/* Words of the street's name from the front, its last word and direction included; 0
 * for none. Words like HILL and KINGSWAY end one only after a number. */
static size_t street_end(const struct segment *s, bool numbered)
{
	size_t end = 0;
	for (size_t i = 1; i < s->n && end == 0; i++)
		if (word_is_street(s->words[i]) && !segment_word_is(s, i + 1, "THRU") &&
			!segment_word_is(s, i + 1, "THROUGH"))
			end = i + 1;
	if (end == 0 && s->n > 0 && numbered && one_word_street(s->words[0]))
		end = 1;
	for (size_t i = 1; numbered && i < s->n && end == 0; i++)
		if (word_is_weak_street(s->words[i]))
			end = i + 1;
	if (s->n == 1 && strcmp(s->words[0], "BROADWAY") == 0)
		end = 1;
	if (end == 0)
		return 0;
	while (end < s->n && word_is_street(s->words[end]))
		end++;
	if (end < s->n && word_is_direction(s->words[end]) && end + 1 == s->n)
		end++;
	return end;
}

static bool starts_with_number(const struct segment *s)
{
	return s->n > 0 && word_is_number(s->words[0], NULL, NULL);
}

/* The place of a number inside a segment with a street behind it, or n. */
static size_t inner_number(const struct segment *s)
{
	for (size_t i = 1; i + 1 < s->n; i++) {
		struct segment rest = {s->words + i + 1, s->n - i - 1};
		if (word_is_number(s->words[i], NULL, NULL) && street_end(&rest, true))
			return i;
	}
	return s->n;
}

/* "ASHTON COURT MILL LANE", "ROSE COTTAGE MILL LANE": the words of the building before
 * a whole street name. */
static size_t building_end(const struct segment *s, size_t street_n)
{
	static const char *const homes[] = {"COTTAGE", "BUNGALOW", "VILLA", "RECTORY",
		"VICARAGE", "BARN", "FARM", "FARMHOUSE"};
	for (size_t i = 1; i + 2 < street_n; i++) {
		bool home = false;
		for (size_t k = 0; k < COUNT(homes); k++)
			home = home || segment_word_is(s, i, homes[k]);
		if (home || word_is_building(s->words[i]))
			return i + 1;
	}
	return 0;
}

static const char *add(struct arena *arena, const char *old, const char *more)
{
	if (!more[0] || strcmp(old, more) == 0)
		return old;
	return old[0] ? str_printf(arena, "%s %s", old, more) : more;
}

static const char *all_of(struct arena *arena, struct segment *s)
{
	const char *text = words_join(arena, s->words, s->n);
	s->n = 0;
	return text;
}

const char *parts_front(struct arena *arena, struct segment *s, size_t n)
{
	const char *text = words_join(arena, s->words, n);
	segment_drop(s, n);
	return text;
}

/* Whether a segment holds a street or a numbered name. */
static bool has_street(const struct segment *s)
{
	return street_end(s, false) > 0 || inner_number(s) < s->n ||
	       (s->n > 1 && starts_with_number(s));
}

static bool ends_as_building(const struct segment *s)
{
	return s->n > 0 && word_is_building(s->words[s->n - 1]);
}

void parts_take_number(struct arena *arena, struct address *a, struct segment *s)
{
	int from = 0, to = 0;
	const char *number = take_number(arena, s, &from, &to);
	if (!number[0])
		return;
	/* "12, 14 High Street": the first is the flat's. */
	if (a->number[0] && !a->sub_building[0])
		a->sub_building = str_printf(arena, "FLAT %s", a->number);
	a->number = number;
	a->number_from = from;
	a->number_to = to;
}

/* The segment of the street: [building] [number] street [unit] [town]. */
static void take_street(struct arena *arena, struct address *a, struct segment *s)
{
	size_t unit = parts_inner_unit(s, 1), at = inner_number(s);
	bool number_first = starts_with_number(s);
	if (!number_first && unit < at && !a->sub_building[0]) {
		a->building = add(arena, a->building, parts_front(arena, s, unit));
		a->sub_building = parts_take_unit(arena, s);
	} else if (!number_first && at < s->n) {
		a->building = add(arena, a->building, parts_front(arena, s, at));
	}
	parts_take_number(arena, a, s);
	if (!a->sub_building[0])
		a->sub_building = parts_take_unit(arena, s);
	size_t end = street_end(s, a->number[0] != '\0');
	size_t house = a->number[0] && !a->sub_building[0] ? 0 : building_end(s, end);
	if (house > 0) {
		a->building = add(arena, a->building, parts_front(arena, s, house));
		end -= house;
	}
	a->street = end > 0 ? parts_front(arena, s, end) : all_of(arena, s);
	if (!a->number[0] && starts_with_number(s))
		parts_take_number(arena, a, s);
	if (s->n > 0 && !a->sub_building[0])
		a->sub_building = parts_take_unit(arena, s);
}

/* "14 Ashton Court" before the street's own segment: a flat in a building. */
void parts_take_building(struct arena *arena, struct address *a, struct segment *s)
{
	int from, to;
	bool named = s->n > 1 && starts_with_number(s);
	if (named) {
		const char *number = take_number(arena, s, &from, &to);
		if (!a->sub_building[0])
			a->sub_building = str_printf(arena, "FLAT %s", number);
	} else if (s->n == 1 && starts_with_number(s)) {
		parts_take_number(arena, a, s);
	}
	a->building = add(arena, a->building, all_of(arena, s));
}

/* "SEVEN" right before a street that is known. */
static const char *spelt_number(const char *word)
{
	static const char *const words[] = {"ONE", "TWO", "THREE", "FOUR", "FIVE",
		"SIX", "SEVEN", "EIGHT", "NINE", "TEN", "ELEVEN", "TWELVE"};
	static const char *const figures[] = {
		"1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"};
	for (size_t i = 0; i < COUNT(words); i++)
		if (strcmp(word, words[i]) == 0)
			return figures[i];
	return NULL;
}

void parts_take_premises(struct arena *arena, struct address *a, struct segment *s)
{
	if (s->n > 0 && spelt_number(s->words[s->n - 1]))
		s->words[s->n - 1] = spelt_number(s->words[s->n - 1]);
	size_t unit = parts_unit_place(s);
	/* "FIRST FLOOR FLAT 65": the house's number. */
	if (unit < s->n && parts_floor_at(s, unit) > 0 && !a->number[0] &&
		word_is_number(s->words[s->n - 1], NULL, NULL)) {
		struct segment number = {s->words + s->n - 1, 1};
		parts_take_number(arena, a, &number);
		s->n--;
	}
	struct segment before = {s->words, unit < s->n ? unit : 0};
	segment_drop(s, before.n);
	if (!a->sub_building[0])
		a->sub_building = parts_take_unit(arena, s);
	size_t last = s->n;
	while (last > 0 && !word_is_number(s->words[last - 1], NULL, NULL))
		last--;
	/* The number stands next to the street, or has a letter between. */
	if (last > 0 && last + 1 >= s->n) {
		struct segment number = {s->words + last - 1, s->n - last + 1};
		s->n = last - 1;
		parts_take_number(arena, a, &number);
	} else if (before.n > 0 && starts_with_number(&before)) {
		parts_take_number(arena, a, &before);
	}
	parts_take_building(arena, a, &before);
	parts_take_building(arena, a, s);
}

/* "ST ALBANS ST ALBANS": whether the second half repeats the first. */
static bool same_words(const struct segment *s, size_t half)
{
	for (size_t i = 0; i < half; i++)
		if (strcmp(s->words[i], s->words[half + i]) != 0)
			return false;
	return true;
}

/* The last that is no county is the town, those before it the locality. */
void parts_take_towns(
	struct arena *arena, struct address *a, struct segments *all, size_t from)
{
	for (size_t i = from; i < all->n; i++) {
		struct segment *s = &all->items[i];
		const char *unit = a->sub_building[0] ? "" : parts_take_unit(arena, s);
		if (unit[0])
			a->sub_building = unit;
		size_t half = s->n / 2;
		if (s->n == 2 * half && same_words(s, half))
			s->n = half;
		const char *name = all_of(arena, s);
		if (!name[0] || word_is_county(name) || strcmp(name, a->town) == 0)
			continue;
		a->locality = add(arena, a->locality, a->town);
		a->town = name;
	}
}

/* "14 ASHTON COURT", "3 THE GRANARY" before a whole street: a flat of a building. */
static bool numbers_building(const struct segments *all, size_t i)
{
	const struct segment *s = &all->items[i];
	bool later = false;
	for (size_t k = i + 1; k < all->n; k++)
		later = later || street_end(&all->items[k], false) > 0;
	if (!later || street_end(s, false) > 0)
		return false;
	if (ends_as_building(s))
		return true;
	const struct segment *next = &all->items[i + 1];
	return s->n > 1 && starts_with_number(s) &&
	       !word_is_weak_street(s->words[s->n - 1]) &&
	       !one_word_street(s->words[s->n - 1]) && !starts_with_number(next) &&
	       street_end(next, false) == next->n;
}

/* The index of the segment with the street, or n. A numbered building is passed over
 * where a street follows. */
static size_t street_segment(const struct segments *all)
{
	for (size_t i = 0; i < all->n; i++)
		if (has_street(&all->items[i]) && !numbers_building(all, i))
			return i;
	return all->n;
}

static void take_parts(struct arena *arena, struct address *a, struct segments *all)
{
	for (size_t i = 0; i < all->n && !a->sub_building[0]; i++) {
		struct segment *s = &all->items[i];
		size_t unit = parts_inner_unit(s, 1);
		a->sub_building = parts_take_unit(arena, s);
		if (has_street(s))
			break;
		/* "POSSIBLY FLAT 6": words before it say nothing of the house. */
		if (!a->sub_building[0] && unit < s->n && i + 1 < all->n &&
			!starts_with_number(s)) {
			struct segment rest = {s->words + unit, s->n - unit};
			a->sub_building = parts_take_unit(arena, &rest);
			if (rest.n == 0)
				s->n = unit;
			else
				*s = rest;
		}
	}
	size_t at = street_segment(all), town;
	/* A number alone belongs to the name after it: "Flat 2, 14, The Shambles". */
	for (size_t i = 0; i < all->n && at == all->n; i++)
		if (all->items[i].n == 1 && i + 1 < all->n &&
			word_is_number(all->items[i].words[0], NULL, NULL))
			at = i + 1;
	if (at == all->n) {
		/* No street: the first that says anything is the building. */
		for (town = 0; town < all->n && !a->building[0]; town++)
			parts_take_building(arena, a, &all->items[town]);
		parts_take_towns(arena, a, all, town);
		return;
	}
	for (size_t i = 0; i < at; i++)
		parts_take_building(arena, a, &all->items[i]);
	take_street(arena, a, &all->items[at]);
	parts_take_towns(arena, a, all, at);
}

/* The text with its postcode cut out. */
static const char *without_postcode(
	struct arena *arena, const char *text, struct postcode *postcode)
{
	size_t start, end;
	if (!postcode_find(text, postcode, &start, &end))
		return text;
	return str_printf(arena, "%.*s, %s", (int)start, text, text + end);
}

const char *parts_normal(struct arena *arena, const struct segments *all)
{
	struct strbuf out;
	strbuf_init(&out, arena);
	for (size_t i = 0; i < all->n; i++) {
		strbuf_add(&out, out.n > 0 && all->items[i].n > 0 ? " " : "");
		strbuf_add(
			&out, words_join(arena, all->items[i].words, all->items[i].n));
	}
	return out.text;
}

/* "A / B", "A AND B" where both are whole names of streets without a number. */
static bool two_roads(struct arena *arena, const struct segment *s)
{
	struct segment first = *s, second = {NULL, 0};
	for (size_t i = 0; i < s->n; i++)
		if (word_is_number(s->words[i], NULL, NULL))
			return false;
	if (!segment_part_roads(&first, &second, true))
		return false;
	words_expand(arena, &first);
	words_expand(arena, &second);
	return first.n > 1 && second.n > 1 && street_end(&first, false) == first.n &&
	       street_end(&second, false) > 0;
}

/* The first segment holds both roads, or the second begins with "JCT WITH". */
static bool part_roads(struct arena *arena, const struct address *a,
	struct segments *all, struct segment *second)
{
	struct segment *s = &all->items[0];
	bool two = a->relation == RELATION_JUNCTION || a->relation == RELATION_BETWEEN;
	bool trailing = s->n > 2 && (segment_word_is(s, s->n - 1, "JUNCTION") ||
					    segment_word_is(s, s->n - 1, "JCT"));
	s->n -= trailing;
	if (segment_part_roads(
		    s, second, two || trailing || (s->n < 16 && two_roads(arena, s))))
		return true;
	s->n += trailing;
	struct segment next = all->n > 1 ? all->items[1] : (struct segment){NULL, 0};
	if (segment_relation(&next) != RELATION_JUNCTION)
		return false;
	*second = next;
	all->n--;
	memmove(all->items + 1, all->items + 2, (all->n - 1) * sizeof *all->items);
	return true;
}

/* "14 HIGH STREET, NEAR ASHBY": a village's town, no relation of the house. */
static void drop_near(struct segments *all)
{
	for (size_t i = 1; i < all->n; i++) {
		struct segment s = all->items[i];
		if (segment_relation(&s) == RELATION_NEAR)
			all->items[i] = s;
	}
}

/* Takes relation and second road off, and expands what is left. */
static void take_relations(struct arena *arena, struct address *a, struct segments *all)
{
	struct segment second = {NULL, 0};
	if (all->n == 0)
		return;
	a->relation = segment_relation(&all->items[0]);
	bool between = a->relation == RELATION_BETWEEN;
	if (part_roads(arena, a, all, &second) && !between)
		a->relation = RELATION_JUNCTION;
	drop_near(all);
	for (size_t i = 0; i < all->n; i++)
		words_expand(arena, &all->items[i]);
	words_expand(arena, &second);
	a->normal = parts_normal(arena, all);
	if (second.n == 0)
		return;
	a->normal = str_printf(arena, "%s AND %s", a->normal,
		words_join(arena, second.words, second.n));
	size_t end = street_end(&second, true);
	a->street2 = parts_front(arena, &second, end > 0 ? end : second.n);
	a->town = all_of(arena, &second);
	a->street = all_of(arena, &all->items[0]);
}

struct segments address_segments(
	struct arena *arena, const char *text, struct postcode *postcode)
{
	const char *clean = address_clean(arena, str_or_empty(text));
	return words_split(arena, without_postcode(arena, clean, postcode));
}

struct address address_parse(struct arena *arena, const char *text)
{
	struct address a = {.special = address_special(text)};
	a.sub_building = a.building = a.number = a.street = a.street2 = "";
	a.locality = a.town = a.normal = "";
	if (a.special != ADDRESS_PLACE)
		return a;
	struct segments all = address_segments(arena, text, &a.postcode);
	take_relations(arena, &a, &all);
	if (a.street[0])
		parts_take_towns(arena, &a, &all, 1);
	else
		take_parts(arena, &a, &all);
	return a;
}

const char *address_key(struct arena *arena, const struct address *a, unsigned parts)
{
	const char *premises = a->number[0] ? a->number : a->building;
	if (((parts & ADDRESS_PREMISES) && !premises[0]) ||
		((parts & ADDRESS_STREET) && !a->street[0]))
		return NULL;
	return str_printf(arena, "%s|%s|%s", parts & ADDRESS_SUB ? a->sub_building : "",
		parts & ADDRESS_PREMISES ? premises : "",
		parts & ADDRESS_STREET ? a->street : "");
}

const char *address_normal(struct arena *arena, const char *text)
{
	struct segments all = words_split(arena, text);
	for (size_t i = 0; i < all.n; i++)
		words_expand(arena, &all.items[i]);
	return parts_normal(arena, &all);
}
