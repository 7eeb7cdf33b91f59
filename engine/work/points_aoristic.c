#include "work/points_aoristic.h"
#include "stats/aoristic.h"
#include "work/points_result.h"

static const struct column hour_columns[] = {
	{"weekday", "Weekday", 0, AUDIENCE_PUBLIC},
	{"hour", "Hour", 0, AUDIENCE_PUBLIC},
	{"weight", "Events", 2, AUDIENCE_PUBLIC},
};

static const struct table *hours_table(struct context *ctx, const struct aoristic *a)
{
	static const char *const weekdays[] = {"Monday", "Tuesday", "Wednesday",
		"Thursday", "Friday", "Saturday", "Sunday"};
	struct table *t =
		TABLE_CREATE(ctx->arena, "hours", "Hour by weekday", hour_columns);
	t->reading = "Each event counts 1, spread evenly over the time in which it may "
		     "have happened.";
	for (int day = 0; day < 7; day++)
		for (int hour = 0; hour < 24; hour++) {
			cell_text(t, weekdays[day]);
			cell_int(t, hour);
			cell_real(t, a->weight[day][hour]);
		}
	return t;
}

/* A row that stands for several events has its interval as often. */
static void run(struct context *ctx, const struct events *e, int64_t longest_s,
	struct aoristic *a)
{
	struct aoristic_options o = {.longest_s = longest_s};
	size_t n = 0;
	for (size_t i = 0; i < e->n; i++)
		n += e->count ? e->count[i] : 1;
	int64_t *from_s = arena_array(ctx->arena, int64_t, n);
	int64_t *until_s = arena_array(ctx->arena, int64_t, n);
	n = 0;
	for (size_t i = 0; i < e->n; i++)
		for (uint32_t k = 0; k < (e->count ? e->count[i] : 1); k++, n++) {
			from_s[n] = e->from_s[i];
			until_s[n] = e->until_s[i];
		}
	aoristic_run(a, n, from_s, until_s, &o);
}

enum err_code work_points_aoristic(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	double longest_s, bool *left_out)
{
	struct points_file intervals = *file;
	struct events e;
	struct aoristic a;
	if (!intervals.end)
		intervals.end = "end";
	enum err_code err = events_read(ctx, &intervals, EVENTS_INTERVALS, &e);
	if (!err) {
		run(ctx, &e, (int64_t)longest_s, &a);
		struct result *p = result_create(ctx->arena);
		result_text(p, "t", file->t ? file->t : "t");
		result_text(p, "end", intervals.end);
		result_text(p, "count", file->count);
		result_real(p, "longest_days", longest_s / (double)DAY_S);
		struct result *r = result_create(ctx->arena);
		result_int(r, "n", (int64_t)(a.used + a.left_out));
		result_int(r, "used", (int64_t)a.used);
		result_int(r, "too_long", (int64_t)a.left_out);
		result_real(r, "total", a.total);
		result_real(r, "share_within_hour", a.pinned);
		result_table(r, hours_table(ctx, &a));
		err = points_finish(
			ctx, options, "points aoristic", &e, p, r, left_out);
	}
	events_release(&e);
	return err;
}
