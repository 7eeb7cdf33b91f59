#include "intake/suggest_names.h"
#include "base/str.h"
#include "text/code.h"
#include <string.h>

enum { WORDS_MOST = 12 };

struct words {
	const char *items[WORDS_MOST];
	size_t n;
};

/* Words that mean the same in a header; "" says nothing. */
static const struct {
	const char *word, *same;
} same_words[] = {{"a", ""}, {"addr", "address"}, {"and", ""}, {"at", ""},
	{"birth", "dob"}, {"by", "by"}, {"code", ""}, {"date", "time"},
	{"datetime", "time"}, {"day", "time"}, {"e", "easting"}, {"end", "end"},
	{"ended", "end"}, {"finish", "end"}, {"from", "from"}, {"grade", "grade"},
	{"id", "ref"}, {"identifier", "ref"}, {"is", ""}, {"juvenile", "child"},
	{"la", "authority"}, {"lat", "lat"}, {"latitude", "lat"}, {"level", ""},
	{"located", "found"}, {"location", "address"}, {"loc", "address"},
	{"logged", "reported"}, {"long", "lon"}, {"longitude", "lon"}, {"lng", "lon"},
	{"misper", "child"}, {"mobile", "phone"}, {"n", "northing"}, {"no", "ref"},
	{"nominal", "child"}, {"num", "ref"}, {"number", "ref"}, {"of", ""}, {"on", ""},
	{"pcode", "postcode"}, {"pc", "postcode"}, {"place", "address"},
	{"recovered", "found"}, {"reference", "ref"}, {"report", "reported"},
	{"return", "found"}, {"returned", "found"}, {"s", ""}, {"seen", "seen"},
	{"started", "start"}, {"subject", "child"}, {"telephone", "phone"}, {"the", ""},
	{"timestamp", "time"}, {"to", ""}, {"traced", "found"}, {"was", ""},
	{"when", "time"}, {"where", "address"}, {"x", "easting"}, {"y", "northing"},
	{"yp", "child"}};

/* Names that word by word would not be told. */
static const struct {
	const char *column, *names;
} known_names[] = {
	{"episode_ref",
		"episode|episode id|missing episode|incident|incident number|log "
		"number|"
		"storm log|occurrence number|misper ref|missing reference|report "
		"number|"
		"reference|mfh ref|compact ref"},
	{"child_ref", "child|child unique id|la child id|nominal ref|nominal id|"
		      "person id|person urn|client id|service user id|case id|"
		      "mosaic id|lcs id|unique id|pncid"},
	{"child_name", "name|full name|missing person|misper|young person|"
		       "name of child|person name|forename surname"},
	{"child_dob", "dob|date of birth|d o b|birth date|person dob"},
	{"child_age", "age|age at incident|age when missing"},
	{"sex", "gender|sex at birth"},
	{"ethnicity", "ethnic|ethnic origin|self defined ethnicity|ethnic group"},
	{"responsible_authority", "local authority|responsible la|home authority|"
				  "placing authority|placing la"},
	{"looked_after", "lac|cla|in care|looked after child|child in care|"
			 "lac status|care status"},
	{"type", "missing type|episode type|classification|status|missing absent|"
		 "missing|category|report type"},
	{"risk", "risk level|risk assessment|risk grade|initial risk"},
	{"last_seen_time", "last seen|date last seen|last seen date time|went missing|"
			   "missing from|date missing|missing start|start of episode"},
	{"reported_time", "reported|date reported|report date|reported missing|"
			  "created|mis start|date of report|incident date|start date"},
	{"found_time", "found|date found|return date|date returned|located date|"
		       "mis end|end of episode|returned|end date"},
	{"closed_time", "closed|date closed|closure date"},
	{"from_kind", "missing from type|placement type|from type"},
	{"from_home_urn", "home urn|urn|ofsted urn|home"},
	{"from_address", "missing from|missing from address|home address|address|"
			 "misper home address|placement address"},
	{"from_postcode", "postcode|home postcode|missing from postcode"},
	{"last_seen_address", "location last seen|last seen location|last seen at"},
	{"found_kind", "found location type|type of location found|found type"},
	{"found_address", "location found|found at|found location|address found|"
			  "place found|return location|located at"},
	{"found_by", "located by|returned by|recovered by|how found|how traced"},
	{"harm", "harm suffered|injury|harm type"},
	{"reasons", "reason|reason for going missing|reason missing|push pull factors"},
	{"vulnerabilities", "vulnerability|warning markers|markers|risk factors|flags"},
	{"prevention_check_time", "safe and well|prevention interview|"
				  "safe and well check|prevention check"},
	{"notes", "note|comments|summary|narrative|remarks|circumstances|details"},
	{"offered_time", "rhi offered|date offered|offer date"},
	{"accepted", "rhi accepted|accepted declined|taken up"},
	{"held_time", "rhi date|interview date|date of interview|date completed|"
		      "completed"},
	{"independent", "independent interviewer"},
	{"interviewer_role", "interviewer|completed by|worker|interviewed by"},
	{"where_held", "venue|location of interview"},
	{"summary", "notes|outcome|details|findings"},
	{"urn", "ofsted urn|home urn|provider urn|sc number"},
	{"name", "setting name|provider name|home name|full name"},
	{"provider", "organisation|owner|owner name|company"},
	{"authority", "local authority"},
	{"registered_places", "places|capacity|max users|beds|number of places"},
	{"opened", "registration date|registered|date opened"},
	{"closed", "closed date|deregistration date|date closed"},
	{"rating", "overall effectiveness|judgement|inspection outcome"},
	{"rating_date", "inspection date|date of inspection"},
	{"kind", "type|provision type|provider type|placement type|assessment type"},
	{"start", "start date|placement start|decom|date started|from|date from"},
	{"end", "end date|placement end|dec|date ended|to|date to|ceased"},
	{"host_authority", "host la|area authority"},
	{"authority_notified", "la notified|notification date|host la notified"},
	{"police_notified", "police informed"},
	{"person_ref", "nominal|nominal ref|person urn|suspect ref|person"},
	{"aliases", "alias|aka|also known as|nickname|street name"},
	{"dob", "date of birth|birth date"},
	{"phones", "phone|phone numbers|telephone|mobile"},
	{"vehicles", "vehicle|vrm|registration|vehicle registration"},
	{"handles", "social media|username|snapchat|instagram|handle"},
	{"orders", "warnings|cawn|court orders"},
	{"value", "entity|mention|text value|identifier|number"},
	{"phone", "mobile|telephone number"},
	{"vehicle", "vrm|registration"},
	{"handle", "username|social media"},
	{"role", "relationship|link type|association"},
	{"outcome", "result|decision"},
	{"register", "list|dataset|service|referral type"},
	{"detail", "details|notes|description"},
	{"release", "publication"},
	{"period", "time period|year"},
	{"area_level", "geographic level"},
	{"area_code", "new la code|ons code|gss code"},
	{"area_name", "la name|local authority"},
	{"measure", "indicator|characteristic"},
	{"address", "full address|address line|street address"},
	{"postcode", "zip"},
};

