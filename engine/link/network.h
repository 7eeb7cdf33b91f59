/* Who is tied to whom: children, adults, addresses as one weighted graph (igraph).
 *
 * The nodes are numbered 0 … n-1 by the caller, who knows what each is. Ties have no
 * direction; those between the same two nodes add up; a tie of a node to itself is
 * ignored. Groups are connected components: membership is a fact. Communities are the
 * denser parts inside groups by the Leiden method (Traag, Waltman, van Eck 2019, doi
 * 10.1038/s41598-019-41695-z) on modularity: a reading that depends on the seed and on
 * `resolution`, never a fact.
 *
 * O(nodes + ties) for groups; Leiden near-linear, 100,000 nodes and 300,000 ties in
 * seconds. igraph 0.10 stops after one iteration when told to run until stable
 * (n_iterations -1, upstream #2798): iterations are counted here until nothing moves.
 */
#ifndef LASTSEEN_LINK_NETWORK_H
#define LASTSEEN_LINK_NETWORK_H

#include "base/context.h"

struct tie {
	uint32_t a, b;
	int kind;      /* the caller's; ties of all kinds count alike */
	double weight; /* > 0 */
};

struct network_options {
	bool no_communities;
	double resolution;  /* 1: modularity as Newman and Girvan have it */
	int iterations_max; /* of Leiden */
};
#define NETWORK_OPTIONS_DEFAULT ((struct network_options){false, 1.0, 50})

/* Numbers of groups and communities: by size, largest first, then by least member. A
 * node without ties is a group and a community by itself. */
struct network {
	size_t nodes_n, groups_n, communities_n;
	uint32_t *group_of, *community_of;     /* per node */
	uint32_t *group_size, *community_size; /* per group, per community */
	uint32_t *degree;                      /* per node: distinct neighbours */
	double *strength;  /* per node: sum of the weights of its ties */
	double modularity; /* of the communities; 0 without ties */
};

/* options NULL: the default. Depends on ctx->seed (communities only). Results in
 * ctx->arena. ERR_DATA for a weight that is not above 0 or a node out of range. */
MUST_USE enum err_code network_build(struct context *ctx, size_t nodes_n,
	const struct tie *ties, size_t ties_n, const struct network_options *options,
	struct network *network);

#endif
