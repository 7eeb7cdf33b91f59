#include "work/points_result.h"

struct events_expanded events_expand(struct context *ctx, const struct events *e)
{
	struct events_expanded x = {{e->n, e->x_m, e->y_m, e->t_s}, NULL};
	if (!e->count)
		return x;
	size_t n = 0;
	for (size_t i = 0; i < e->n; i++)
		n += e->count[i];
	double *x_m = arena_array(ctx->arena, double, n);
	double *y_m = arena_array(ctx->arena, double, n);
	int64_t *t_s = e->t_s ? arena_array(ctx->arena, int64_t, n) : NULL;
	x.first = arena_array(ctx->arena, size_t, e->n);
	n = 0;
	for (size_t i = 0; i < e->n; i++) {
		x.first[i] = n;
		for (uint32_t k = 0; k < e->count[i]; k++, n++) {
			x_m[n] = e->x_m[i];
			y_m[n] = e->y_m[i];
			if (t_s)
				t_s[n] = e->t_s[i];
		}
	}
	x.points = (struct points){n, x_m, y_m, t_s};
	return x;
}

struct result *points_parameters(
	struct context *ctx, const struct points_file *file, bool timed)
{
	struct result *p = result_create(ctx->arena);
	result_text(p, "x", file->x ? file->x : "x");
	result_text(p, "y", file->y ? file->y : "y");
	if (timed)
		result_text(p, "t", file->t ? file->t : "t");
	if (file->id)
		result_text(p, "id", file->id);
	if (file->count)
		result_text(p, "count", file->count);
	result_text(p, "crs", file->crs ? file->crs : "none");
	return p;
}

static const struct result *input_of(struct context *ctx, const struct events *e)
{
	struct result *input = result_create(ctx->arena);
	result_text(input, "file", e->file);
	result_text(input, "sha256", e->sha256);
	result_int(input, "rows", (int64_t)(e->n + e->left_out->rows_n));
	result_int(input, "used", (int64_t)e->n);
	if (e->projection) {
		const struct projection_info *info = projection_info(e->projection);
		result_text(input, "projection", info->name);
		result_real(input, "accuracy_m", info->accuracy_m);
	}
	result_table(input, e->left_out);
	return input;
}

enum err_code points_finish(struct context *ctx, const struct work_options *options,
	const char *command, const struct events *e, const struct result *parameters,
	const struct result *result, bool *left_out)
{
	struct envelope envelope = {command, parameters, input_of(ctx, e), result};
	size_t n = e->left_out->rows_n;
	*left_out = n > 0;
	if (n > 0) {
		const struct cell *row = table_at(e->left_out, 0, 0);
		const struct cell *reason = table_at(e->left_out, 0, 2);
		notice(ctx,
			"%s: %zu rows were left out, the first row %lld: %s "
			"(--format json lists all)",
			e->file, n, (long long)row->as.integer, reason->as.text);
	}
	return emit(ctx, options->out, options->format, &envelope);
}
