#include "link/network.h"
#include "base/random.h"
#include <igraph/igraph.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define PURPOSE_LEIDEN 0x4C454944u
#define LEIDEN_BETA 0.01

/* Ties between two nodes as one, a < b, sorted. */
struct edges {
	struct tie *items;
	size_t n;
};

static int by_ends(const void *p, const void *q)
{
	const struct tie *x = p, *y = q;
	if (x->a != y->a)
		return x->a < y->a ? -1 : 1;
	if (x->b != y->b)
		return x->b < y->b ? -1 : 1;
	/* So that sums do not depend on the order of the input. */
	return (x->weight > y->weight) - (x->weight < y->weight);
}

static enum err_code edges_of(struct context *ctx, size_t nodes_n,
	const struct tie *ties, size_t ties_n, struct edges *edges)
{
	edges->items = arena_array(ctx->scratch, struct tie, ties_n);
	edges->n = 0;
	for (size_t i = 0; i < ties_n; i++) {
		struct tie t = ties[i];
		if (t.a >= nodes_n || t.b >= nodes_n)
			return err_set(ctx, ERR_DATA,
				"tie %zu names a node that is not there", i + 1);
		if (!(t.weight > 0) || !isfinite(t.weight))
			return err_set(ctx, ERR_DATA,
				"tie %zu has a weight that is not above 0", i + 1);
		if (t.a == t.b)
			continue;
		if (t.a > t.b)
			t = (struct tie){t.b, t.a, t.kind, t.weight};
		edges->items[edges->n++] = t;
	}
	if (edges->n > 0)
		qsort(edges->items, edges->n, sizeof *edges->items, by_ends);
	size_t kept = 0;
	for (size_t i = 0; i < edges->n; i++) {
		struct tie *last = kept > 0 ? &edges->items[kept - 1] : NULL;
		if (last && last->a == edges->items[i].a &&
			last->b == edges->items[i].b)
			last->weight += edges->items[i].weight;
		else
			edges->items[kept++] = edges->items[i];
	}
	edges->n = kept;
	return ERR_OK;
}

static uint32_t root_of(uint32_t *parent, uint32_t i)
{
	while (parent[i] != i) {
		parent[i] = parent[parent[i]];
		i = parent[i];
	}
	return i;
}

static void components(
	struct context *ctx, size_t nodes_n, const struct edges *edges, uint32_t *label)
{
	uint32_t *parent = arena_array(ctx->scratch, uint32_t, nodes_n);
	for (size_t i = 0; i < nodes_n; i++)
		parent[i] = (uint32_t)i;
	for (size_t i = 0; i < edges->n; i++) {
		uint32_t a = root_of(parent, edges->items[i].a);
		uint32_t b = root_of(parent, edges->items[i].b);
		parent[a < b ? b : a] = a < b ? a : b;
	}
	for (size_t i = 0; i < nodes_n; i++)
		label[i] = root_of(parent, (uint32_t)i);
}

struct rank {
	uint32_t label, size, least;
};

static int by_size(const void *p, const void *q)
{
	const struct rank *x = p, *y = q;
	if (x->size != y->size)
		return x->size > y->size ? -1 : 1;
	return (x->least > y->least) - (x->least < y->least);
}

/* Renumbers labels (below nodes_n) by size, then least member; sizes to *size. */
static size_t renumber(
	struct context *ctx, size_t nodes_n, uint32_t *label, uint32_t **size)
{
	struct rank *ranks = arena_array(ctx->scratch, struct rank, nodes_n);
	uint32_t *at = arena_array(ctx->scratch, uint32_t, nodes_n);
	size_t n = 0;
	for (size_t i = 0; i < nodes_n; i++) {
		if (at[label[i]] == 0) {
			ranks[n++] = (struct rank){label[i], 0, (uint32_t)i};
			at[label[i]] = (uint32_t)n;
		}
		ranks[at[label[i]] - 1].size++;
	}
	if (n > 0)
		qsort(ranks, n, sizeof *ranks, by_size);
	*size = arena_array(ctx->arena, uint32_t, n);
	for (size_t i = 0; i < n; i++) {
		at[ranks[i].label] = (uint32_t)i;
		(*size)[i] = ranks[i].size;
	}
	for (size_t i = 0; i < nodes_n; i++)
		label[i] = at[label[i]];
	return n;
}

/* igraph's objects of one run; all zeroed ones may be destroyed never, the others once.
 */
struct leiden {
	igraph_t graph;
	igraph_vector_int_t ends, membership;
	igraph_vector_t weights, strengths;
	bool has_graph, has_ends, has_membership, has_weights, has_strengths;
};

static void leiden_release(struct leiden *l)
{
	if (l->has_graph)
		igraph_destroy(&l->graph);
	if (l->has_ends)
		igraph_vector_int_destroy(&l->ends);
	if (l->has_membership)
		igraph_vector_int_destroy(&l->membership);
	if (l->has_weights)
		igraph_vector_destroy(&l->weights);
	if (l->has_strengths)
		igraph_vector_destroy(&l->strengths);
}

