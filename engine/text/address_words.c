#include "text/address_words.h"
#include "text/fold.h"
#include "text/scan.h"
#include <string.h>

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

static bool one_of(const char *word, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(word, words[i]) == 0)
			return true;
	return false;
}

bool word_is_street(const char *word)
{
	static const char *const words[] = {"STREET", "ROAD", "AVENUE", "LANE", "DRIVE",
		"CLOSE", "CRESCENT", "TERRACE", "PLACE", "WAY", "GARDENS", "GROVE",
		"SQUARE", "WALK", "MEWS", "BOULEVARD", "PARADE", "RISE", "ROW", "ALLEY",
		"PASSAGE", "BROW", "QUAY", "EMBANKMENT", "ESPLANADE", "PROMENADE",
		"BYPASS", "HIGHWAY", "CAUSEWAY", "CIRCUS", "FOLD", "GINNEL", "APPROACH",
		"BROADWAY", "DRIVEWAY"};
	return one_of(word, words, COUNT(words));
}

bool word_is_weak_street(const char *word)
{
	static const char *const words[] = {"HILL", "PARK", "GREEN", "COURT", "GATE",
		"CROFT", "BANK", "FIELD", "FIELDS", "MOUNT", "EDGE", "END", "COMMON",
		"VALE", "VIEW", "HEIGHTS", "MEADOW", "MEADOWS", "LEA", "DENE", "NOOK",
		"WHARF", "CROSS", "COPSE", "CHASE", "DELL", "ORCHARD", "PADDOCK",
		"YARD", "VILLAS", "COTTAGES", "LEAS", "RIDGE", "SPINNEY", "DALE",
		"GLADE", "GARTH", "HOLLOW", "KNOLL", "LOAN"};
	return one_of(word, words, COUNT(words));
}

bool word_is_building(const char *word)
{
	static const char *const words[] = {"HOUSE", "COURT", "LODGE", "TOWER",
		"TOWERS", "MANSIONS", "HEIGHTS", "APARTMENTS", "FLATS", "BUILDING",
		"BUILDINGS", "HOTEL", "HOSTEL", "BLOCK", "CHAMBERS"};
	return one_of(word, words, COUNT(words));
}

bool word_is_unit(const char *word)
{
	static const char *const words[] = {"FLAT", "UNIT", "ROOM", "STUDIO",
		"MAISONETTE", "BEDSIT", "SUITE", "PLOT", "CARAVAN", "PENTHOUSE",
		"ANNEXE", "OFFICE", "SHOP", "PITCH"};
	return one_of(word, words, COUNT(words));
}

bool word_is_direction(const char *word)
{
	static const char *const words[] = {"NORTH", "SOUTH", "EAST", "WEST"};
	return one_of(word, words, COUNT(words));
}

bool word_is_county(const char *word)
{
	static const char *const words[] = {"BEDFORDSHIRE", "BERKSHIRE",
		"BUCKINGHAMSHIRE", "CAMBRIDGESHIRE", "CHESHIRE", "CORNWALL", "CUMBRIA",
		"DERBYSHIRE", "DEVON", "DORSET", "COUNTY DURHAM", "CO DURHAM",
		"EAST SUSSEX", "ESSEX", "GLOUCESTERSHIRE", "GREATER LONDON",
		"GREATER MANCHESTER", "HAMPSHIRE", "HEREFORDSHIRE", "HERTFORDSHIRE",
		"KENT", "LANCASHIRE", "LEICESTERSHIRE", "LINCOLNSHIRE", "MERSEYSIDE",
		"MIDDLESEX", "NORFOLK", "NORTHAMPTONSHIRE", "NORTHUMBERLAND",
		"NORTH YORKSHIRE", "NOTTINGHAMSHIRE", "OXFORDSHIRE", "RUTLAND",
		"SHROPSHIRE", "SOMERSET", "SOUTH YORKSHIRE", "STAFFORDSHIRE", "SUFFOLK",
		"SURREY", "SUSSEX", "TYNE AND WEAR", "WARWICKSHIRE", "WEST MIDLANDS",
		"WEST SUSSEX", "WEST YORKSHIRE", "WILTSHIRE", "WORCESTERSHIRE",
		"YORKSHIRE", "EAST YORKSHIRE", "ENGLAND", "WALES", "SCOTLAND",
		"UNITED KINGDOM", "UK", "GB", "GREAT BRITAIN", "BEDS", "BERKS", "BUCKS",
		"CAMBS", "CHES", "DERBYS", "GLOS", "GTR MANCHESTER", "HANTS", "HERTS",
		"LANCS", "LEICS", "LINCS", "MIDDX", "NORTHANTS", "NOTTS", "OXON",
		"SHROPS", "STAFFS", "WILTS", "WORCS", "YORKS"};
	return one_of(word, words, COUNT(words));
}

static bool number_half(struct scan *s, int *value)
{
	int n = scan_count(s);
	if (n < 1 || n > 5)
		return false;
	*value = scan_number(s, n);
	if (is_upper(*s->at) && !is_letter(s->at[1]))
		s->at++;
	return true;
}