/* Words for the codes; a column's own codes are known without. */
static const struct {
	const char *column, *code, *words;
} known_codes[] = {
	{"type", "missing",
		"m|missing person|misper|mfh|missing from home|"
		"missing from care|missing episode"},
	{"type", "absent", "absence"},
	{"type", "no_apparent_risk", "nar|no risk|no apparent risk absent"},
	{"type", "away",
		"a|away from placement|away without authorisation|"
		"unauthorised absence|unauthorised|awol|ua"},
	{"risk", "high", "h|high risk"},
	{"risk", "medium", "m|med|medium risk"},
	{"risk", "low", "l|low risk|standard"},
	{"risk", "none", "nar|no apparent risk|no risk"},
	{"from_kind", "home", "family home|home address|parents|own home"},
	{"from_kind", "childrens_home",
		"children's home|childrens home|care home|residential|"
		"residential home|residential care"},
	{"from_kind", "foster", "foster care|foster home|foster carer|fostering"},
	{"from_kind", "supported",
		"supported accommodation|semi independent|"
		"semi independent accommodation|hostel"},
	{"from_kind", "school", "education|college"},
	{"from_kind", "other", "unknown"},
	{"found_kind", "home", "home address|family home|returned home|own home"},
	{"found_kind", "placement", "returned to placement|care home|foster home"},
	{"found_kind", "friend", "friends|friend's address|friends address"},
	{"found_kind", "relative", "family|relatives|family member"},
	{"found_kind", "partner", "boyfriend|girlfriend"},
	{"found_kind", "street", "public place|in the street|open space|park"},
	{"found_kind", "transport", "station|railway station|bus|bus station|train"},
	{"found_kind", "custody", "arrested|police station|police custody"},
	{"found_kind", "hotel", "bed and breakfast|b&b|guest house"},
	{"found_kind", "licensed", "takeaway|pub|licensed premises"},
	{"found_kind", "vehicle", "car|taxi"},
	{"found_kind", "other", "unknown"},
	{"found_by", "self",
		"returned of own accord|own accord|returned themselves|"
		"returned|came back"},
	{"found_by", "police", "officer|police officer|patrol"},
	{"found_by", "family", "parent|parents|relative"},
	{"found_by", "carer", "care staff|staff|foster carer|home staff"},
	{"found_by", "public", "member of public|mop|member of the public"},
	{"found_by", "agency", "social worker|social services|other agency"},
	{"kind", "person", "adult|associate|nominal|name"},
	{"kind", "phone", "telephone|mobile|phone number"},
	{"kind", "vehicle", "vrm|car|registration"},
	{"kind", "handle", "username|social media|snapchat|instagram"},
	{"kind", "address", "location|place"},
	{"kind", "early_help", "eh|caf|early help assessment"},
	{"kind", "s17", "section 17|cin|child in need"},
	{"kind", "s47", "section 47|cp enquiry|child protection"},
	{"kind", "strategy", "strategy discussion|strategy meeting"},
	{"kind", "nrm", "nrm referral|national referral mechanism"},
	{"role", "found_with", "found with|with"},
	{"role", "ran_to", "ran to|went to"},
	{"role", "seen_with", "seen with"},
	{"role", "travelled_with", "travelled with|driver"},
};

