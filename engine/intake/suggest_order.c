#include "intake/suggest_order.h"

void order_vote(struct order_votes *votes, const char *cell)
{
	struct date_result r[3];
	size_t read = 0, by = 0;
	for (int o = 0; o < 3; o++) {
		struct date_options options = DATE_OPTIONS_DEFAULT;
		options.order = (enum date_order)o;
		r[o] = date_parse(cell, &options);
		if (r[o].outcome == DATE_OK) {
			read++;
			by = (size_t)o;
		}
	}
	if (read == 1)
		votes->alone[by]++;
	else if (read > 1 && r[DATE_DMY].outcome == DATE_OK &&
		 r[DATE_MDY].outcome == DATE_OK &&
		 r[DATE_DMY].moment.start_s != r[DATE_MDY].moment.start_s)
		votes->either++;
}

void order_judge(struct arena *arena, const struct order_votes *votes,
	struct mapping_suggestion *out)
{
	static const char *const names[] = {"dmy", "mdy", "ymd"};
	size_t best = 0, others = 0;
	for (size_t o = 1; o < 3; o++)
		best = votes->alone[o] > votes->alone[best] ? o : best;
	for (size_t o = 0; o < 3; o++)
		others += o == best ? 0 : votes->alone[o];
	out->order = (enum date_order)best;
	out->order_doubtful =
		others > 0 || (votes->alone[best] == 0 && votes->either > 0);
	if (others > 0)
		out->order_why = str_printf(arena,
			"MIXED: %zu cells read in this order alone, %zu in another "
			"alone; those will be set aside. Ask whose export it is",
			votes->alone[best], others);
	else if (votes->alone[best] > 0)
		out->order_why = str_printf(arena, "%zu cells read in this order alone",
			votes->alone[best]);
	else if (votes->either > 0)
		out->order_why = str_printf(arena,
			"AMBIGUOUS: %zu cells read in two orders, and none tells which "
			"it is; %s is taken because it is usual here. Look at a row "
			"whose day you know",
			votes->either, names[best]);
	else
		out->order_why = "no cell depends on it";
}
