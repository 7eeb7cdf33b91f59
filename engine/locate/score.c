#include "locate/score.h"
#include "base/str.h"
#include <stdio.h>
#include <string.h>

enum { SLIP_MAX = 64 };

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Optimal string alignment: Levenshtein's distance with swaps of neighbours as one.
 * Exact up to `allowed`, else more than it: cells further than that from the diagonal
 * are not looked at, and it ends where no row can come back (Ukkonen, Inf. Control 64
 * (1985), doi 10.1016/S0019-9958(85)80046-2). O(n * allowed). */
static size_t slips(const char *a, size_t n, const char *b, size_t m, size_t allowed)
{
	size_t rows[3][SLIP_MAX + 2];
	size_t *older = rows[0], *old = rows[1], *now = rows[2], fewest_old = 0;
	for (size_t j = 0; j <= m; j++)
		old[j] = older[j] = j;
	for (size_t i = 1; i <= n; i++) {
		size_t from = i > allowed ? i - allowed : 1, to = least(m, i + allowed);
		size_t fewest = now[from - 1] = from == 1 ? i : allowed + 1;
		for (size_t j = from; j <= to; j++) {
			size_t above = j < i + allowed ? old[j] : allowed + 1;
			now[j] = least(old[j - 1] + (a[i - 1] != b[j - 1]),
				least(above, now[j - 1]) + 1);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
				a[i - 2] == b[j - 1])
				now[j] = least(now[j], older[j - 2] + 1);
			fewest = least(fewest, now[j]);
		}
		if (fewest > allowed && fewest_old >= allowed)
			return allowed + 1;
		fewest_old = fewest;
		size_t *free_row = older;
		older = old;
		old = now;
		now = free_row;
	}
	return old[m];
}

size_t score_slips(const char *a, const char *b)
{
	size_t n = strlen(a), m = strlen(b), shorter = least(n, m);
	size_t allowed = shorter >= 10 ? 2 : shorter >= 5 ? 1 : 0;
	if (allowed == 0 || n > SLIP_MAX || m > SLIP_MAX ||
		(n > m ? n - m : m - n) > allowed)
		return SIZE_MAX;
	size_t found = slips(a, n, b, m, allowed);
	return found <= allowed ? found : SIZE_MAX;
}

bool score_alike(const char *a, const char *b)
{
	return score_slips(a, b) != SIZE_MAX;
}

static enum agreement one_sided(const char *written, const char *listed)
{
	if (!*written)
		return *listed ? AGREE_UNWRITTEN : AGREE_NEITHER;
	return AGREE_UNLISTED;
}

static enum agreement compare_names(const char *written, const char *listed)
{
	if (!*written || !*listed)
		return one_sided(written, listed);
	if (strcmp(written, listed) == 0)
		return AGREE_SAME;
	return score_alike(written, listed) ? AGREE_LIKE : AGREE_DIFFERENT;
}

/* RAINBOW LANE and RAINBOW ROAD: people mix up what a street is, seldom its name. */
static bool other_type(const char *a, const char *b)
{
	const char *last_a = strrchr(a, ' '), *last_b = strrchr(b, ' ');
	if (!last_a || !last_b || last_a - a != last_b - b || last_a - a < 4)
		return false;
	return strncmp(a, b, (size_t)(last_a - a)) == 0;
}

/* "RAINBOW" for RAINBOW LANE. */
static bool without_type(const char *written, const char *listed)
{
	size_t n = strlen(written);
	const char *last = strrchr(listed, ' ');
	return last && n >= 4 && n == (size_t)(last - listed) &&
	       strncmp(written, listed, n) == 0;
}

static enum agreement compare_streets(const char *written, const char *listed)
{
	enum agreement a = compare_names(written, listed);
	bool like = a == AGREE_DIFFERENT &&
		    (other_type(written, listed) || without_type(written, listed));
	return like ? AGREE_LIKE : a;
}

/* "ASHTON HOUSE" is in "THE ASHTON HOUSE HOTEL". */
static bool has_words(const char *text, const char *words)
{
	size_t n = strlen(words);
	for (const char *at = strstr(text, words); at; at = strstr(at + 1, words))
		if ((at == text || at[-1] == ' ') && (at[n] == ' ' || at[n] == '\0'))
			return n >= 5;
	return false;
}

