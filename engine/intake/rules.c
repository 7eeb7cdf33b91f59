#include "intake/check.h"

enum { AGE_MOST = 25, ADULT = 18 };

static bool known(const struct value *v)
{
	return v->moment.precision != TIME_NONE;
}

/* `a` surely lies before `b`: their intervals do not touch. */
static bool surely_before(const struct value *a, const struct value *b)
{
	return known(a) && known(b) &&
	       a->moment.start_s + a->moment.span_s <= b->moment.start_s;
}

const char *rules_of_empty(const struct checker *c, const char *column)
{
	if (c->binding->mapping->kind != KIND_EPISODES)
		return "";
	if (str_equal(column, "reported_time"))
		return "564";
	if (!str_equal(column, "type"))
		return "";
	size_t start = column_find(KIND_EPISODES, "reported_time");
	size_t end = column_find(KIND_EPISODES, "found_time");
	if (c->row->cells[start][0])
		return "565";
	return c->row->cells[end][0] ? "566" : "";
}

/* Whole years from a date of birth to a moment, at least; -1 where it isn't known. */
static int64_t age_at(const struct value *dob, const struct value *when)
{
	if (!known(dob) || !known(when))
		return -1;
	struct civil born =
		london_from_utc(dob->moment.start_s + dob->moment.span_s - 1);
	struct civil then = london_from_utc(when->moment.start_s);
	int64_t years = then.year - born.year;
	if (then.month < born.month ||
		(then.month == born.month && then.day < born.day))
		years--;
	return years;
}

static void check_birth(struct checker *c, const struct value *start)
{
	const struct value *dob = checker_value(c, "child_dob");
	const struct value *age = checker_value(c, "child_age");
	if (!known(dob))
		return;
	if (start->moment.start_s <= dob->moment.start_s) {
		checker_set_aside(c, "child_dob", "586",
			"lies after the episode; one of the two is wrong");
		return;
	}
	int64_t years = age_at(dob, start);
	if (years > AGE_MOST) {
		checker_set_aside(c, "child_dob", "age",
			"makes the child older than 25; is it another person's?");
		return;
	}
	if (years >= ADULT)
		checker_remark(c, "child_dob", "age",
			"18 or older at the time: no longer a child");
	if (age->text && (age->integer < years - 1 || age->integer > years + 1))
		checker_remark(c, "child_age", "age", "does not fit the date of birth");
}

/* The period that the file claims to cover. */
static void check_period(
	struct checker *c, const struct value *start, const struct value *end)
{
	int64_t from_s, to_s;
	if (c->options->period.all)
		return;
	period_seconds(c->options->period, &from_s, &to_s);
	if (start->moment.start_s >= to_s)
		checker_remark(c, "reported_time", "570",
			"lies after the period that the file should cover");
	if (known(end) && (end->moment.start_s >= to_s ||
				  end->moment.start_s + end->moment.span_s <= from_s))
		checker_remark(c, "found_time", "571",
			"lies outside the period that the file should cover");
}

static void episode(struct checker *c)
{
	const struct value *seen = checker_value(c, "last_seen_time");
	const struct value *reported = checker_value(c, "reported_time");
	const struct value *found = checker_value(c, "found_time");
	const struct value *start = known(seen) ? seen : reported;
	if (surely_before(found, start)) {
		checker_leave_out(c, "found_time", "567",
			"lies before the start of the episode; correct one of the two");
		return;
	}
	if (surely_before(found, reported))
		checker_remark(c, "found_time", "found_before_reported",
			"lies before the report");
	if (surely_before(reported, seen))
		checker_remark(c, "reported_time", "reported_before_last_seen",
			"lies before the child was last seen");
	if (surely_before(checker_value(c, "closed_time"), start))
		checker_set_aside(c, "closed_time", "closed_before_start",
			"lies before the start of the episode; correct it");
	check_birth(c, start);
	check_period(c, reported, found);
}

static void interview(struct checker *c)
{
	if (surely_before(
		    checker_value(c, "held_time"), checker_value(c, "offered_time")))
		checker_remark(
			c, "held_time", "held_before_offered", "lies before the offer");
}

/* The columns that say of themselves that they are a start and an end. */
static void start_and_end(struct checker *c)
{
	struct column_set set = column_set_of(c->binding->mapping->kind);
	const struct value *start = NULL, *end = NULL;
	const char *end_name = NULL;
	for (size_t i = 0; i < set.n; i++) {
		if (set.columns[i].flags & COLUMN_START)
			start = &c->out->values[i];
		if (set.columns[i].flags & COLUMN_END) {
			end = &c->out->values[i];
			end_name = set.columns[i].name;
		}
	}
	if (start && end && surely_before(end, start))
		checker_leave_out(c, end_name, "end_before_start",
			"lies before the start; correct one of the two");
}

void rules_row(struct checker *c)
{
	start_and_end(c);
	switch (c->binding->mapping->kind) {
	case KIND_EPISODES:
		episode(c);
		break;
	case KIND_INTERVIEWS:
		interview(c);
		break;
	default:
		break;
	}
}
