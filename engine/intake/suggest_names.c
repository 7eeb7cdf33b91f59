#include "intake/suggest_names.h"
#include "base/str.h"
#include "intake/suggest_words.h"
#include "text/code.h"
#include "text/quantity.h"
#include <string.h>

/* Names that word by word would not be told. */
static const struct {
	const char *column, *names;
} known_names[] = {
	{"episode_ref",
		"episode|episode id|missing episode|incident|incident "
		"number|log "
		"number|"
		"storm log|occurrence number|misper ref|missing reference|report "
		"number|"
		"reference|mfh ref|compact ref"
		"|misper id|mfh id|missing episode ref|missing episode number|missing "
		"person ref|report|report id|occurrence|occ no|crime number|case "
		"number|case ref|event number|niche occurrence|athena report|episode "
		"number|missing id|missing report|missing report number"},
	{"child_ref", "child|child unique id|la child id|nominal ref|nominal id|"
		      "person id|person urn|client id|service user id|case id|"
		      "mosaic id|lcs id|unique id|pncid"
		      "|child ref|child number|subject|subject id|nom|nom id|nom "
		      "ref|nominal|nominal number|person|person ref|person unique "
		      "ref|person id|person number|misper nominal|misper person "
		      "id|young person id|yp id|client|individual id|icon "
		      "id|liquidlogic id|ics id|swift id|case number|service user|upn"},
	{"child_name", "name|full name|missing person|misper|young person|"
		       "name of child|person name|forename surname"
		       "|child name|subject name|nominal name|misper name|missing "
		       "person name|yp name|young person name|person full name"},
	{"child_dob",
		"dob|date of birth|d o b|birth date|person dob"
		"|child date of birth|nom dob|subject dob|yp dob|misper dob|birth"},
	{"child_age", "age|age at incident|age when missing"
		      "|age at report|current age|age at episode|age at missing|misper "
		      "age|nom age|subject age|age at start"},
	{"sex", "gender|sex at birth"
		"|nom sex|nom gender|subject sex|child gender|person gender|legal sex"},
	{"ethnicity", "ethnic|ethnic origin|self defined ethnicity|ethnic group"
		      "|ethnicity main|nom ethn|ethn|self defined ethnicity|16 "
		      "1|ethnicity description|ethnic appearance"},
	{"responsible_authority", "local authority|responsible la|home authority|"
				  "placing authority|placing la"},
	{"looked_after",
		"lac|cla|in care|looked after child|child in care|"
		"lac status|care status"
		"|cla yn|looked after|is lac|child looked after|lac yn|lac at time"},
	{"type", "absence type|missing type|episode type|classification|status|missing "
		 "absent|"
		 "missing|category|report type"
		 "|misper type|missing status|missing category|disposition "
		 "type|episode category|missing class|incident type"},
	{"risk", "risk level|risk assessment|risk grade|initial risk"
		 "|risk grading|initial risk grading|initial risk level|current "
		 "risk|risk category|risk rating|assessed risk"},
	{"last_seen_time",
		"last seen|date last seen|last seen date time|went missing|"
		"missing from|date missing|missing start|start of episode"
		"|date missing|missing date|time missing|missing from date|missing "
		"from date time|missing start date|missing start date time|missing "
		"start|missing since|date gone missing|gone missing|absent from|last "
		"known contact|last contact|mis start"},
	{"reported_time",
		"reported|date reported|report date|reported missing|"
		"created|mis start|date of report|incident date|start date"
		"|date reported|reported date|date reported missing|date reported to "
		"police|reported to police|police informed|rptd|call time|time of "
		"call|incident|informed|logged|log date|date logged|created "
		"date|report created|raised"},
	{"found_time",
		"found|date found|return date|date returned|located date|"
		"mis end|end of episode|returned|end date"
		"|found|located|recovered|traced|missing to|missing to date|missing to "
		"date time|missing end|missing end date|missing end date time|date "
		"recovered|date traced|date of return|return|missing "
		"until|ended|episode end|found safe|cancelled|cancellation date"},
	{"closed_time", "closed|date closed|closure date"
			"|record closed|finalised|filed"},
	{"from_kind", "missing from type|placement type|from type"
		      "|missing from location type|placement type|accommodation "
		      "type|residing at type|home type"},
	{"from_home_urn", "home urn|urn|ofsted urn|home"
			  "|ofsted|ofsted ref|ofsted no|home ofsted urn|placement "
			  "urn|provider urn|sc number|urn of home"},
	{"from_address", "missing from|missing from address|home address|address|"
			 "misper home address|placement address"
			 "|placement|placement address|residing address|resides "
			 "at|current address|last address|home|home addr|gone "
			 "from|gone from address|address missing from|care home|home "
			 "location|missing from location|residence"},
	{"from_postcode", "zip|postcode|home postcode|missing from postcode"
			  "|placement|home|residing|current|gone "
			  "from|address|residence|misper home"},
	{"last_seen_address", "location last seen|last seen location|last seen at"
			      "|last seen|last known|last known location|last known "
			      "address|lkl|lkl address|lks|last sighting|where last "
			      "seen|place last seen|sighting location"},
	{"last_seen_postcode", "lkl|last known|last seen|last sighting"},
	{"last_seen_easting", "lkl|last known|last seen"},
	{"last_seen_northing", "lkl|last known|last seen"},
	{"from_easting", "missing from|home|placement|gone from|from x"},
	{"from_northing", "missing from|home|placement|gone from|from y"},
	{"found_postcode", "located|recovered|return|traced|recovery"},
	{"found_easting",
		"located|recovered|return|traced|found x|located x|loc found e|"
		"found e"},
	{"found_northing",
		"located|recovered|return|traced|found y|located y|loc found n|"
		"found n"},
	{"found_kind", "found location type|type of location found|found type"},
	{"found_address",
		"location found|found at|found location|address found|"
		"place found|return location|located at"
		"|found|located|located address|recovered from|recovery "
		"address|recovery location|traced at|traced address|where found|where "
		"located|return address|found addr|loc found addr|returned to"},
	{"found_by", "located by|returned by|recovered by|how found|how traced"
		     "|located by|traced by|return method|how returned|how "
		     "located|found method"},
	{"harm", "harm suffered|injury|harm type"},
	{"reasons",
		"reason|reason for going missing|reason missing|push pull factors"
		"|missing reason|reason for absence|reason for missing|why missing"},
	{"vulnerabilities", "vulnerability|warning markers|markers|risk factors|flags"
			    "|risk indicators|concerns|vulnerability factors"},
	{"prevention_check_time", "safe and well|prevention interview|"
				  "safe and well check|prevention check"
				  "|police prevention check|safe and well "
				  "date|swc|vulnerability interview"},
	{"notes", "note|comments|summary|narrative|remarks|circumstances|details"},
	{"offered_time", "rhi offered|date offered|offer date"
			 "|rhi offered date|date rhi offered|offered"},
	{"accepted", "rhi accepted|accepted declined|taken up"
		     "|rhi accepted yn|rhi declined|interview accepted|outcome"},
	{"held_time", "rhi date|interview date|date of interview|date completed|"
		      "completed"
		      "|rhi held|rhi completed|rhi completed date|held|interview "
		      "held|return home interview held|rhi conducted|conducted|rhi"},
	{"independent", "independent interviewer"},
	{"interviewer_role", "interviewer|completed by|worker|interviewed by"
			     "|conducted by|held by"},
	{"where_held", "venue|location of interview"
		       "|interview venue|interview location|location"},
	{"summary", "notes|outcome|details|findings"
		    "|key themes|themes|narrative|comments"},
	{"urn", "ofsted urn|home urn|provider urn|sc number"
		"|ofsted no|ofsted ref|ofsted number|ofsted id|ofsted|registration "
		"number|unique reference number|urn number|ofsted registration number"},
	{"name", "registered name|setting name|provider name|home name|full name"
		 "|name of home|home|home name|provision name|service "
		 "name|establishment|establishment name|children s home name|childrens "
		 "home"},
	{"provider", "organisation|owner|owner name|company"
		     "|provider|operated by|registered provider|organisation "
		     "name|owned by|parent company"},
	{"authority", "local authority|local auth|la|la name"},
	{"registered_places",
		"places|capacity|max users|beds|number of places"
		"|no of beds|number of beds|no of places|registered beds|bed "
		"capacity|max places|maximum number of places|approved places"},
	{"opened", "registration date|registered|date opened"
		   "|date registered|date of registration|open date|opening "
		   "date|registered since"},
	{"closed", "closed date|deregistration date|date closed"
		   "|closing date|resigned"},
	{"rating", "overall effectiveness|judgement|inspection outcome"
		   "|ofsted rating|current rating|grade|ofsted judgement|latest "
		   "judgement|ofsted grade"},
	{"rating_date",
		"inspection date|date of inspection"
		"|last inspection|latest inspection|last inspected|date of last "
		"inspection|last inspection date|latest full inspection date"},
	{"kind", "type|provision type|provider type|placement type|assessment type"},
	{"start", "start date|placement start|decom|date started|from|date from"
		  "|placement start|placement start date|date placed|placed|placement "
		  "began|episode start"},
	{"end", "end date|placement end|dec|date ended|to|date to|ceased"
		"|placement end|placement end date|placement ended|episode end|left"},
	{"host_authority", "host la|area authority"
			   "|area la|located in la|placement la|la of "
			   "placement|placement authority"},
	{"authority_notified", "la notified|notification date|host la notified"
			       "|host la notified|host authority notified|area "
			       "authority notified|notification sent"},
	{"police_notified", "police informed"},
	{"person_ref", "rec id|record id|nominal|nominal ref|person urn|suspect "
		       "ref|person"
		       "|nom ref|nom id|nominal id|suspect id|poi ref|poi id|associate "
		       "id|person id"},
	{"aliases", "alias|aka|also known as|nickname|street name"
		    "|also known|known as|street names|nicknames"},
	{"dob", "date of birth|birth date"},
	{"phones", "phone|phone numbers|telephone|mobile"},
	{"vehicles", "vehicle|vrm|registration|vehicle registration"},
	{"handles", "social media|username|snapchat|instagram|handle"},
	{"orders", "warnings|cawn|court orders"},
	{"value", "entity|mention|text value|identifier|number"
		  "|entity value|entity|detail|details|number value|intel value|item"},
	{"phone", "mobile|telephone number"},
	{"vehicle", "vrm|registration"},
	{"handle", "username|social media"},
	{"role", "relationship|link type|association"
		 "|nature of link|relationship to child|connection"},
	{"mention_ref", "intel ref|intelligence ref|log ref|entity id|record id"},
	{"date", "date recorded|recorded|intel date|event date|sighting date"},
	{"grade", "5x5x5|3x5x2|grading|intel grade|evaluation"},
	{"text", "free text|intel text|body|narrative|details"},
	{"outcome", "result|decision"},
	{"register", "list|dataset|service|referral type"},
	{"detail", "details|notes|description"},
	{"release", "publication"},
	{"period", "time period|year"},
	{"area_level", "geographic level"},
	{"area_code", "new la code|ons code|gss code"},
	{"area_name", "la name|local authority"},
	{"measure", "indicator|characteristic"},
	{"address", "addr 1|addr|full address|address line|street address|address "
		    "1|address "
		    "lines|setting "
		    "address|provider address|premises address|home address|site "
		    "address|establishment address"},
	{"postcode", "zip|setting|provider|home|premises|site|placement|establishment"},
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
		"childrens home|care home|residential|"
		"residential home|residential care"},
	{"from_kind", "foster", "foster care|foster home|foster carer|fostering"},
	{"from_kind", "supported",
		"supported accommodation|semi independent|"
		"semi independent accommodation|hostel"},
	{"from_kind", "school", "education|college"},
	{"from_kind", "other", "unknown"},
	{"found_kind", "home", "home address|family home|returned home|own home"},
	{"found_kind", "placement", "returned to placement|care home|foster home"},
	{"found_kind", "friend", "friends|friends address"},
	{"found_kind", "relative", "family|relatives|family member"},
	{"found_kind", "partner", "boyfriend|girlfriend"},
	{"found_kind", "street", "public place|in the street|open space|park"},
	{"found_kind", "transport", "station|railway station|bus|bus station|train"},
	{"found_kind", "custody", "arrested|police station|police custody"},
	{"found_kind", "hotel", "bed and breakfast|b b|guest house"},
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

