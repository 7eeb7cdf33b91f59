#include "../unit.h"
#include "base/random.h"
#include "link/network.h"
#include <math.h>
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

static void groups_by_size_then_member(void **state)
{
	(void)state;
	/* 0-1, 2-3-4, 5 alone; a double tie and a loop. */
	const struct tie ties[] = {
		{4, 3, 0, 1}, {1, 0, 0, 1}, {0, 1, 2, 0.5}, {2, 3, 1, 2}, {5, 5, 0, 1}};
	struct network n;
	assert_int_equal(network_build(&ctx, 6, ties, 5, NULL, &n), ERR_OK);
	static const uint32_t group[] = {1, 1, 0, 0, 0, 2},
			      degree[] = {1, 1, 1, 2, 1, 0};
	static const double strength[] = {1.5, 1.5, 2, 3, 1, 0};
	assert_int_equal(n.groups_n, 3);
	for (size_t i = 0; i < 6; i++) {
		assert_int_equal(n.group_of[i], group[i]);
		assert_int_equal(n.degree[i], degree[i]);
		assert_true(fabs(n.strength[i] - strength[i]) < 1e-12);
	}
	assert_int_equal(n.group_size[0], 3);
	assert_int_equal(n.group_size[2], 1);
}

static void refuses_bad_ties(void **state)
{
	(void)state;
	const struct tie bad[] = {{0, 2, 0, 1}, {0, 1, 0, 0}, {0, 1, 0, -1},
		{0, 1, 0, NAN}, {0, 1, 0, INFINITY}};
	struct network n;
	for (size_t i = 0; i < 5; i++) {
		assert_int_equal(
			network_build(&ctx, 2, &bad[i], 1, NULL, &n), ERR_DATA);
		err_clear(&ctx);
	}
	assert_int_equal(network_build(&ctx, 0, NULL, 0, NULL, &n), ERR_OK);
	assert_int_equal(n.groups_n, 0);
	assert_int_equal(network_build(&ctx, 3, NULL, 0, NULL, &n), ERR_OK);
	assert_int_equal(n.groups_n, 3);
	assert_int_equal(n.communities_n, 3);
	assert_true(n.modularity == 0);
}

/* Zachary's karate club (J. Anthropol. Res. 33, 1977), nodes from 0. */
static const uint8_t karate[][2] = {{0, 1}, {0, 2}, {0, 3}, {0, 4}, {0, 5}, {0, 6},
	{0, 7}, {0, 8}, {0, 10}, {0, 11}, {0, 12}, {0, 13}, {0, 17}, {0, 19}, {0, 21},
	{0, 31}, {1, 2}, {1, 3}, {1, 7}, {1, 13}, {1, 17}, {1, 19}, {1, 21}, {1, 30},
	{2, 3}, {2, 7}, {2, 8}, {2, 9}, {2, 13}, {2, 27}, {2, 28}, {2, 32}, {3, 7},
	{3, 12}, {3, 13}, {4, 6}, {4, 10}, {5, 6}, {5, 10}, {5, 16}, {6, 16}, {8, 30},
	{8, 32}, {8, 33}, {9, 33}, {13, 33}, {14, 32}, {14, 33}, {15, 32}, {15, 33},
	{18, 32}, {18, 33}, {19, 33}, {20, 32}, {20, 33}, {22, 32}, {22, 33}, {23, 25},
	{23, 27}, {23, 29}, {23, 32}, {23, 33}, {24, 25}, {24, 27}, {24, 31}, {25, 31},
	{26, 29}, {26, 33}, {27, 33}, {28, 31}, {28, 33}, {29, 32}, {29, 33}, {30, 32},
	{30, 33}, {31, 32}, {31, 33}, {32, 33}};
#define KARATE_N (sizeof karate / sizeof karate[0])

/* The greatest modularity is 0.4198 in 4 communities (Brandes et al. 2008, doi
 * 10.1109/TKDE.2007.190689). */