bool word_is_number(const char *word, int *from, int *to)
{
	struct scan s = {word};
	int a, b;
	if (!number_half(&s, &a))
		return false;
	b = a;
	bool slash = *s.at == '/';
	if (*s.at == '-' || slash) {
		s.at++;
		if (!number_half(&s, &b))
			return false;
	}
	if (*s.at)
		return false;
	/* "2/14" is a flat and a number in no certain order: no range. */
	if (from)
		*from = slash ? 0 : a;
	if (to)
		*to = slash ? 0 : b < a ? a : b;
	return true;
}

bool word_is_id(const char *word)
{
	size_t n = strlen(word), digits = strspn(word, "0123456789");
	if (digits == n || word_is_number(word, NULL, NULL))
		return n > 0 && n <= 6;
	return is_upper(word[0]) && n <= 4 && strspn(word + 1, "0123456789") == n - 1;
}

/* Whether the mark at text[i] joins two halves: 12-14, O/S, 2/14. */
static bool joins(const char *text, size_t i)
{
	if (i == 0 || !text[i + 1])
		return false;
	char before = text[i - 1], after = text[i + 1];
	/* O/S, 1/F and 2/14, not MILL LANE/HIGH STREET. */
	if (text[i] == '/')
		return (is_digit(before) && is_digit(after)) ||
		       (is_digit(before) && after == 'F' && !is_letter(text[i + 2])) ||
		       (is_letter(before) && is_letter(after) &&
			       !is_letter(text[i + 2]) &&
			       (i < 2 || !is_letter(text[i - 2])));
	size_t at = i;
	while (at > 0 && is_letter(text[at - 1]))
		at--;
	return is_digit(after) && i - at <= 1 && at > 0 && is_digit(text[at - 1]);
}

/* "12 - 14" closed up, so that a range is one word. */
static void close_ranges(char *text)
{
	char *out = text;
	for (const char *p = text; *p; p++) {
		const char *dash = p + strspn(p, " ");
		if (*p == ' ' && *dash == '-') {
			const char *next = dash + 1 + strspn(dash + 1, " ");
			bool range = out > text && is_digit(*next) &&
				     (is_digit(out[-1]) ||
					     (out - text > 1 && is_digit(out[-2])));
			if (range) {
				*out++ = '-';
				p = next - 1;
				continue;
			}
		}
		*out++ = *p;
	}
	*out = '\0';
}

struct builder {
	struct arena *arena;
	struct segments done;
	size_t segments_capacity, words_capacity;
	struct segment now;
	struct strbuf word;
};

static void word_end(struct builder *b)
{
	if (b->word.n == 0)
		return;
	arena_reserve(b->arena, b->now.words, b->words_capacity, b->now.n + 1);
	b->now.words[b->now.n++] = str_dup(b->arena, b->word.text);
	b->word.n = 0;
	b->word.text[0] = '\0';
}

/* What a form writes where nothing is known. */
static bool says_nothing(const struct segment *s)
{
	static const char *const blanks[] = {"N/A", "N/K", "NA", "NULL", "NIL", "NONE",
		"NAN", "UNKNOWN", "TBC", "XXX", "NOT KNOWN", "NOT GIVEN", "BLANK"};
	for (size_t i = 0; i < COUNT(blanks); i++) {
		size_t n = segment_phrase(s, 0, blanks[i]);
		if (n > 0 && n == s->n)
			return true;
	}
	return false;
}

static void segment_end(struct builder *b)
{
	word_end(b);
	if (says_nothing(&b->now))
		b->now.n = 0;
	if (b->now.n == 0)
		return;
	arena_reserve(b->arena, b->done.items, b->segments_capacity, b->done.n + 1);
	b->done.items[b->done.n++] = b->now;
	memset(&b->now, 0, sizeof b->now);
	b->words_capacity = 0;
}

struct segments words_split(struct arena *arena, const char *text)
{
	struct builder b = {.arena = arena};
	strbuf_init(&b.word, arena);
	char *raw = str_dup(arena, str_or_empty(text));
	for (char *p = raw; *p; p++)
		if (*p == '\n' || *p == '\r' || *p == '|')
			*p = ',';
	char *upper = text_fold_upper(arena, raw);
	close_ranges(upper);
	for (size_t i = 0; upper[i]; i++) {
		char c = upper[i];
		if (is_digit(c) || is_upper(c) || (unsigned char)c >= 0x80 ||
			((c == '-' || c == '/') && joins(upper, i))) {
			strbuf_char(&b.word, c);
		} else if (strchr(",;()[]", c)) {
			segment_end(&b);
		} else if (c == '&' || c == '+') {
			word_end(&b);
			strbuf_add(&b.word, "AND");
			word_end(&b);
		} else if (c == '/') {
			word_end(&b);
			strbuf_char(&b.word, c);
			word_end(&b);
		} else if (c != '\'') {
			word_end(&b);
		}
	}
	segment_end(&b);
	return b.done;
}

char *words_join(struct arena *arena, const char *const *words, size_t n)
{
	struct strbuf out;
	strbuf_init(&out, arena);
	for (size_t i = 0; i < n; i++) {
		strbuf_add(&out, i > 0 ? " " : "");
		strbuf_add(&out, words[i]);
	}
	return out.text;
}