/* ---- names ------------------------------------------------------------------------
 */

struct suggest_book {
	struct column_set set;
	struct header_words *
		*names; /* for each column: the canonical one, then others */
	size_t *n;
};

static void add_names(struct arena *arena, struct suggest_book *book, size_t k)
{
	const char *own = book->set.columns[k].name;
	struct str_list known = {NULL, 0};
	for (size_t i = 0; i < sizeof known_names / sizeof *known_names; i++)
		if (strcmp(known_names[i].column, own) == 0)
			known = str_split(arena, known_names[i].names, '|');
	book->names[k] = arena_array(arena, struct header_words, known.n + 1);
	book->names[k][0] = header_words(arena, own);
	for (size_t i = 0; i < known.n; i++)
		book->names[k][i + 1] = header_words(arena, known.items[i]);
	book->n[k] = known.n + 1;
}

const struct suggest_book *suggest_book_make(struct arena *arena, struct column_set set)
{
	struct suggest_book *book = arena_new(arena, struct suggest_book);
	book->set = set;
	book->names = arena_array(arena, struct header_words *, set.n);
	book->n = arena_array(arena, size_t, set.n);
	for (size_t k = 0; k < set.n; k++)
		add_names(arena, book, k);
	return book;
}

/* A header that says no more than whose number, name, birth or age it is. */
static double plain_score(
	const struct column_spec *spec, const struct header_words *header)
{
	bool unique = strcmp(header->about, "unique") == 0;
	enum header_class class = header_class_of(spec);
	if ((*header->about && !unique) || header->class != class)
		return 0;
	switch (class) {
	case CLASS_DOB:
	case CLASS_AGE:
		return 0.93;
	case CLASS_NAME:
		return spec->child == CHILD_NAME && header->person ? 0.93 : 0;
	case CLASS_REF:
		if (spec->child == CHILD_REF)
			return header->person ? 0.93 : 0;
		return spec->flags & COLUMN_REF && !header->person ? 0.85 : 0;
	default:
		return 0;
	}
}

