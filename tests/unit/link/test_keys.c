#include "../unit.h"
#include "base/civil.h"
#include "base/random.h"
#include "link/keys.h"
#include <string.h>

static struct context ctx;

static int set_up(void **state)
{
	(void)state;
	context_init(&ctx);
	return 0;
}
static int tear_down(void **state)
{
	(void)state;
	context_release(&ctx);
	return 0;
}

/* A mention as a test writes it: dob 0 none, else a day; ids "p1 v2 h3". */
static struct key_mention mention(
	const char *ref, const char *name, int dob, const char *ids)
{
	struct key_mention m = {
		ref, name_parse(ctx.arena, name), dob ? dob : KEYS_NO_DOB, NULL, 0};
	struct str_list list = str_split(ctx.arena, ids, ' ');
	struct key_identifier *out =
		arena_array(ctx.arena, struct key_identifier, list.n);
	for (size_t i = 0; i < list.n; i++)
		out[i] = (struct key_identifier){
			list.items[i][0] == 'p'   ? IDENTIFIER_PHONE
			: list.items[i][0] == 'v' ? IDENTIFIER_VEHICLE
						  : IDENTIFIER_HANDLE,
			list.items[i]};
	m.identifiers = out;
	m.identifiers_n = list.n;
	return m;
}

static struct key_groups link_all(const struct key_mention *m, size_t n)
{
	struct key_groups g;
	assert_int_equal(keys_link(&ctx, m, n, NULL, &g), ERR_OK);
	return g;
}

static void expect(const struct key_groups *g, const uint32_t *groups, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (g->group_of[i] != groups[i])
			fail_msg("mention %zu is in group %u, not %u", i,
				g->group_of[i], groups[i]);
}

static bool has_link(
	const struct key_groups *g, uint32_t a, uint32_t b, enum link_reason r)
{
	for (size_t i = 0; i < g->links_n; i++)
		if (g->links[i].a == a && g->links[i].b == b && g->links[i].reason == r)
			return true;
	return false;
}

static bool has_refusal(
	const struct key_groups *g, uint32_t a, uint32_t b, enum refused_reason r)
{
	for (size_t i = 0; i < g->refused_n; i++)
		if (g->refused[i].a == a && g->refused[i].b == b &&
			g->refused[i].reason == r)
			return true;
	return false;
}

static void a_slip_of_the_pen_beside_a_date_of_birth(void **state)
{
	(void)state;
	const struct key_mention m[] = {
		mention("", "Mary Oakfield", 100, ""),
		mention("", "Mary Oakfeild", 100, ""), /* swapped */
		mention("", "Mary Oakfield", 200, ""), /* another's date */
		mention("", "Mary Oakfeild", 0, ""),   /* the name alone: weakly */
		mention("", "Ruth Oakfield", 100, ""), /* another forename */
	};
	struct key_groups g = link_all(m, 5);
	expect(&g, (const uint32_t[]){0, 0, 1, 0, 2}, 5);
	assert_true(has_link(&g, 1, 3, LINK_NAME_ONLY));
	assert_true(has_link(&g, 0, 1, LINK_DOB_SIMILAR));
}

static void each_rule_joins(void **state)
{
	(void)state;
	const struct key_mention m[] = {
		mention("A1", "John Smith", 100, ""),
		mention("A1", "Someone Else", 0, ""), /* by reference */
		mention("", "SMITH, John", 100, ""),  /* by name and date */
		mention("", "Peter Hall", 0, "p1 v1"),
		mention("", "Peter Hall", 200, "v1"), /* by name and vehicle */
		mention("", "Pete Hall", 0, "p1"),    /* by phone and similar name */
		mention("", "Mary Poole", 0, ""),
		mention("", "mary poole", 0, ""), /* by name alone */
		mention("", "Ada Byrne", 0, "p9"),
		mention("", "Ida Quirk", 0, "p9"), /* a phone alone joins nobody */
	};
	struct key_groups g = link_all(m, 10);
	expect(&g, (const uint32_t[]){0, 0, 0, 1, 1, 1, 2, 2, 3, 4}, 10);
	assert_int_equal(g.n, 5);
	assert_true(has_link(&g, 0, 1, LINK_REF));
	assert_true(has_link(&g, 0, 2, LINK_NAME_DOB));
	assert_true(has_link(&g, 3, 4, LINK_NAME_SHARED));
	assert_true(has_link(&g, 6, 7, LINK_NAME_ONLY));
	assert_int_equal(g.links_n, 5);
	assert_true(g.weak[2]);
	assert_false(g.weak[0] || g.weak[1] || g.weak[3] || g.weak[4]);
	assert_int_equal(g.strong_n, 6);
	assert_int_not_equal(g.strong_of[6], g.strong_of[7]);
	assert_true(g.dob_day[0] == 100 && g.dob_day[1] == 200 &&
		    g.dob_day[2] == KEYS_NO_DOB);
	for (size_t i = 0; i < g.links_n; i++)
		assert_true(strlen(link_reason_text(g.links[i].reason)) > 5);
}

