#include "text/name.h"
#include "text/fold.h"
#include "text/scan.h"
#include <string.h>

#define TOKENS_MAX 24

/* One written word, folded; a hyphenated one holds blanks. */
struct token {
	const char *text;
	bool capitals; /* written in capitals throughout, three letters or more */
	bool small;    /* holds a small letter */
	bool comma_after;
};

struct tokens {
	struct token at[TOKENS_MAX];
	size_t n;
};

static bool one_of(const char *word, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(word, words[i]) == 0)
			return true;
	return false;
}
#define ONE_OF(word, words) one_of((word), (words), sizeof(words) / sizeof *(words))

static bool is_title(const char *word)
{
	static const char *const words[] = {"mr", "mrs", "ms", "miss", "mx", "dr",
		"prof", "professor", "rev", "revd", "sir", "master", "dame", "lady",
		"lord", "mister"};
	return ONE_OF(word, words);
}

static bool is_ending(const char *word)
{
	static const char *const words[] = {
		"jr", "jnr", "junior", "snr", "sr", "senior", "ii", "iii", "esq"};
	return ONE_OF(word, words);
}

static bool is_particle(const char *word)
{
	static const char *const words[] = {"van", "der", "den", "de", "del", "della",
		"di", "da", "dos", "du", "la", "le", "al", "el", "bin", "ibn", "abu",
		"von", "ter", "ten", "st"};
	return ONE_OF(word, words);
}

/* Words that stand where a name is not known; figures count as such too. */
static bool says_nothing(const char *word)
{
	static const char *const words[] = {"unknown", "unk", "uk", "not", "known",
		"male", "female", "males", "females", "adult", "man", "woman", "person",
		"boy", "girl", "friend", "friends", "boyfriend", "girlfriend",
		"partner", "associate", "n", "k", "u", "nk", "tbc", "na", "none", "nil",
		"null", "anon", "anonymous", "mum", "mother", "dad", "father",
		"brother", "sister", "uncle", "aunt", "cousin", "no", "name", "given",
		"named", "the", "a", "of", "older", "other", "various", "self", "x",
		"xx", "xxx"};
	return word[strspn(word, "0123456789")] == '\0' || ONE_OF(word, words);
}

/* The folded word without punctuation: hyphens, slashes and inner full stops part it.
 */
static const char *clean(struct arena *arena, const char *raw)
{
	char *text = text_fold(arena, raw), *out = text;
	for (const char *p = text; *p; p++) {
		bool part =
			*p == '-' || *p == '/' || *p == '.' || *p == '_' || *p == ' ';
		if (part && out > text && out[-1] != ' ')
			*out++ = ' ';
		else if (is_digit(*p) || is_letter(*p) || (unsigned char)*p >= 0x80)
			*out++ = *p;
	}
	while (out > text && out[-1] == ' ')
		out--;
	*out = '\0';
	return text;
}

static void token_add(struct arena *arena, struct tokens *t, const char *raw, size_t n)
{
	struct token token = {0};
	size_t letters = 0;
	const char *word = str_dup_n(arena, raw, n);
	for (const char *p = word; *p; p++) {
		letters += is_letter(*p);
		token.small = token.small || is_lower(*p);
	}
	token.capitals = letters >= 3 && !token.small;
	token.text = clean(arena, word);
	if (token.text[0] && t->n < TOKENS_MAX)
		t->at[t->n++] = token;
}

static struct tokens tokens_of(struct arena *arena, const char *text)
{
	struct tokens t = {.n = 0};
	for (const char *p = str_or_empty(text); *p;) {
		size_t n = strcspn(p, " \t\r\n,");
		/* A no-break space parts words too. */
		for (size_t i = 0; i + 1 < n; i++)
			if (memcmp(p + i, "\xC2\xA0", 2) == 0)
				n = i;
		if (n > 0)
			token_add(arena, &t, p, n);
		p += n;
		if (*p == ',' && t.n > 0)
			t.at[t.n - 1].comma_after = true;
		if (*p)
			p += (unsigned char)*p == 0xC2 ? 2 : 1;
	}
	return t;
}

