#include "intake/suggest_sample.h"

#define TAKEN_FROM 0.5

static bool is_postcode_column(const struct column_spec *spec)
{
	return spec->field == PLACE_FIELD_POSTCODE && spec->role != PLACE_NONE;
}

static double confidence(const struct column_spec *spec, double name, double fits)
{
	if (fits < 0)
		return 0.95 * name;
	/* Codes and postcodes tell by themselves; a date may be any date. */
	if (name <= 0)
		return spec->type == COLUMN_CODE || is_postcode_column(spec)
			       ? 0.45 * fits
			       : 0;
	if (fits >= 0.3)
		return 0.65 * name + 0.35 * fits;
	/* References and sexes are written in more ways than are known here. */
	bool open = spec->type == COLUMN_TEXT && !is_postcode_column(spec);
	return (open ? 0.55 : 0.3) * name;
}

static void score_pairs(struct sample *s)
{
	size_t n = s->out->names_n;
	s->scores = arena_array(s->arena, double, n * s->set.n);
	s->names = arena_array(s->arena, double, n * s->set.n);
	s->fits = arena_array(s->arena, double, n * s->set.n);
	for (size_t c = 0; c < n; c++)
		for (size_t k = 0; k < s->set.n; k++) {
			size_t i = c * s->set.n + k;
			double alone = suggest_name_score(s->book, k, &s->words[c]);
			double grouped = suggest_name_score(s->book, k, &s->grouped[c]);
			s->names[i] = grouped > alone || s->twice[c] ? grouped : alone;
			s->fits[i] = sample_fits(s, k, c);
			s->scores[i] = sample_contradicts(s, k, c)
					       ? 0
					       : confidence(&s->set.columns[k],
							 s->names[i], s->fits[i]);
		}
}

static const char *why(const struct sample *s, size_t column, size_t canonical)
{
	const struct column_spec *spec = &s->set.columns[canonical];
	size_t i = column * s->set.n + canonical;
	double fits = s->fits[i], name = s->names[i];
	const char *by_name = name >= 0.93  ? "the header is a known name"
			      : name >= 0.5 ? "the header's words agree"
					    : "the header says something else";
	if (fits < 0 && s->cells[column].filled == 0)
		return str_printf(s->arena, "%s; its cells are empty", by_name);
	if (fits < 0)
		return by_name;
	return str_printf(s->arena, "%s; %.0f %% of its cells read as %s", by_name,
		100 * fits,
		spec->type == COLUMN_CODE   ? "a code of it"
		: is_postcode_column(spec)  ? "a postcode"
		: spec->type == COLUMN_TEXT ? "such"
					    : column_type_words(spec->type));
}

struct pair {
	size_t column, canonical;
	double score;
};

/* The best pair that is free; the first of equals. */
static struct pair best_pair(const struct sample *s)
{
	struct pair best = {SIZE_MAX, SIZE_MAX, 0};
	for (size_t k = 0; k < s->set.n; k++) {
		if (s->out->columns[k].column != SIZE_MAX)
			continue;
		for (size_t c = 0; c < s->out->names_n; c++) {
			double score = s->scores[c * s->set.n + k];
			if (!s->used[c] && score > best.score)
				best = (struct pair){c, k, score};
		}
	}
	return best;
}

static void guess_rest(struct sample *s, size_t c)
{
	struct suggested_column *rest = &s->out->rest[c];
	*rest = (struct suggested_column){.column = SIZE_MAX};
	for (size_t k = 0; k < s->set.n; k++) {
		double score = s->scores[c * s->set.n + k];
		if (score > 0.2 && score > rest->confidence_01)
			*rest = (struct suggested_column){.column = k,
				.confidence_01 = score,
				.why = why(s, c, k)};
	}
}

void sample_match(struct sample *s)
{
	struct mapping_suggestion *out = s->out;
	s->used = arena_array(s->arena, bool, out->names_n);
	out->columns = arena_array(s->arena, struct suggested_column, s->set.n);
	out->rest = arena_array(s->arena, struct suggested_column, out->names_n);
	score_pairs(s);
	for (size_t k = 0; k < s->set.n; k++)
		out->columns[k].column = SIZE_MAX;
	for (;;) {
		struct pair p = best_pair(s);
		if (p.score < TAKEN_FROM)
			break;
		s->used[p.column] = true;
		out->columns[p.canonical] =
			(struct suggested_column){.column = p.column,
				.confidence_01 = p.score,
				.why = why(s, p.column, p.canonical)};
	}
	for (size_t c = 0; c < out->names_n; c++)
		guess_rest(s, c);
}