static void two_dates_never_meet(void **state)
{
	(void)state;
	const struct key_mention m[] = {
		mention("A1", "John Smith", 100, "p1"),
		mention("A1", "John Smith", 101,
			"p1"),                        /* the same in all but the date */
		mention("A1", "John Smith", 0, "p1"), /* either's */
		mention("", "John Smith", 0, ""),
	};
	struct key_groups g = link_all(m, 4);
	expect(&g, (const uint32_t[]){0, 1, 2, 3}, 4);
	assert_true(has_refusal(&g, 0, 1, REFUSED_DIFFERENT_DOB));
	assert_true(has_refusal(&g, 0, 2, REFUSED_AMBIGUOUS));
	assert_true(has_refusal(&g, 1, 2, REFUSED_AMBIGUOUS));
	assert_int_equal(g.links_n, 0);
}

static void a_chain_is_ambiguous_whatever_its_order(void **state)
{
	(void)state;
	const struct key_mention m[] = {
		mention("", "John Smith", 100, "p1"),
		mention("", "John Smith", 0,
			"p1 v1"), /* the phone says one, the car another */
		mention("", "John Smith", 101, "v1"),
	};
	struct key_groups g = link_all(m, 3);
	expect(&g, (const uint32_t[]){0, 1, 2}, 3);
	const struct key_mention r[] = {m[2], m[1], m[0]};
	g = link_all(r, 3);
	expect(&g, (const uint32_t[]){0, 1, 2}, 3);
	assert_true(has_refusal(&g, 0, 1, REFUSED_AMBIGUOUS));
	assert_true(has_refusal(&g, 1, 2, REFUSED_AMBIGUOUS));
}

static void names_alone_are_weak_or_nothing(void **state)
{
	(void)state;
	const struct key_mention common[] = {
		mention("", "John Smith", 0, ""),
		mention("", "John Smith", 0, ""),
		mention("", "John Smith", 100, ""),
		mention("", "John Smith", 101, ""),
	};
	struct key_groups g = link_all(common, 4);
	expect(&g, (const uint32_t[]){0, 1, 2, 3}, 4);
	assert_true(has_refusal(&g, 0, 1, REFUSED_COMMON_NAME));
	const struct key_mention one[] = {
		mention("", "Ada Byrne", 100, "p1"),
		mention("", "Ada Byrne", 0, ""),
		mention("", "Byrne, Ada", 0, ""),
		mention("", "Ada", 0, ""), /* no full name */
		mention("", "Ada", 0, ""),
		mention("", "unknown male", 0, ""),
		mention("", "unknown male", 0, ""),
	};
	g = link_all(one, 7);
	expect(&g, (const uint32_t[]){0, 0, 0, 1, 2, 3, 4}, 7);
	assert_true(g.weak[0]);
	const struct key_mention two[] = {
		mention("", "Ada Byrne", 0, "p1"),
		mention("", "Ada Byrne", 0, "p2"),
		mention("", "Ada Byrne", 0, ""),
		mention("", "Ada Byrne", 0, ""),
	};
	g = link_all(two, 4);
	expect(&g, (const uint32_t[]){0, 1, 2, 2}, 4);
	assert_true(has_refusal(&g, 0, 2, REFUSED_AMBIGUOUS));
	struct key_options strong = KEY_OPTIONS_DEFAULT;
	strong.no_weak = true;
	assert_int_equal(keys_link(&ctx, two, 4, &strong, &g), ERR_OK);
	assert_int_equal(g.n, 4);
}