/* A run of two words or more that both have: "RECEPTION SPICE GARDEN" and "SPICE GARDEN
 * STATION YARD". */
#define RUN_LEAST 8
static bool share_run(const char *a, const char *b)
{
	for (const char *p = a; *p;) {
		const char *space = strchr(p, ' ');
		if (!space)
			return false;
		size_t n = (size_t)(space - p) + 1 + strcspn(space + 1, " ");
		char run[SLIP_MAX];
		if (n >= RUN_LEAST && n < sizeof run) {
			memcpy(run, p, n);
			run[n] = '\0';
			if (has_words(b, run))
				return true;
		}
		p = space + 1;
	}
	return false;
}

static const char *without_the(const char *name)
{
	return strncmp(name, "THE ", 4) == 0 ? name + 4 : name;
}

/* "KFC CAR PARK": the name, and what is beside it. */
static bool begins_with(const char *text, const char *words)
{
	size_t n = strlen(words);
	return n >= 3 && strncmp(text, words, n) == 0 && text[n] == ' ';
}

static enum agreement compare_buildings(const char *written, const char *listed)
{
	enum agreement a = compare_names(written, listed);
	if (a != AGREE_DIFFERENT)
		return a;
	const char *w = without_the(written), *l = without_the(listed);
	/* "LONDIS" for LONDIS CANAL ESTATE. */
	if (strcmp(w, l) == 0 || begins_with(l, w))
		return AGREE_SAME;
	bool like = has_words(written, listed) || has_words(listed, written) ||
		    begins_with(w, l) || share_run(w, l);
	return like ? AGREE_LIKE : AGREE_DIFFERENT;
}

struct range {
	int from, to;
	char letter; /* after the only number; '\0' none */
};

static struct range range_of(const char *text)
{
	struct range r = {0};
	const char *p = text;
	for (; *p >= '0' && *p <= '9' && r.from < 100000; p++)
		r.from = r.from * 10 + (*p - '0');
	r.to = r.from;
	if (*p >= 'A' && *p <= 'Z' && p[1] == '\0')
		r.letter = *p;
	const char *dash = strchr(text, '-');
	if (!dash)
		return r;
	r.to = 0;
	for (p = dash + 1; *p >= '0' && *p <= '9' && r.to < 100000; p++)
		r.to = r.to * 10 + (*p - '0');
	return r;
}

/* 20 and 92A are in 18-22 and 92-92A; 19 may be across the street. */
static bool within(const char *wide, struct range w, struct range narrow)
{
	return strchr(wide, '-') && narrow.from >= w.from && narrow.to <= w.to &&
	       (narrow.from - w.from) % 2 == 0;
}

/* The last word of "FLAT B" where it is one letter; else '\0'. */
static char sub_letter(const char *sub)
{
	size_t n = strlen(sub);
	return n >= 2 && sub[n - 2] == ' ' && sub[n - 1] >= 'A' && sub[n - 1] <= 'Z'
		       ? sub[n - 1]
		       : '\0';
}

/* "12B" written and "FLAT B", "12" listed, or the other way round. */
static bool letter_is_flat(struct range numbered, const char *numbered_sub,
	struct range plain, const char *plain_sub)
{
	return numbered.letter && !*numbered_sub && !plain.letter &&
	       numbered.from == plain.from && sub_letter(plain_sub) == numbered.letter;
}

static enum agreement compare_numbers(const char *written, const char *listed)
{
	if (!*written || !*listed)
		return one_sided(written, listed);
	if (strcmp(written, listed) == 0)
		return AGREE_SAME;
	struct range w = range_of(written), l = range_of(listed);
	if (within(listed, l, w) && !strchr(written, '-'))
		return AGREE_SAME;
	/* "39C" where only 39 is listed. */
	bool letter = w.from == l.from && !w.letter != !l.letter &&
		      !strpbrk(written, "-/") && !strpbrk(listed, "-/");
	return letter || within(listed, l, w) || within(written, w, l)
		       ? AGREE_LIKE
		       : AGREE_DIFFERENT;
}