static double score_of(const struct header_words *header, enum header_class class,
	const struct header_words *known, double whole)
{
	if (strcmp(header->plain, known->plain) == 0)
		return whole;
	if (!header_classes_agree(header->class, class))
		return 0;
	bool said = header->class != CLASS_NONE && header->class == class;
	bool alike = *header->core && strcmp(header->core, known->core) == 0;
	bool about = *header->about && strcmp(header->about, known->about) == 0;
	if ((alike || about) && said)
		return alike ? 0.93 : 0.9;
	/* "Found at" names no kind of place. */
	if (alike || about)
		return class == CLASS_KIND || class == CLASS_BY ? 0.6 : 0.85;
	/* A word of class alone, or a name of one word, agrees with too much. */
	return *header->core && known->words_n > 1
		       ? 0.8 * header_agreement(header, known)
		       : 0;
}

double suggest_name_score(
	const struct suggest_book *book, size_t k, const struct header_words *header)
{
	const struct column_spec *spec = &book->set.columns[k];
	enum header_class class = header_class_of(spec);
	double best = plain_score(spec, header);
	/* "Subject ID" numbers a child; only a known name is more. */
	bool whose = header->class == CLASS_REF && header->person && !*header->about;
	bool known_alone = whose && spec->child != CHILD_REF &&
			   strcmp(spec->name, "person_ref") != 0;
	for (size_t i = 0; i < book->n[k]; i++) {
		const struct header_words *known = &book->names[k][i];
		double score = score_of(header, class, known, i ? 0.95 : 1);
		if (known_alone && strcmp(known->plain, header->plain) != 0)
			continue;
		best = score > best ? score : best;
	}
	return best < 0.5 ? 0 : best;
}