static const char *same_word(const char *word)
{
	for (size_t i = 0; i < sizeof same_words / sizeof *same_words; i++)
		if (strcmp(same_words[i].word, word) == 0)
			return same_words[i].same;
	return word;
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80);
}

/* Lower case, words parted by one blank; "FoundDate" is two words. */
static const char *plain(struct arena *arena, const char *text)
{
	struct strbuf buf;
	char before = ' ';
	strbuf_init(&buf, arena);
	for (; *text; before = *text++) {
		bool upper = *text >= 'A' && *text <= 'Z';
		bool figure = *text >= '0' && *text <= '9';
		bool word = is_letter(*text) || figure;
		bool joint = upper && before >= 'a' && before <= 'z';
		if (*text == '\'' || (!word && buf.n == 0))
			continue;
		if ((!word || joint) && buf.text[buf.n - 1] != ' ')
			strbuf_char(&buf, ' ');
		if (word)
			strbuf_char(&buf, upper ? (char)(*text + 32) : *text);
	}
	char *post = strstr(buf.text, "post code");
	if (post) /* one word */
		memmove(post + 4, post + 5, strlen(post + 5) + 1);
	return str_trim(arena, buf.text);
}

static struct words words_of(struct arena *arena, const char *text)
{
	struct str_list list = str_split(arena, text, ' ');
	struct words words = {.n = 0};
	for (size_t i = 0; i < list.n && words.n < WORDS_MOST; i++) {
		const char *word = same_word(list.items[i]);
		bool known = *word == '\0';
		for (size_t k = 0; k < words.n && !known; k++)
			known = strcmp(words.items[k], word) == 0;
		if (!known)
			words.items[words.n++] = word;
	}
	return words;
}

/* A slip of one letter in a long word is the word. */
static bool same(const char *a, const char *b)
{
	return strcmp(a, b) == 0 ||
	       (strlen(a) > 4 && strlen(b) > 4 && str_distance(a, b, 1) <= 1);
}

static double agreement(const struct words *a, const struct words *b)
{
	size_t both = 0;
	for (size_t i = 0; i < a->n; i++)
		for (size_t k = 0; k < b->n; k++)
			if (same(a->items[i], b->items[k])) {
				both++;
				break;
			}
	return a->n + b->n ? 2.0 * (double)both / (double)(a->n + b->n) : 0;
}

static double score_of(struct arena *scratch, const char *header,
	const struct words *words, const char *name, double whole)
{
	const char *plain_name = plain(scratch, name);
	if (strcmp(header, plain_name) == 0)
		return whole;
	struct words other = words_of(scratch, plain_name);
	return 0.85 * agreement(words, &other);
}

double suggest_name_score(
	struct arena *scratch, const char *header, const char *canonical)
{
	const char *text = plain(scratch, header);
	struct words words = words_of(scratch, text);
	double best = score_of(scratch, text, &words, canonical, 1);
	for (size_t i = 0; i < sizeof known_names / sizeof *known_names; i++) {
		if (strcmp(known_names[i].column, canonical) != 0)
			continue;
		struct str_list names = str_split(scratch, known_names[i].names, '|');
		for (size_t k = 0; k < names.n; k++) {
			double score =
				score_of(scratch, text, &words, names.items[k], 0.95);
			best = score > best ? score : best;
		}
	}
	return best < 0.5 ? 0 : best;
}

const char *suggest_code(
	struct arena *scratch, const struct column_spec *spec, const char *cell)
{
	size_t n = codes_count(spec->codes);
	size_t i = code_find(cell, spec->codes, n);
	if (i != CODE_NONE)
		return spec->codes[i];
	const char *text = plain(scratch, cell);
	for (i = 0; i < sizeof known_codes / sizeof *known_codes; i++) {
		if (strcmp(known_codes[i].column, spec->name) != 0 ||
			code_find(known_codes[i].code, spec->codes, n) == CODE_NONE)
			continue;
		struct str_list words = str_split(scratch, known_codes[i].words, '|');
		for (size_t k = 0; k < words.n; k++)
			if (strcmp(plain(scratch, words.items[k]), text) == 0)
				return known_codes[i].code;
	}
	return NULL;
}
