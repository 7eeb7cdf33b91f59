#include "work/points_local_table.h"
#include "stats/fdr.h"

enum { COLUMNS_MOST = 24 };

/* Columns as they are asked for. */
struct head {
	struct column *columns;
	size_t n;
};

static void add(struct head *h, const char *name, const char *title, int decimals)
{
	h->columns[h->n++] = (struct column){name, title, decimals, AUDIENCE_PUBLIC};
}

static void add_figures(struct head *h, enum local_method method, bool self)
{
	add(h, "row", "Row", 0);
	add(h, "id", "Id", 0);
	if (method == LOCAL_GETIS) {
		add(h, self ? "gi_star" : "gi", self ? "Gi*" : "Gi", 3);
	} else {
		add(h, method == LOCAL_MORAN ? "i" : "c",
			method == LOCAL_MORAN ? "Local I" : "Local C", 3);
		add(h, "expected", "Expected", 4);
		add(h, "variance", "Variance", 4);
		add(h, "z", "z", 3);
	}
	add(h, "p_value", "p", 4);
	add(h, "p_fdr", "p (false discovery)", 4);
	if (method != LOCAL_GETIS)
		add(h, "quadrant", "Among its neighbours", 0);
}

static bool adjustment(const char *name, enum fdr_method *method, const char **column)
{
	static const struct {
		const char *name, *column;
		enum fdr_method method;
	} known[] = {{"holm", "p_holm", FDR_HOLM},
		{"by", "p_by", FDR_BENJAMINI_YEKUTIELI},
		{"bonferroni", "p_bonferroni", FDR_BONFERRONI}};
	for (size_t k = 0; name && k < sizeof known / sizeof *known; k++)
		if (str_equal(name, known[k].name)) {
			*method = known[k].method;
			*column = known[k].column;
			return true;
		}
	return false;
}

static const char reading_getis[] =
	"Above 0: high values gather here; below 0: low ones. Judge by the p of false "
	"discovery, as many places are many tests.";
static const char reading_geary[] =
	"z below 0: a place is like its neighbours; above 0: unlike them.";

const struct table *local_table(struct context *ctx, const struct places *p,
	const struct points_local_options *o, enum local_method method,
	const struct local *l, const double *p_exact, const double *p_exact_fdr)
{
	static const char *const quadrants[] = {
		NULL, "high-high", "low-low", "high-low", "low-high"};
	static const char *const titles[] = {"Gi*", "Local Moran", "Local Geary"};
	static const struct column place_columns[] = {PLACES_COLUMNS};
	struct head h = {arena_array(ctx->arena, struct column, COLUMNS_MOST), 0};
	enum fdr_method adjust;
	const char *adjusted_name = NULL;
	double *adjusted = NULL;
	add_figures(&h, method, o->places.self);
	if (adjustment(o->adjust, &adjust, &adjusted_name)) {
		adjusted = arena_array(ctx->arena, double, p->n);
		fdr_adjust(ctx, adjust, p->n, l->p_value, adjusted);
		add(&h, adjusted_name, "p (adjusted)", 4);
	}
	if (l->p_permutation) {
		add(&h, "p_permutation", "p (permutation)", 4);
		add(&h, "p_folded", "p (one tail)", 4);
		add(&h, "p_permutation_fdr", "p (permutation, false discovery)", 4);
	}
	if (p_exact) {
		add(&h, "p_exact", "p (exact)", 4);
		add(&h, "p_exact_fdr", "p (exact, false discovery)", 4);
	}
	for (size_t k = 0; k < places_columns(p); k++)
		h.columns[h.n++] = place_columns[k];
	struct table *t =
		table_create(ctx->arena, "local", titles[method], h.columns, h.n);
	t->reading = method == LOCAL_GETIS   ? reading_getis
		     : method == LOCAL_GEARY ? reading_geary
					     : NULL;
	for (size_t i = 0; i < p->n; i++) {
		places_begin_row(t, p, i);
		cell_real(t, l->statistic[i]);
		if (method != LOCAL_GETIS) {
			cell_real(t, l->expected[i]);
			cell_real(t, l->variance[i]);
			cell_real(t, l->z[i]);
		}
		cell_real(t, l->p_value[i]);
		cell_real(t, l->p_fdr[i]);
		if (method != LOCAL_GETIS)
			cell_text(t, quadrants[l->quadrant[i]]);
		if (adjusted)
			cell_real(t, adjusted[i]);
		if (l->p_permutation) {
			cell_real(t, l->p_permutation[i]);
			cell_real(t, l->p_folded[i]);
			cell_real(t, l->p_permutation_fdr[i]);
		}
		if (p_exact) {
			cell_real(t, p_exact[i]);
			cell_real(t, p_exact_fdr[i]);
		}
		places_end_row(ctx, t, p, i);
	}
	return t;
}

void autocorrelation_tell(
	struct result *r, const char *name, const struct autocorrelation *a)
{
	result_real(r, name, a->statistic);
	result_real(r, "expected", a->expected);
	result_real(r, "variance", a->variance);
	result_real(r, "z", a->z);
	result_real(r, "p_value", a->p_value);
	result_real(r, "p_permutation", a->p_permutation);
	result_real(r, "p_greater", a->p_greater);
	result_real(r, "p_less", a->p_less);
	if (a->islands > 0) {
		result_real(r, "expected_exact", a->exact.expected);
		result_real(r, "variance_exact", a->exact.variance);
		result_real(r, "z_exact", a->exact.z);
		result_real(r, "p_value_exact", a->exact.p_value);
	}
	if (a->permuted.permutations == 0)
		return;
	result_real(r, "p_permutation_two_sided", a->permuted.p_value);
	result_real(r, "permuted_mean", a->permuted.mean);
	result_real(r, "permuted_sd", a->permuted.sd);
}