/* ---- codes ------------------------------------------------------------------------
 */

/* Whether n signs of `words` stand in a text as words of their own. */
static bool has_words(const char *text, const char *words, size_t n)
{
	for (const char *at = strchr(text, words[0]); at; at = strchr(at + 1, words[0]))
		if ((at == text || at[-1] == ' ') && strncmp(at, words, n) == 0 &&
			(at[n] == '\0' || at[n] == ' '))
			return true;
	return false;
}

/* "Not missing", "cancelled": what is denied is no code. */
static bool denies(const char *text)
{
	static const char *const words[] = {"not", "no", "non", "never", "cancelled",
		"false", "error", "duplicate"};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (has_words(text, words[i], strlen(words[i])))
			return true;
	return false;
}

/* Whether one of the names, parted by `|`, is the text; or, `inside`, stands in it. */
static bool is_one_of(const char *names, const char *text, bool inside)
{
	size_t length = strlen(text), n;
	for (;; names += n + 1) {
		n = strcspn(names, "|");
		bool is = inside ? n > 3 && has_words(text, names, n)
				 : n == length && memcmp(names, text, n) == 0;
		if (is || names[n] == '\0')
			return is;
	}
}

/* The code whose words are the text; or, `inside`, the only one with words in it
 * ("Located by police"). */