static void token_drop(struct tokens *t, size_t i)
{
	if (i > 0 && i < t->n && t->at[i].comma_after)
		t->at[i - 1].comma_after = true;
	memmove(&t->at[i], &t->at[i + 1], (t->n - i - 1) * sizeof t->at[0]);
	t->n--;
}

/* Drops titles before either half and endings after; true where a title went. */
static bool drop_titles(struct tokens *t)
{
	bool dropped = false;
	for (size_t i = 0; i < t->n;) {
		bool first = i == 0 || t->at[i - 1].comma_after;
		bool last = i > 0 && (i + 1 == t->n || t->at[i].comma_after);
		if (first && t->n > 1 && is_title(t->at[i].text)) {
			token_drop(t, i);
			dropped = true;
		} else if (last && t->n > 2 && is_ending(t->at[i].text)) {
			token_drop(t, i);
		} else {
			i++;
		}
	}
	return dropped;
}

/* "Mc Donald" and "O Brien" are one word; Mac and O may also be a first name. */
static void join_prefixes(struct arena *arena, struct tokens *t, bool comma)
{
	for (size_t i = 0; i + 1 < t->n; i++) {
		const char *word = t->at[i].text;
		bool inside = i > 0 || comma;
		if (t->at[i].comma_after ||
			!(strcmp(word, "mc") == 0 ||
				(inside && strcmp(word, "mac") == 0) ||
				(inside && strcmp(word, "o") == 0)))
			continue;
		t->at[i + 1].text = str_printf(arena, "%s%s", word, t->at[i + 1].text);
		token_drop(t, i);
	}
}

static const char *join(
	struct arena *arena, const struct tokens *t, size_t from, size_t to)
{
	struct strbuf out;
	strbuf_init(&out, arena);
	for (size_t i = from; i < to; i++) {
		strbuf_add(&out, i > from ? " " : "");
		strbuf_add(&out, t->at[i].text);
	}
	return out.text;
}

/* Where the surname stands: [from, to) of the tokens. */
static void find_surname(const struct tokens *t, bool title, size_t *from, size_t *to)
{
	*from = 0;
	*to = 0;
	for (size_t i = 0; i + 1 < t->n; i++)
		if (t->at[i].comma_after) {
			*to = i + 1;
			return;
		}
	if (t->n == 1) {
		*to = title || t->at[0].comma_after;
		return;
	}
	size_t capitals = 0;
	while (capitals < t->n && t->at[capitals].capitals)
		capitals++;
	if (capitals > 0 && capitals < t->n && t->at[capitals].small) {
		*to = capitals;
		return;
	}
	*to = t->n;
	*from = t->n - 1;
	while (*from > 1 && is_particle(t->at[*from - 1].text))
		--*from;
}

struct person_name name_parse(struct arena *arena, const char *text)
{
	struct person_name name = {"", "", "", "", false};
	struct tokens t = tokens_of(arena, text);
	bool title = drop_titles(&t), comma = false, known = false;
	size_t from, to;
	for (size_t i = 0; i < t.n; i++) {
		comma = comma || (t.at[i].comma_after && i + 1 < t.n);
		struct str_list words = str_split(arena, t.at[i].text, ' ');
		for (size_t w = 0; w < words.n; w++)
			known = known || !says_nothing(words.items[w]);
	}
	if (!known || (t.n == 1 && is_title(t.at[0].text)))
		return name;
	join_prefixes(arena, &t, comma);
	find_surname(&t, title, &from, &to);
	name.surname = join(arena, &t, from, to);
	const char *given =
		to == t.n ? join(arena, &t, 0, from) : join(arena, &t, to, t.n);
	size_t first = strcspn(given, " ");
	name.forename = str_dup_n(arena, given, first);
	name.middle = given[first] ? given + first + 1 : "";
	name.key = !given[0]         ? name.surname
		   : name.surname[0] ? str_printf(arena, "%s %s", given, name.surname)
				     : given;
	name.full = strlen(name.forename) >= 2 && strlen(name.surname) >= 2;
	return name;
}
