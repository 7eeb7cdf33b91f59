/* Contiguity of the cells of a lattice: who is whose neighbour without looking for it.
 *
 * Weight 1 for cells that share a side, or with `corners` a corner (queen; hexagons that
 * share a corner share a side). Cells that are left out are nobody's neighbours; a cell
 * may be an island. O(cells), and 4 bytes for each place of the lattice while it runs.
 */
#ifndef LASTSEEN_STATS_WEIGHTS_LATTICE_H
#define LASTSEEN_STATS_WEIGHTS_LATTICE_H

#include "geo/lattice.h"
#include "stats/weights.h"

/* cells: the numbers of n cells in the lattice, ascending. */
MUST_USE enum err_code weights_lattice(struct context *ctx, struct weights *weights,
	const struct lattice *lattice, const uint64_t *cells, size_t n, bool corners);

#endif