static const char *known_code(
	const struct column_spec *spec, const char *text, bool inside)
{
	const char *found = NULL;
	size_t n = codes_count(spec->codes);
	for (size_t i = 0; i < sizeof known_codes / sizeof *known_codes; i++) {
		if (strcmp(known_codes[i].column, spec->name) != 0)
			continue;
		size_t code = code_find(known_codes[i].code, spec->codes, n);
		bool is = code != CODE_NONE &&
			  (is_one_of(known_codes[i].words, text, inside) ||
				  is_one_of(known_codes[i].code, text, inside));
		if (is && found && found != spec->codes[code])
			return NULL;
		if (is)
			found = spec->codes[code];
	}
	return found;
}

const char *suggest_code(
	struct arena *scratch, const struct column_spec *spec, const char *cell)
{
	size_t i = code_find(cell, spec->codes, codes_count(spec->codes));
	if (i != CODE_NONE)
		return spec->codes[i];
	const char *text = header_words(scratch, cell).plain;
	const char *code = known_code(spec, text, false);
	if (code || denies(text))
		return code;
	return known_code(spec, text, true);
}

const char *suggest_yes_no(struct arena *scratch, const char *cell)
{
	static const char *const yes[] = {
		"accepted", "agreed", "taken up", "completed", "attended", "engaged"};
	static const char *const no[] = {"declined", "refused", "not accepted",
		"not taken up", "did not attend", "dna", "not offered", "not completed",
		"did not engage", "withdrawn"};
	const char *text = header_words(scratch, cell).plain;
	bool value;
	if (yes_no_parse(cell, &value))
		return value ? "Y" : "N";
	for (size_t i = 0; i < sizeof no / sizeof *no; i++)
		if (strcmp(text, no[i]) == 0)
			return "N";
	for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
		if (strcmp(text, yes[i]) == 0)
			return "Y";
	if (str_starts(text, "yes ") || str_starts(text, "no "))
		return text[0] == 'y' ? "Y" : "N";
	return NULL;
}
