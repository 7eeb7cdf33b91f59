#include "intake/suggest_words.h"
#include "base/str.h"
#include <string.h>

/* Words that mean the same in a header; "" says nothing. */
static const struct {
	const char *word, *same;
} same_words[] = {{"a", ""}, {"addr", "address"}, {"and", ""}, {"at", ""},
	{"birth", "dob"}, {"by", "by"}, {"code", ""}, {"date", "time"},
	{"datetime", "time"}, {"day", "time"}, {"dt", "time"}, {"e", "easting"},
	{"end", "end"}, {"ended", "end"}, {"finish", "end"}, {"from", "from"},
	{"grade", "grade"}, {"id", "ref"}, {"identifier", "ref"}, {"is", ""},
	{"juvenile", "child"}, {"la", "authority"}, {"lat", "lat"}, {"latitude", "lat"},
	{"level", ""}, {"located", "found"}, {"location", "address"},
	{"loc", "address"}, {"logged", "reported"}, {"long", "lon"},
	{"longitude", "lon"}, {"lng", "lon"}, {"misper", "child"}, {"mobile", "phone"},
	{"n", "northing"}, {"no", "ref"}, {"nom", "child"}, {"nominal", "child"},
	{"num", "ref"}, {"number", "ref"}, {"of", ""}, {"on", ""},
	{"pcode", "postcode"}, {"pc", "postcode"}, {"place", "address"},
	{"recovered", "found"}, {"reference", "ref"}, {"report", "reported"},
	{"return", "found"}, {"returned", "found"}, {"rptd", "reported"}, {"s", ""},
	{"seen", "seen"}, {"started", "start"}, {"subject", "child"},
	{"telephone", "phone"}, {"the", ""}, {"timestamp", "time"}, {"to", ""},
	{"traced", "found"}, {"was", ""}, {"when", "time"}, {"where", "address"},
	{"x", "easting"}, {"y", "northing"}, {"yp", "child"}};

/* In order of precedence: "date of birth" is a birth, "found location type" a type. */
static const struct {
	enum header_class class;
	const char *words;
} classes[] = {
	{CLASS_DOB, "|dob|birth|born|birthdate|"},
	{CLASS_WHEN, "|date|time|datetime|timestamp|dt|when|dtm|"},
	{CLASS_POSTCODE, "|postcode|pcode|pc|zip|postal|"},
	{CLASS_UPRN, "|uprn|"},
	{CLASS_EASTING, "|easting|eastings|osx|xcoord|"},
	{CLASS_NORTHING, "|northing|northings|osy|ycoord|"},
	{CLASS_LAT, "|lat|latitude|"},
	{CLASS_LON, "|lon|long|lng|longitude|"},
	{CLASS_AGE, "|age|"},
	{CLASS_KIND, "|type|kind|category|classification|class|"},
	{CLASS_BY, "|by|"},
	{CLASS_REF, "|ref|reference|id|identifier|urn|uid|"},
	{CLASS_WHERE,
		"|address|addr|location|loc|place|street|venue|whereabouts|where|"},
	{CLASS_NAME, "|name|surname|forename|forenames|"},
};

static const char filling[] =
	"|1|a|and|at|code|d|for|is|line|no|num|number|of|on|s|the|was|yn|";

/* The one whom a file of episodes is about. */
static const char persons[] = "|child|children|client|misper|nom|nominal|person|pupil|"
			      "subject|vic|victim|young|yp|";

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80);
}

/* Takes `part` out of `text` where it stands as words of its own. */
static void join_words(char *text, const char *part, const char *as)
{
	size_t n = strlen(part), m = strlen(as);
	for (char *at = strstr(text, part); at; at = strstr(at, part)) {
		bool begins = at == text || at[-1] == ' ';
		if (!begins || (at[n] && at[n] != ' ')) {
			at++;
			continue;
		}
		memcpy(at, as, m);
		memmove(at + m, at + n, strlen(at + n) + 1);
	}
}

/* Lower case, words parted by one blank; "FoundDate" is two words, "D.O.B." one. */
static const char *plain(struct arena *arena, const char *text)
{
	struct strbuf buf;
	char before = ' ';
	strbuf_init(&buf, arena);
	for (; *text; before = *text++) {
		bool upper = *text >= 'A' && *text <= 'Z';
		bool figure = *text >= '0' && *text <= '9';
		bool word = is_letter(*text) || figure;
		bool before_figure = before >= '0' && before <= '9';
		/* "FoundDate", "Addr1" */
		bool joint = (upper && before >= 'a' && before <= 'z') ||
			     (figure && !before_figure && is_letter(before));
		if (*text == '\'' || (!word && buf.n == 0))
			continue;
		if ((!word || joint) && buf.text[buf.n - 1] != ' ')
			strbuf_char(&buf, ' ');
		if (word)
			strbuf_char(&buf, upper ? (char)(*text + 32) : *text);
	}
	char *tidy = str_trim(arena, buf.text);
	join_words(tidy, "post code", "postcode");
	join_words(tidy, "d o b", "dob");
	join_words(tidy, "do b", "dob");
	join_words(tidy, "y n", "yn");
	return tidy;
}

