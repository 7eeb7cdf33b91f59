#include "intake/columns.h"
#include "base/str.h"

const char *const import_kind_names[KINDS_N + 1] = {"episodes", "interviews", "homes",
	"placements", "people", "mentions", "assessments", "registers", "boundaries",
	"benchmarks", "addresses", "places", NULL};

static const char *const types[] = {
	"missing", "absent", "no_apparent_risk", "away", NULL};
static const char *const risks[] = {"high", "medium", "low", "none", NULL};
static const char *const from_kinds[] = {"home", "childrens_home", "foster",
	"supported", "school", "hospital", "other", NULL};
static const char *const found_kinds[] = {"home", "placement", "friend", "relative",
	"partner", "associate", "street", "transport", "hotel", "licensed", "custody",
	"hospital", "vehicle", "other", NULL};
static const char *const found_by[] = {
	"self", "police", "family", "carer", "public", "agency", NULL};
static const char *const mention_kinds[] = {
	"person", "phone", "vehicle", "handle", "address", NULL};
static const char *const mention_roles[] = {"found_with", "ran_to", "seen_with",
	"travelled_with", "harboured", "other", NULL};
static const char *const assessment_kinds[] = {
	"early_help", "s17", "s47", "strategy", "nrm", NULL};

/* What a column is, what it must be, where it goes. No macro hides a value: .stored is
 * the parameter of import_KIND.sql. */
#define MUST COLUMN_REQUIRED
#define TEXT(n, flag, text)                                                            \
	{                                                                              \
		.name = #n, .flags = (flag), .stored = #n, .help = (text)              \
	}
#define LIST(n, text)                                                                  \
	{                                                                              \
		.name = #n, .type = COLUMN_LIST, .stored = #n, .help = (text)          \
	}
#define CODE(n, flag, list, text)                                                      \
	{                                                                              \
		.name = #n, .type = COLUMN_CODE, .flags = (flag), .codes = (list),     \
		.stored = #n, .help = (text)                                           \
	}
#define TYPED(n, kind, flag, to, text)                                                 \
	{                                                                              \
		.name = #n, .type = (kind), .flags = (flag), .stored = (to),           \
		.help = (text)                                                         \
	}
#define CHILD(n, kind, flag, to, text)                                                 \
	{                                                                              \
		.name = #n, .type = (kind), .flags = (flag), .child = (to),            \
		.help = (text)                                                         \
	}
#define PLACE(n, kind, in, as, text)                                                   \
	{                                                                              \
		.name = #n, .type = (kind), .role = (in), .field = (as),               \
		.help = (text)                                                         \
	}

/* A child is known by its reference; what else a row says of it is kept with it. */
#define CHILD_COLUMN CHILD(child_ref, COLUMN_TEXT, MUST, CHILD_REF, "the child")
#define CHILD_BESIDE                                                                   \
	CHILD(child_name, COLUMN_TEXT, COLUMN_BESIDE, CHILD_NAME, "the child's name"), \
		CHILD(child_dob, COLUMN_DAY, COLUMN_BESIDE | COLUMN_PAST, CHILD_DOB,   \
			"the child's date of birth"),                                  \
		CHILD(sex, COLUMN_TEXT, COLUMN_BESIDE, CHILD_SEX, "M, F or in words"), \
		CHILD(ethnicity, COLUMN_TEXT, COLUMN_BESIDE, CHILD_ETHNICITY,          \
			"as the system records it")