/* false where igraph has no memory. */
static bool leiden_init(struct leiden *l, size_t nodes_n, const struct edges *edges,
	const double *strength)
{
	igraph_integer_t n = (igraph_integer_t)nodes_n, m = (igraph_integer_t)edges->n;
	memset(l, 0, sizeof *l);
	l->has_ends = igraph_vector_int_init(&l->ends, 2 * m) == IGRAPH_SUCCESS;
	l->has_membership = igraph_vector_int_init(&l->membership, n) == IGRAPH_SUCCESS;
	l->has_weights = igraph_vector_init(&l->weights, m) == IGRAPH_SUCCESS;
	l->has_strengths = igraph_vector_init(&l->strengths, n) == IGRAPH_SUCCESS;
	if (!l->has_ends || !l->has_membership || !l->has_weights || !l->has_strengths)
		return false;
	for (igraph_integer_t i = 0; i < m; i++) {
		VECTOR(l->ends)[2 * i] = edges->items[i].a;
		VECTOR(l->ends)[2 * i + 1] = edges->items[i].b;
		VECTOR(l->weights)[i] = edges->items[i].weight;
	}
	for (igraph_integer_t i = 0; i < n; i++)
		VECTOR(l->strengths)[i] = strength[i];
	l->has_graph = igraph_create(&l->graph, &l->ends, n, IGRAPH_UNDIRECTED) ==
		       IGRAPH_SUCCESS;
	return l->has_graph;
}

/* One iteration after the other, from the last one's communities, until the quality
 * stays. */
static bool leiden_run(struct leiden *l, double sum,
	const struct network_options *options, double *quality)
{
	double best = -INFINITY;
	for (int i = 0; i < options->iterations_max; i++) {
		igraph_integer_t clusters;
		igraph_real_t now;
		if (igraph_community_leiden(&l->graph, &l->weights, &l->strengths,
			    options->resolution / (2 * sum), LEIDEN_BETA, i > 0, 1,
			    &l->membership, &clusters, &now) != IGRAPH_SUCCESS)
			return false;
		*quality = now;
		if (now <= best + 1e-12)
			break;
		best = now;
	}
	return true;
}

/* Labels below nodes_n in n->community_of. igraph keeps its default stream and its
 * error handler outside; both are put back. */
static enum err_code communities(struct context *ctx, const struct edges *edges,
	const struct network_options *options, struct network *n)
{
	double sum = 0;
	for (size_t i = 0; i < edges->n; i++)
		sum += edges->items[i].weight;
	struct leiden l;
	igraph_rng_t rng, *old_rng = igraph_rng_default();
	igraph_error_handler_t *old =
		igraph_set_error_handler(igraph_error_handler_ignore);
	struct stream stream = stream_make(ctx->seed, PURPOSE_LEIDEN, 0);
	bool good = igraph_rng_init(&rng, &igraph_rngtype_mt19937) == IGRAPH_SUCCESS;
	if (good) {
		igraph_rng_seed(&rng, (igraph_uint_t)stream_u64(&stream));
		igraph_rng_set_default(&rng);
		good = leiden_init(&l, n->nodes_n, edges, n->strength) &&
		       leiden_run(&l, sum, options, &n->modularity);
		for (size_t i = 0; good && i < n->nodes_n; i++)
			n->community_of[i] = (uint32_t)VECTOR(l.membership)[i];
		leiden_release(&l);
		igraph_rng_set_default(old_rng);
		igraph_rng_destroy(&rng);
	}
	igraph_set_error_handler(old);
	if (!good)
		return err_set(ctx, ERR_UNSUPPORTED,
			"no memory for the communities of the network: take a shorter "
			"period");
	return ERR_OK;
}

static enum err_code build(struct context *ctx, const struct tie *ties, size_t ties_n,
	const struct network_options *options, struct network *n)
{
	struct edges edges;
	enum err_code code = edges_of(ctx, n->nodes_n, ties, ties_n, &edges);
	if (code)
		return code;
	for (size_t i = 0; i < edges.n; i++) {
		const struct tie *t = &edges.items[i];
		n->degree[t->a]++;
		n->degree[t->b]++;
		n->strength[t->a] += t->weight;
		n->strength[t->b] += t->weight;
	}
	components(ctx, n->nodes_n, &edges, n->group_of);
	n->groups_n = renumber(ctx, n->nodes_n, n->group_of, &n->group_size);
	if (n->nodes_n > 0)
		memcpy(n->community_of, n->group_of,
			n->nodes_n * sizeof *n->community_of);
	if (edges.n > 0 && !options->no_communities)
		code = communities(ctx, &edges, options, n);
	if (!code)
		n->communities_n =
			renumber(ctx, n->nodes_n, n->community_of, &n->community_size);
	return code;
}

enum err_code network_build(struct context *ctx, size_t nodes_n, const struct tie *ties,
	size_t ties_n, const struct network_options *options, struct network *n)
{
	static const struct network_options usual = {false, 1.0, 50};
	memset(n, 0, sizeof *n);
	if (nodes_n >= UINT32_MAX)
		return err_set(ctx, ERR_UNSUPPORTED, "too many nodes for one network");
	n->nodes_n = nodes_n;
	n->group_of = arena_array(ctx->arena, uint32_t, nodes_n);
	n->community_of = arena_array(ctx->arena, uint32_t, nodes_n);
	n->degree = arena_array(ctx->arena, uint32_t, nodes_n);
	n->strength = arena_array(ctx->arena, double, nodes_n);
	struct arena_mark mark = arena_mark(ctx->scratch);
	enum err_code code = build(ctx, ties, ties_n, options ? options : &usual, n);
	arena_reset(ctx->scratch, mark);
	return code;
}
