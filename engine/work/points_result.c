#include "work/points_result.h"
#include "base/str.h"
#include "text/quantity.h"

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
	if (file->value)
		result_text(p, "value", file->value);
	result_text(p, "crs", file->crs ? file->crs : "none");
	return p;
}

void points_result_place(struct context *ctx, struct result *r, const struct events *e,
	const char *name, struct point at)
{
	struct point place = events_place(ctx, e, at);
	struct result *nested = result_create(ctx->arena);
	result_real(nested, "x", place.x_m);
	result_real(nested, "y", place.y_m);
	result_result(r, name, nested);
}

enum err_code points_area(
	struct context *ctx, const struct events *e, const char *text, struct box *area)
{
	*area = (struct box){0};
	if (!text)
		return ERR_OK;
	struct str_list parts = str_split(ctx->arena, text, ',');
	double x[2] = {0}, y[2] = {0};
	bool good = parts.n == 4;
	for (size_t i = 0; good && i < 4; i++)
		good = real_parse(parts.items[i], i % 2 ? &y[i / 2] : &x[i / 2]);
	if (!good)
		return err_set(ctx, ERR_USAGE,
			"--area: '%s' is no rectangle: give x,y of its lower left "
			"corner and x,y of its upper right one, as in 0,0,1000,500",
			text);
	if (e->projection)
		project_forward(ctx, e->projection, 2, x, y, x, y, NULL);
	*area = (struct box){x[0], y[0], x[1], y[1]};
	if (x[1] > x[0] && y[1] > y[0])
		return ERR_OK;
	return err_set(ctx, ERR_USAGE,
		"--area: the second corner must lie above and right of the first");
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

void points_tell_left_out(struct context *ctx, const struct events *e, bool *left_out)
{
	size_t n = e->left_out->rows_n;
	*left_out = n > 0;
	if (n == 0)
		return;
	const struct cell *row = table_at(e->left_out, 0, 0);
	const struct cell *reason = table_at(e->left_out, 0, 2);
	notice(ctx,
		"%s: %zu rows were left out, the first row %lld: %s "
		"(--format json lists all)",
		e->file, n, (long long)row->as.integer, reason->as.text);
}

enum err_code points_finish(struct context *ctx, const struct work_options *options,
	const char *command, const struct events *e, const struct result *parameters,
	const struct result *result, bool *left_out)
{
	struct envelope envelope = {command, parameters, input_of(ctx, e), result};
	points_tell_left_out(ctx, e, left_out);
	return emit(ctx, options->out, options->format, &envelope);
}