static const struct column_spec episodes[] = {
	TEXT(episode_ref, MUST | COLUMN_REF, "one reference an episode"),
	CHILD_COLUMN,
	CHILD(child_name, COLUMN_TEXT, 0, CHILD_NAME, "the child's name"),
	CHILD(child_dob, COLUMN_DAY, COLUMN_PAST, CHILD_DOB,
		"the child's date of birth"),
	TYPED(child_age, COLUMN_AGE, 0, "child_age", "at the episode"),
	CHILD(sex, COLUMN_TEXT, 0, CHILD_SEX, "M, F or in words"),
	CHILD(ethnicity, COLUMN_TEXT, 0, CHILD_ETHNICITY, "as the system records it"),
	TEXT(responsible_authority, 0, "the authority that cares for the child"),
	TYPED(looked_after, COLUMN_YES_NO, 0, "looked_after",
		"in the care of an authority"),
	CODE(type, MUST, types, "what was recorded"),
	CODE(risk, 0, risks, "as assessed"),
	TYPED(last_seen_time, COLUMN_TIME, COLUMN_PAST, "last_seen",
		"when the child was last seen"),
	TYPED(reported_time, COLUMN_TIME, MUST | COLUMN_PAST, "reported",
		"when the child was reported"),
	TYPED(found_time, COLUMN_TIME, COLUMN_PAST, "found",
		"when the child was found or returned"),
	TYPED(closed_time, COLUMN_TIME, COLUMN_PAST, "closed",
		"when the record was closed"),
	CODE(from_kind, 0, from_kinds, "where the child went from"),
	{.name = "from_home_urn",
		.stored = "from_home_urn",
		.role = PLACE_FROM,
		.field = PLACE_FIELD_URN,
		.help = "URN of the home the child went from"},
	PLACE(from_address, COLUMN_TEXT, PLACE_FROM, PLACE_FIELD_ADDRESS,
		"where from, as written; or 'as above'"),
	PLACE(from_postcode, COLUMN_TEXT, PLACE_FROM, PLACE_FIELD_POSTCODE,
		"its postcode, whole or in part"),
	PLACE(from_easting, COLUMN_EASTING, PLACE_FROM, PLACE_FIELD_EASTING,
		"EPSG:27700, metres"),
	PLACE(from_northing, COLUMN_NORTHING, PLACE_FROM, PLACE_FIELD_NORTHING,
		"EPSG:27700, metres"),
	PLACE(from_lat, COLUMN_LAT, PLACE_FROM, PLACE_FIELD_LAT, "WGS 84, degrees"),
	PLACE(from_lon, COLUMN_LON, PLACE_FROM, PLACE_FIELD_LON, "WGS 84, degrees"),
	PLACE(from_uprn, COLUMN_UPRN, PLACE_FROM, PLACE_FIELD_UPRN,
		"unique property reference number"),
	PLACE(last_seen_address, COLUMN_TEXT, PLACE_LAST_SEEN, PLACE_FIELD_ADDRESS,
		"where last seen, as written"),
	PLACE(last_seen_postcode, COLUMN_TEXT, PLACE_LAST_SEEN, PLACE_FIELD_POSTCODE,
		"its postcode, whole or in part"),
	PLACE(last_seen_easting, COLUMN_EASTING, PLACE_LAST_SEEN, PLACE_FIELD_EASTING,
		"EPSG:27700, metres"),
	PLACE(last_seen_northing, COLUMN_NORTHING, PLACE_LAST_SEEN,
		PLACE_FIELD_NORTHING, "EPSG:27700, metres"),
	CODE(found_kind, 0, found_kinds, "what kind of place the child was found at"),
	PLACE(found_address, COLUMN_TEXT, PLACE_FOUND, PLACE_FIELD_ADDRESS,
		"where found, as written"),
	PLACE(found_postcode, COLUMN_TEXT, PLACE_FOUND, PLACE_FIELD_POSTCODE,
		"its postcode, whole or in part"),
	PLACE(found_easting, COLUMN_EASTING, PLACE_FOUND, PLACE_FIELD_EASTING,
		"EPSG:27700, metres"),
	PLACE(found_northing, COLUMN_NORTHING, PLACE_FOUND, PLACE_FIELD_NORTHING,
		"EPSG:27700, metres"),
	PLACE(found_lat, COLUMN_LAT, PLACE_FOUND, PLACE_FIELD_LAT, "WGS 84, degrees"),
	PLACE(found_lon, COLUMN_LON, PLACE_FOUND, PLACE_FIELD_LON, "WGS 84, degrees"),
	PLACE(found_uprn, COLUMN_UPRN, PLACE_FOUND, PLACE_FIELD_UPRN,
		"unique property reference number"),
	CODE(found_by, 0, found_by, "who found the child; self: came back alone"),
	LIST(harm, "harm suffered or risked"),
	LIST(reasons, "why the child went"),
	LIST(vulnerabilities, "what makes the child vulnerable"),
	TYPED(prevention_check_time, COLUMN_TIME, COLUMN_PAST, "prevention_check",
		"when the safe and well check was done"),
	TEXT(notes, 0, "free text"),
};

static const struct column_spec interviews[] = {
	TEXT(episode_ref, MUST, "the episode it follows"),
	TEXT(child_ref, 0, "the child"),
	TYPED(offered_time, COLUMN_TIME, COLUMN_PAST, "offered", "when it was offered"),
	TYPED(accepted, COLUMN_YES_NO, 0, "accepted", "whether the child accepted"),
	TYPED(held_time, COLUMN_TIME, COLUMN_PAST, "held", "when it was held"),
	TYPED(independent, COLUMN_YES_NO, 0, "independent",
		"whether the interviewer was independent"),
	TEXT(interviewer_role, 0, "who held it"),
	TEXT(where_held, 0, "where"),
	TEXT(summary, 0, "free text"),
};