/* Words that say what kind of part it is, not which. */
static bool says_kind(const char *word, size_t n)
{
	static const char *const words[] = {"FLAT", "FLOOR", "FLOORS", "UNIT", "ROOM",
		"AND", "THE", "NUMBER", "APARTMENT", "SUITE", "OFFICE", "STUDIO"};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strlen(words[i]) == n && strncmp(word, words[i], n) == 0)
			return true;
	return false;
}

struct telling {
	size_t n, shared; /* words that tell; those that the other has too */
};

/* The words of `a` that tell which, and how many of them `b` has. */
static struct telling telling_of(const char *a, const char *b)
{
	struct telling t = {0};
	for (const char *p = a; *p;) {
		size_t n = strcspn(p, " ");
		if (n > 0 && !says_kind(p, n)) {
			t.n++;
			for (const char *q = b; *q;) {
				size_t m = strcspn(q, " ");
				if (m == n && strncmp(p, q, n) == 0) {
					t.shared++;
					break;
				}
				q += m + (q[m] == ' ');
			}
		}
		p += n + (p[n] == ' ');
	}
	return t;
}

/* FLAT B and FLAT 2 may be one: a letter counts as its place in the alphabet. */
static enum agreement compare_subs(const char *written, const char *listed)
{
	if (!*written || !*listed)
		return one_sided(written, listed);
	if (strcmp(written, listed) == 0)
		return AGREE_SAME;
	struct telling of_w = telling_of(written, listed);
	struct telling of_l = telling_of(listed, written);
	if (of_w.n == of_w.shared && of_l.n == of_l.shared)
		return AGREE_SAME;
	if ((of_w.n > 0 && of_w.shared == of_w.n) ||
		(of_l.n > 0 && of_l.shared == of_l.n))
		return AGREE_LIKE;
	const char *w = strrchr(written, ' '), *l = strrchr(listed, ' ');
	if (!w || !l)
		return AGREE_DIFFERENT;
	char letter = sub_letter(written);
	const char *number = l + 1;
	if (!letter) {
		letter = sub_letter(listed);
		number = w + 1;
	}
	int place = letter ? letter - 'A' + 1 : 0, value = range_of(number).from;
	return place && place == value ? AGREE_LIKE : AGREE_DIFFERENT;
}

static enum agreement compare_localities(
	const struct address *w, const struct gazetteer_address *l)
{
	bool written = *w->locality || *w->town, listed = *l->locality || *l->town;
	if (!written || !listed)
		return written  ? AGREE_UNLISTED
		       : listed ? AGREE_UNWRITTEN
				: AGREE_NEITHER;
	const char *const of_text[] = {w->locality, w->town};
	const char *const of_list[] = {l->locality, l->town};
	for (int i = 0; i < 2; i++)
		for (int j = 0; j < 2; j++) {
			const char *a = of_text[i], *b = of_list[j];
			if (!*a || !*b)
				continue;
			if (strcmp(a, b) == 0 || has_words(a, b) || has_words(b, a))
				return AGREE_SAME;
			if (score_alike(a, b))
				return AGREE_LIKE;
		}
	return AGREE_DIFFERENT;
}

/*                                same  alike  neither unwritten unlisted different */
static const double street_points[] = {3.0, 2.0, 0.0, 0.0, -1.0, -4.0};
static const double number_points[] = {5.0, 3.0, 0.0, -1.0, -2.0, -6.0};
static const double sub_points[] = {3.0, 0.5, 1.5, -1.0, -0.5, -5.0};
static const double building_points[] = {5.0, 3.0, 0.5, -0.2, -0.5, -2.0};
static const double locality_points[] = {1.0, 0.5, 0.0, 0.0, 0.0, -1.0};

/* "ASHTON VILLA SOME ROAD" written without a comma: what comes before the listed street
 * is the building. */
static bool split_street(
	const char *street, const char *listed, char building[SLIP_MAX])
{
	size_t n = strlen(street), m = strlen(listed);
	if (m == 0 || n < m + 2 || n - m > SLIP_MAX || street[n - m - 1] != ' ' ||
		strcmp(street + n - m, listed) != 0)
		return false;
	memcpy(building, street, n - m - 1);
	building[n - m - 1] = '\0';
	return true;
}