static void finds_the_published_communities(void **state)
{
	(void)state;
	struct tie ties[KARATE_N];
	for (size_t i = 0; i < KARATE_N; i++)
		ties[i] = (struct tie){karate[i][0], karate[i][1], 0, 1};
	struct network n;
	assert_int_equal(network_build(&ctx, 34, ties, KARATE_N, NULL, &n), ERR_OK);
	assert_int_equal(n.groups_n, 1);
	assert_int_equal(n.communities_n, 4);
	assert_true(fabs(n.modularity - 0.4197896) < 1e-6);
	assert_int_equal(n.degree[33], 17);
	for (size_t i = 1; i < n.communities_n; i++)
		assert_true(n.community_size[i] <= n.community_size[i - 1]);
}

/* The same modularity by its definition, from the ties. */
static double modularity_of(
	const struct network *n, const struct tie *ties, size_t ties_n, double *sum)
{
	double inside = 0, expected = 0;
	*sum = 0;
	for (size_t i = 0; i < ties_n; i++) {
		*sum += ties[i].weight;
		if (n->community_of[ties[i].a] == n->community_of[ties[i].b])
			inside += ties[i].weight;
	}
	for (size_t c = 0; c < n->communities_n; c++) {
		double total = 0;
		for (size_t i = 0; i < n->nodes_n; i++)
			total += n->community_of[i] == c ? n->strength[i] : 0;
		expected += total * total / (4 * *sum * *sum);
	}
	return inside / *sum - expected;
}

static void repeats_and_ignores_order(void **state)
{
	(void)state;
	enum { NODES = 300, TIES = 600 };
	static struct tie ties[TIES], shuffled[TIES];
	struct stream s = stream_make(3, 2, 0);
	for (size_t i = 0; i < TIES; i++) {
		uint32_t block = stream_below(&s, 10) * 30;
		ties[i] = (struct tie){block + stream_below(&s, 30),
			stream_below(&s, 10) ? block + stream_below(&s, 30)
					     : stream_below(&s, NODES),
			0, 0.5 + stream_01(&s)};
		ties[i].b =
			ties[i].b == ties[i].a ? (ties[i].a + 1) % NODES : ties[i].b;
	}
	uint32_t order[TIES];
	for (uint32_t i = 0; i < TIES; i++)
		order[i] = i;
	stream_shuffle_u32(&s, order, TIES);
	for (size_t i = 0; i < TIES; i++) {
		shuffled[i] = ties[order[i]];
		shuffled[i].a = ties[order[i]].b;
		shuffled[i].b = ties[order[i]].a;
	}
	struct network a, b;
	double sum;
	assert_int_equal(network_build(&ctx, NODES, ties, TIES, NULL, &a), ERR_OK);
	assert_int_equal(network_build(&ctx, NODES, shuffled, TIES, NULL, &b), ERR_OK);
	assert_memory_equal(a.community_of, b.community_of, sizeof(uint32_t) * NODES);
	assert_memory_equal(a.group_of, b.group_of, sizeof(uint32_t) * NODES);
	assert_memory_equal(a.strength, b.strength, sizeof(double) * NODES);
	assert_true(a.modularity == b.modularity);
	assert_true(fabs(modularity_of(&a, ties, TIES, &sum) - a.modularity) < 1e-9);
	/* Communities never cross groups. */
	for (size_t i = 0; i < NODES; i++)
		for (size_t j = 0; j < NODES; j++)
			if (a.community_of[i] == a.community_of[j])
				assert_int_equal(a.group_of[i], a.group_of[j]);
	struct network_options none = NETWORK_OPTIONS_DEFAULT;
	none.no_communities = true;
	assert_int_equal(network_build(&ctx, NODES, ties, TIES, &none, &b), ERR_OK);
	assert_int_equal(b.communities_n, b.groups_n);
	assert_memory_equal(b.community_of, b.group_of, sizeof(uint32_t) * NODES);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(groups_by_size_then_member),
		cmocka_unit_test(refuses_bad_ties),
		cmocka_unit_test(finds_the_published_communities),
		cmocka_unit_test(repeats_and_ignores_order),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
