#include "stats/surveillance.h"
#include <math.h>

void surveillance_init(struct context *ctx, struct surveillance *s, size_t n)
{
	s->n = n;
	s->points = arena_array(ctx->arena, struct surveillance_point, n);
	for (size_t i = 0; i < n; i++)
		s->points[i] = (struct surveillance_point){NAN, NAN, NAN, false};
}