/* What a number within a listed range has less than the number itself. */
#define IN_RANGE_POINTS 2.0

static struct score score_plain(
	const struct address *w, const struct gazetteer_address *l)
{
	struct score s = {.street = compare_streets(w->street, l->street),
		.number = compare_numbers(w->number, l->number),
		.sub_building = compare_subs(w->sub_building, l->sub_building),
		.building = compare_buildings(w->building, l->building),
		.locality = compare_localities(w, l)};
	s.in_range = s.number == AGREE_SAME && strcmp(w->number, l->number) != 0;
	struct range a = range_of(w->number), b = range_of(l->number);
	if (letter_is_flat(a, w->sub_building, b, l->sub_building) ||
		letter_is_flat(b, l->sub_building, a, w->sub_building)) {
		s.number = AGREE_SAME;
		s.sub_building = AGREE_SAME;
		s.in_range = false;
	}
	/* A name that says which house it is needs no number beside it. */
	double number = number_points[s.number] - (s.in_range ? IN_RANGE_POINTS : 0);
	if ((s.building == AGREE_SAME || s.building == AGREE_LIKE) &&
		s.number == AGREE_UNWRITTEN)
		number = 0;
	/* Nor does the unit that it is in need saying. */
	bool unsaid = s.building == AGREE_SAME && s.sub_building == AGREE_UNWRITTEN &&
		      !*w->number;
	/* What names a house means no other of the street. */
	if (s.building == AGREE_UNLISTED && !*w->number)
		number -= 3;
	/* A flat that is not listed is hardly the shop below it. */
	if (s.building == AGREE_UNWRITTEN && s.sub_building == AGREE_UNLISTED)
		number -= 3;
	s.points = street_points[s.street] + number +
		   (unsaid ? 0 : sub_points[s.sub_building]) +
		   building_points[s.building] + locality_points[s.locality];
	return s;
}

/* "12 BRUNEL HOUSE": flat 12, where the list has the building so; "2/14" and "14/2":
 * a flat and a number in either order. false where there is no such other reading. */
static bool read_otherwise(const struct address *w, const struct gazetteer_address *l,
	int which, char sub[SLIP_MAX], char number[SLIP_MAX], struct address *other)
{
	const char *slash = strchr(w->number, '/');
	size_t n = strlen(w->number);
	if (!*w->number || *w->sub_building || n + 6 >= SLIP_MAX)
		return false;
	*other = *w;
	other->sub_building = sub;
	if (!slash) {
		if (which > 0 || !*w->building || !*l->building)
			return false;
		snprintf(sub, SLIP_MAX, "FLAT %s", w->number);
		other->number = "";
		return true;
	}
	size_t first = (size_t)(slash - w->number);
	other->number = number;
	if (which == 2) {
		/* "33/35": next door to each other, a range. */
		struct range a = range_of(w->number), b = range_of(slash + 1);
		snprintf(number, SLIP_MAX, "%.*s-%s", (int)first, w->number, slash + 1);
		other->sub_building = "";
		return a.from > 0 && b.from == a.from + 2;
	}
	if (which == 0) {
		snprintf(sub, SLIP_MAX, "FLAT %.*s", (int)first, w->number);
		snprintf(number, SLIP_MAX, "%s", slash + 1);
	} else {
		snprintf(sub, SLIP_MAX, "FLAT %s", slash + 1);
		snprintf(number, SLIP_MAX, "%.*s", (int)first, w->number);
	}
	return true;
}

struct score score_address(const struct address *w, const struct gazetteer_address *l)
{
	char building[SLIP_MAX], sub[SLIP_MAX], number[SLIP_MAX];
	struct address split = *w, other;
	if (!*w->building && split_street(w->street, l->street, building)) {
		split.street = l->street;
		split.building = building;
		w = &split;
	}
	struct score best = score_plain(w, l);
	for (int which = 0; which < 3; which++) {
		if (!read_otherwise(w, l, which, sub, number, &other))
			break;
		struct score now = score_plain(&other, l);
		if (now.points > best.points ||
			(which == 2 && now.points == best.points))
			best = now;
	}
	return best;
}