static const struct column_spec homes[] = {
	TEXT(urn, MUST,
		"unique reference number of Ofsted; several rows where it has "
		"several buildings"),
	TEXT(name, 0, "of the home"),
	TEXT(provider, 0, "who runs it"),
	TEXT(sector, 0, "private, voluntary, local authority …"),
	TEXT(kind, 0, "provision type"),
	TEXT(authority, 0, "the authority it stands in"),
	TEXT(status, 0, "registration status"),
	TYPED(registered_places, COLUMN_COUNT, 0, "registered_places",
		"how many children it may take"),
	TYPED(opened, COLUMN_DAY, COLUMN_PAST | COLUMN_START, "opened",
		"day of registration"),
	TYPED(closed, COLUMN_DAY, COLUMN_END, "closed", "day it closed"),
	TEXT(rating, 0, "overall effectiveness"),
	TYPED(rating_date, COLUMN_DAY, COLUMN_PAST, "rating_date",
		"day of the inspection"),
	TEXT(building, 0, "which building, where it has several"),
	PLACE(address, COLUMN_TEXT, PLACE_ADDRESS, PLACE_FIELD_ADDRESS, "as written"),
	PLACE(postcode, COLUMN_TEXT, PLACE_ADDRESS, PLACE_FIELD_POSTCODE, "as written"),
	PLACE(easting, COLUMN_EASTING, PLACE_ADDRESS, PLACE_FIELD_EASTING,
		"EPSG:27700, metres"),
	PLACE(northing, COLUMN_NORTHING, PLACE_ADDRESS, PLACE_FIELD_NORTHING,
		"EPSG:27700, metres"),
};

static const struct column_spec placements[] = {
	CHILD_COLUMN,
	{.name = "urn",
		.stored = "urn",
		.role = PLACE_ADDRESS,
		.field = PLACE_FIELD_URN,
		.help = "URN of the home or agency"},
	TEXT(kind, 0, "SSDA903 PLACE code, or words"),
	TYPED(start, COLUMN_DAY, MUST | COLUMN_START | COLUMN_WHOLE_DAY, "start_day",
		"first day"),
	TYPED(end, COLUMN_DAY, COLUMN_END | COLUMN_WHOLE_DAY, "end_day",
		"last day; empty while it lasts"),
	PLACE(postcode, COLUMN_TEXT, PLACE_ADDRESS, PLACE_FIELD_POSTCODE,
		"of the placement"),
	TEXT(responsible_authority, 0, "the authority that placed the child"),
	TEXT(host_authority, 0, "the authority the placement stands in"),
	TYPED(authority_notified, COLUMN_NOTICE, 0, "authority_notified",
		"when the host authority was told, or Y/N"),
	TYPED(police_notified, COLUMN_NOTICE, 0, "police_notified",
		"when the police were told, or Y/N"),
	CHILD_BESIDE,
};

static const struct column_spec people[] = {
	TEXT(person_ref, MUST | COLUMN_REF, "one reference a person"),
	TEXT(name, 0, "of the adult"),
	LIST(aliases, "other names"),
	TYPED(dob, COLUMN_DAY, COLUMN_PAST, "dob", "date of birth"),
	TEXT(sex, 0, "M, F or in words"),
	PLACE(address, COLUMN_TEXT, PLACE_ADDRESS, PLACE_FIELD_ADDRESS, "as written"),
	PLACE(postcode, COLUMN_TEXT, PLACE_ADDRESS, PLACE_FIELD_POSTCODE, "as written"),
	LIST(phones, "telephone numbers"),
	LIST(vehicles, "registration marks"),
	LIST(handles, "names on social media"),
	LIST(orders, "warning notices, orders, licences"),
	TEXT(grade, 0, "3x5x2 or 5x5x5 grade, as given"),
	TEXT(source, 0, "where it is from"),
};

static const struct column_spec mentions[] = {
	TEXT(mention_ref, COLUMN_REF, "one reference a mention"),
	TEXT(episode_ref, 0, "the episode it belongs to"),
	TEXT(child_ref, 0, "the child it belongs to"),
	CODE(kind, MUST, mention_kinds, "what is mentioned"),
	TEXT(value, MUST, "the name, number, mark, handle or address"),
	LIST(aliases, "other names"),
	TYPED(dob, COLUMN_DAY, COLUMN_PAST, "dob", "date of birth of a person"),
	PLACE(address, COLUMN_TEXT, PLACE_ADDRESS, PLACE_FIELD_ADDRESS, "as written"),
	PLACE(postcode, COLUMN_TEXT, PLACE_ADDRESS, PLACE_FIELD_POSTCODE, "as written"),
	TEXT(phone, 0, "of a person"),
	TEXT(vehicle, 0, "of a person"),
	TEXT(handle, 0, "of a person"),
	CODE(role, 0, mention_roles, "what it was to the child"),
	TYPED(date, COLUMN_DAY, COLUMN_PAST, "date", "of the mention"),
	TEXT(source, 0, "where it is from"),
	TEXT(grade, 0, "3x5x2 or 5x5x5 grade, as given"),
	TEXT(handling, 0, "handling conditions"),
	TEXT(text, 0, "free text"),
};

