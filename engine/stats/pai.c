#include "stats/pai.h"
#include <math.h>

static double ratio(double part, double whole)
{
	return whole > 0 ? part / whole : NAN;
}

double pai_hit_rate(const struct pai_counts *c)
{
	return ratio(c->hits, c->events);
}

double pai_index(const struct pai_counts *c)
{
	return ratio(c->hits, c->by_area);
}

double pai_efficiency(const struct pai_counts *c)
{
	return ratio(c->hits, c->best);
}

double pai_recapture(const struct pai_counts *c)
{
	return ratio(ratio(c->hits, c->events), ratio(c->past_hits, c->past_events));
}