static bool in_list(const char *list, const char *word)
{
	size_t n = strlen(word);
	for (const char *at = strstr(list, word); at; at = strstr(at + 1, word))
		if (at[-1] == '|' && at[n] == '|')
			return true;
	return false;
}

static size_t class_index(const struct str_list *words)
{
	for (size_t c = 0; c < sizeof classes / sizeof *classes; c++)
		for (size_t i = 0; i < words->n; i++)
			if (in_list(classes[c].words, words->items[i]))
				return c;
	return SIZE_MAX;
}

static const char *same_word(const char *word)
{
	for (size_t i = 0; i < sizeof same_words / sizeof *same_words; i++)
		if (strcmp(same_words[i].word, word) == 0)
			return same_words[i].same;
	return word;
}

static void take_words(struct header_words *h, const struct str_list *list)
{
	for (size_t i = 0; i < list->n && h->words_n < HEADER_WORDS_MOST; i++) {
		const char *word = same_word(list->items[i]);
		bool known = *word == '\0';
		for (size_t k = 0; k < h->words_n && !known; k++)
			known = strcmp(h->words[k], word) == 0;
		if (!known)
			h->words[h->words_n++] = word;
	}
}

struct header_words header_words(struct arena *arena, const char *header)
{
	struct header_words h = {.plain = plain(arena, header), .class = CLASS_NONE};
	struct str_list words = str_split(arena, h.plain, ' ');
	struct strbuf core, about;
	size_t class = class_index(&words);
	if (class != SIZE_MAX)
		h.class = classes[class].class;
	strbuf_init(&core, arena);
	strbuf_init(&about, arena);
	for (size_t i = 0; i < words.n; i++) {
		if (in_list(filling, words.items[i]) ||
			(class != SIZE_MAX &&
				in_list(classes[class].words, words.items[i])))
			continue;
		/* "Loc found postcode": the place is said by the class already. */
		if (h.class > CLASS_WHEN && h.class <= CLASS_LON &&
			in_list("|address|addr|location|loc|place|", words.items[i]))
			continue;
		strbuf_add(&core, core.n ? " " : "");
		strbuf_add(&core, words.items[i]);
		if (in_list(persons, words.items[i])) {
			h.person = true;
			continue;
		}
		strbuf_add(&about, about.n ? " " : "");
		strbuf_add(&about, words.items[i]);
	}
	h.core = core.text;
	h.about = about.text;
	take_words(&h, &words);
	return h;
}

static bool is_named(const struct column_spec *spec, const char *names)
{
	return in_list(names, spec->name);
}

static enum header_class class_of_place(const struct column_spec *spec)
{
	static const enum header_class of[PLACE_FIELDS_N] = {CLASS_WHERE,
		CLASS_POSTCODE, CLASS_EASTING, CLASS_NORTHING, CLASS_LAT, CLASS_LON,
		CLASS_UPRN, CLASS_REF};
	return of[spec->field];
}

enum header_class header_class_of(const struct column_spec *spec)
{
	if (spec->role != PLACE_NONE)
		return class_of_place(spec);
	if (is_named(spec, "|dob|child_dob|"))
		return CLASS_DOB;
	switch (spec->type) {
	case COLUMN_TIME:
	case COLUMN_DAY:
		return CLASS_WHEN;
	case COLUMN_AGE:
		return CLASS_AGE;
	case COLUMN_UPRN:
		return CLASS_UPRN;
	case COLUMN_EASTING:
		return CLASS_EASTING;
	case COLUMN_NORTHING:
		return CLASS_NORTHING;
	default:
		break;
	}
	if (spec->flags & COLUMN_REF || spec->child == CHILD_REF ||
		is_named(spec,
			"|urn|uprn|episode_ref|child_ref|person_ref|mention_ref|"))
		return CLASS_REF;
	if (spec->child == CHILD_NAME || is_named(spec, "|name|"))
		return CLASS_NAME;
	if (is_named(spec, "|type|kind|from_kind|found_kind|"))
		return CLASS_KIND;
	if (is_named(spec, "|address|"))
		return CLASS_WHERE;
	return is_named(spec, "|found_by|") ? CLASS_BY : CLASS_NONE;
}

bool header_classes_agree(enum header_class header, enum header_class column)
{
	if (header == CLASS_NONE || header == column)
		return true;
	/* What is no date, number or place may be called a type, a name, a number. */
	return column == CLASS_NONE && header >= CLASS_KIND;
}

/* ---- agreement --------------------------------------------------------------------
 */

/* A slip of one letter in a long word is the word. */
static bool same(const char *a, const char *b)
{
	return strcmp(a, b) == 0 ||
	       (strlen(a) > 4 && strlen(b) > 4 && str_distance(a, b, 1) <= 1);
}

double header_agreement(const struct header_words *a, const struct header_words *b)
{
	size_t both = 0, n = a->words_n + b->words_n;
	for (size_t i = 0; i < a->words_n; i++)
		for (size_t k = 0; k < b->words_n; k++)
			if (same(a->words[i], b->words[k])) {
				both++;
				break;
			}
	return n ? 2.0 * (double)both / (double)n : 0;
}