static const struct column_spec assessments[] = {
	CHILD_COLUMN,
	CODE(kind, MUST, assessment_kinds,
		"early help, section 17, section 47, "
		"strategy discussion, NRM referral"),
	TYPED(start, COLUMN_DAY, MUST | COLUMN_START | COLUMN_WHOLE_DAY, "start_day",
		"first day"),
	TYPED(end, COLUMN_DAY, COLUMN_END | COLUMN_WHOLE_DAY, "end_day", "last day"),
	TEXT(outcome, 0, "free text"),
	TEXT(episode_ref, 0, "the episode it follows"),
	CHILD_BESIDE,
};

static const struct column_spec registers[] = {
	CHILD_COLUMN,
	TEXT(register, MUST, "which register, referral or record"),
	TYPED(start, COLUMN_DAY, COLUMN_START, "start_day", "first day"),
	TYPED(end, COLUMN_DAY, COLUMN_END, "end_day", "last day"),
	TEXT(detail, 0, "free text"),
	CHILD_BESIDE,
};

static const struct column_spec boundaries[] = {
	TEXT(layer, MUST, "which set of areas: districts, police forces"),
	TEXT(code, 0, "GSS code"),
	TEXT(name, 0, "of the area"),
};

static const struct column_spec benchmarks[] = {
	TEXT(release, MUST, "the publication it is from; later ones revise"),
	TEXT(period, MUST, "year or quarter"),
	TEXT(area_level, 0, "national, regional, local authority"),
	TEXT(area_code, 0, "GSS code"),
	TEXT(area_name, 0, "of the area"),
	TEXT(measure, MUST, "what is counted"),
	TYPED(value, COLUMN_FIGURE, 0, "value",
		"a number, or the symbol in its place (c k x z)"),
};

static const struct column_spec addresses[] = {
	TYPED(uprn, COLUMN_UPRN, MUST, NULL, "unique property reference number"),
	TEXT(address, MUST, "on one line"),
	TEXT(postcode, 0, ""),
	TYPED(easting, COLUMN_EASTING, MUST, NULL, "EPSG:27700, metres"),
	TYPED(northing, COLUMN_NORTHING, MUST, NULL, "EPSG:27700, metres"),
};

static const struct column_spec places[] = {
	TEXT(name, MUST, "of the place"),
	LIST(aliases, "what else it is called"),
	TEXT(kind, 0, "park, station, shop …"),
	TYPED(easting, COLUMN_EASTING, MUST, NULL, "EPSG:27700, metres"),
	TYPED(northing, COLUMN_NORTHING, MUST, NULL, "EPSG:27700, metres"),
	TYPED(radius_m, COLUMN_RADIUS, 0, NULL, "how far it reaches"),
};

#define SET(list, text)                                                                \
	{                                                                              \
		(list), sizeof(list) / sizeof *(list), (text)                          \
	}
static const struct column_set sets[KINDS_N] = {
	SET(episodes, "an episode of a child missing, absent or away"),
	SET(interviews, "a return home interview, offered or held"),
	SET(homes, "a building of a home, or of another provider"),
	SET(placements, "a child in a placement, from a day to a day"),
	SET(people, "an adult who is known"),
	SET(mentions, "a name, number, vehicle, handle or address that was mentioned"),
	SET(assessments, "an assessment or a strategy discussion"),
	SET(registers, "a child on a register, a referral, a record in another system"),
	SET(boundaries, "an area, with its outline"),
	SET(benchmarks, "a published figure"),
	SET(addresses, "an address of the gazetteer"),
	SET(places, "a place known by name"),
};

struct column_set column_set_of(enum import_kind kind)
{
	return sets[kind];
}

enum import_kind import_kind_of(const char *name)
{
	for (size_t k = 0; k < KINDS_N; k++)
		if (str_equal_fold(name, import_kind_names[k]))
			return (enum import_kind)k;
	return KINDS_N;
}

size_t column_find(enum import_kind kind, const char *name)
{
	for (size_t i = 0; i < sets[kind].n; i++)
		if (str_equal_fold(sets[kind].columns[i].name, name))
			return i;
	return SIZE_MAX;
}

size_t codes_count(const char *const *codes)
{
	size_t n = 0;
	while (codes && codes[n])
		n++;
	return n;
}

const char *column_type_words(enum column_type type)
{
	static const char *const words[] = {"text", "list", "one of", "time", "day",
		"day or Y/N", "Y or N", "whole years", "whole number", "metres east",
		"metres north", "degrees north", "degrees east", "number", "metres",
		"number or symbol"};
	return words[type];
}
