/* Is a hotspot still there if places are only as well known as they are? */
#include "work/hotspots_parts.h"
#include <math.h>

enum err_code hotspots_draw(struct search *s, const struct labels *labels,
	labels_method *method, void *how, struct hotspot *items)
{
	struct survival survival;
	for (uint32_t i = 0; i < labels->clusters_n; i++)
		items[i].survives = items[i].alike = NAN;
	if (s->o->draws == 0)
		return ERR_OK;
	enum err_code err = draws_survival(s->ctx, &survival, s->points, &s->known,
		(uint32_t)s->o->draws, labels, method, how);
	for (uint32_t i = 0; !err && i < labels->clusters_n; i++) {
		items[i].survives = survival_share_01(&survival, i);
		items[i].alike = survival_jaccard_mean(&survival, i);
	}
	return err;
}