static void a_shared_phone_joins_nobody(void **state)
{
	(void)state;
	static const char *const names[] = {"Ann Able", "Bea Broad", "Cat Crane",
		"Dee Dunn", "Eve East", "Fay Frost", "Gia Gold", "Hal Hart",
		"Ida Irons", "Jo Judd", "Kim Kerr", "Lea Lamb", "Bob Marsh",
		"Robert Marsh"};
	struct key_mention m[14];
	for (size_t i = 0; i < 14; i++)
		m[i] = mention("", names[i], 0, "p1");
	struct key_groups g = link_all(m, 14);
	assert_int_equal(g.n, 14);
	assert_true(has_refusal(&g, 12, 13, REFUSED_SHARED));
	g = link_all(m + 4, 10);
	assert_int_equal(g.n, 9);
	/* A vehicle with a similar name is not enough. */
	const struct key_mention car[] = {mention("", "Bob Marsh", 0, "v1"),
		mention("", "Robert Marsh", 0, "v1")};
	g = link_all(car, 2);
	assert_int_equal(g.n, 2);
}

/* Any mentions at all: no group holds two dates, and the order does not matter. */
static void random_mentions_keep_the_rules(void **state)
{
	(void)state;
	enum { N = 60 };
	static const char *const names[] = {"John Smith", "Jon Smith", "Mary Poole",
		"Ada", "unknown", "Peter Hall", "Pete Hall"};
	static const char *const refs[] = {"", "", "", "A", "B"};
	static const char *const ids[] = {
		"", "", "p1", "p2", "v1", "h1", "p1 v1", "p2 h1"};
	for (uint64_t k = 0; k < 200; k++) {
		struct stream s = stream_make(7, 1, k);
		struct key_mention m[N], shuffled[N];
		uint32_t order[N];
		for (uint32_t i = 0; i < N; i++) {
			m[i] = mention(refs[stream_below(&s, 5)],
				names[stream_below(&s, 7)],
				(int)stream_below(&s, 3) * 50,
				ids[stream_below(&s, 8)]);
			order[i] = i;
		}
		stream_shuffle_u32(&s, order, N);
		for (size_t i = 0; i < N; i++)
			shuffled[i] = m[order[i]];
		struct key_groups g = link_all(m, N), h = link_all(shuffled, N);
		assert_int_equal(g.n, h.n);
		assert_int_equal(g.strong_n, h.strong_n);
		for (size_t i = 0; i < N; i++) {
			int64_t dob = g.dob_day[g.group_of[i]];
			assert_true(m[i].dob_day == KEYS_NO_DOB || m[i].dob_day == dob);
			for (size_t j = 0; j < N; j++)
				assert_true(
					(h.group_of[i] == h.group_of[j]) ==
					(g.group_of[order[i]] == g.group_of[order[j]]));
		}
		/* Groups are numbered by first member. */
		uint32_t seen = 0;
		for (size_t i = 0; i < N; i++) {
			assert_true(g.group_of[i] <= seen);
			seen += g.group_of[i] == seen;
		}
		assert_int_equal(g.links_n, N - g.n);
	}
}

static void lists_identifiers(void **state)
{
	(void)state;
	const struct key_mention m[] = {mention("", "A", 0, "v1 p2 p2"),
		mention("", "B", 0, "p1"), mention("", "C", 0, "p2")};
	struct key_recurring *r;
	size_t n;
	keys_identifiers(&ctx, m, 3, &r, &n);
	assert_int_equal(n, 3);
	assert_string_equal(r[0].identifier.value, "p1");
	assert_string_equal(r[1].identifier.value, "p2");
	assert_string_equal(r[2].identifier.value, "v1");
	assert_int_equal(r[1].mentions_n, 2);
	assert_int_equal(r[1].mentions[0], 0);
	assert_int_equal(r[1].mentions[1], 2);
	keys_identifiers(&ctx, NULL, 0, &r, &n);
	assert_int_equal(n, 0);
	struct key_groups g = link_all(NULL, 0);
	assert_int_equal(g.n, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_slip_of_the_pen_beside_a_date_of_birth),
		cmocka_unit_test(each_rule_joins),
		cmocka_unit_test(two_dates_never_meet),
		cmocka_unit_test(a_chain_is_ambiguous_whatever_its_order),
		cmocka_unit_test(names_alone_are_weak_or_nothing),
		cmocka_unit_test(a_shared_phone_joins_nobody),
		cmocka_unit_test(random_mentions_keep_the_rules),
		cmocka_unit_test(lists_identifiers),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
