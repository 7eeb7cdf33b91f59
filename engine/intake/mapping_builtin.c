/* The built-in mappings, as the text that a mapping file would have (see mapping.h).
 *
 * SSDA903: Department for Education, Children looked after by local authorities in
 * England: guide to the SSDA903 collection. MISSING is M (missing) or A (away from
 * placement without authorisation); a day, never a time. What is neither an episode nor
 * a placement goes to the registers with its own name.
 */
#include "intake/mapping.h"

static const char ssda903_missing[] = "[mapping]\n"
				      "kind = episodes\n"
				      "signature = CHILD, MISSING, MIS_START\n"
				      "[columns]\n"
				      "episode_ref = {CHILD}/{MIS_START}/{MISSING}\n"
				      "child_ref = CHILD\n"
				      "child_dob = DOB\n"
				      "looked_after = \"Y\"\n"
				      "type = MISSING\n"
				      "reported_time = MIS_START\n"
				      "found_time = MIS_END\n"
				      "[values type]\n"
				      "M = missing\n"
				      "A = away\n";

static const char ssda903_episodes[] = "[mapping]\n"
				       "kind = placements\n"
				       "blank = XXXXXXX\n"
				       "signature = CHILD, DECOM, RNE, PLACE\n"
				       "[columns]\n"
				       "child_ref = CHILD\n"
				       "urn = URN\n"
				       "kind = PLACE\n"
				       "start = DECOM\n"
				       "end = DEC\n"
				       "postcode = PL_POST\n";

static const char ssda903_xml[] = "[mapping]\n"
				  "kind = episodes, placements, registers\n"
				  "blank = XXXXXXX\n"
				  "[mapping episodes]\n"
				  "signature = CHILD, UPN, MISSING, MIS_START\n"
				  "[mapping placements]\n"
				  "signature = CHILD, UPN, DECOM, PLACE\n"
				  "[mapping registers]\n"
				  "signature = CHILD, UPN, REVIEW, REVIEW_CODE\n"
				  "[columns episodes]\n"
				  "episode_ref = {CHILD}/{MIS_START}/{MISSING}\n"
				  "child_ref = CHILD\n"
				  "child_dob = DOB\n"
				  "sex = SEX\n"
				  "ethnicity = ETHNIC\n"
				  "looked_after = \"Y\"\n"
				  "type = MISSING\n"
				  "reported_time = MIS_START\n"
				  "found_time = MIS_END\n"
				  "[values episodes type]\n"
				  "M = missing\n"
				  "A = away\n"
				  "[values episodes sex]\n"
				  "1 = M\n"
				  "2 = F\n"
				  "[columns placements]\n"
				  "child_ref = CHILD\n"
				  "child_dob = DOB\n"
				  "sex = SEX\n"
				  "ethnicity = ETHNIC\n"
				  "urn = URN\n"
				  "kind = PLACE\n"
				  "start = DECOM\n"
				  "end = DEC\n"
				  "postcode = PL_POST\n"
				  "[values placements sex]\n"
				  "1 = M\n"
				  "2 = F\n"
				  "[columns registers]\n"
				  "child_ref = CHILD\n"
				  "child_dob = DOB\n"
				  "sex = SEX\n"
				  "ethnicity = ETHNIC\n"
				  "register = \"SSDA903 review\"\n"
				  "start = REVIEW\n"
				  "detail = REVIEW_CODE\n"
				  "[values registers sex]\n"
				  "1 = M\n"
				  "2 = F\n";

static const char ssda903_header[] = "[mapping]\n"
				     "kind = registers\n"
				     "signature = CHILD, SEX, DOB, ETHNIC, UPN\n"
				     "[columns]\n"
				     "child_ref = CHILD\n"
				     "child_dob = DOB\n"
				     "sex = SEX\n"
				     "ethnicity = ETHNIC\n"
				     "register = \"SSDA903 header\"\n"
				     "[values sex]\n"
				     "1 = M\n"
				     "2 = F\n";

static const char ssda903_reviews[] = "[mapping]\n"
				      "kind = registers\n"
				      "signature = CHILD, REVIEW, REVIEW_CODE\n"
				      "[columns]\n"
				      "child_ref = CHILD\n"
				      "child_dob = DOB\n"
				      "register = \"SSDA903 review\"\n"
				      "start = REVIEW\n"
				      "detail = REVIEW_CODE\n";

static const char ssda903_oc2[] =
	"[mapping]\n"
	"kind = registers\n"
	"signature = CHILD, SDQ_SCORE, CONVICTED\n"
	"[columns]\n"
	"child_ref = CHILD\n"
	"child_dob = DOB\n"
	"register = \"SSDA903 OC2\"\n"
	"detail = convicted {CONVICTED}; substance misuse {SUBSTANCE_MISUSE}; SDQ "
	"{SDQ_SCORE}{SDQ_REASON}; health check {HEALTH_CHECK}\n";

static const char ssda903_oc3[] =
	"[mapping]\n"
	"kind = registers\n"
	"signature = CHILD, IN_TOUCH, ACTIV, ACCOM\n"
	"[columns]\n"
	"child_ref = CHILD\n"
	"child_dob = DOB\n"
	"register = \"SSDA903 OC3\"\n"
	"detail = in touch {IN_TOUCH}; activity {ACTIV}; accommodation {ACCOM}\n";

static const char ssda903_uasc[] = "[mapping]\n"
				   "kind = registers\n"
				   "signature = CHILD, DUC\n"
				   "[columns]\n"
				   "child_ref = CHILD\n"
				   "child_dob = DOB\n"
				   "sex = SEX\n"
				   "register = \"SSDA903 UASC\"\n"
				   "end = DUC\n"
				   "[values sex]\n"
				   "1 = M\n"
				   "2 = F\n";

static const char ssda903_previous_permanence[] =
	"[mapping]\n"
	"kind = registers\n"
	"signature = CHILD, PREV_PERM\n"
	"[columns]\n"
	"child_ref = CHILD\n"
	"child_dob = DOB\n"
	"register = \"SSDA903 previous permanence\"\n"
	"start = DATE_PERM\n"
	"detail = {PREV_PERM} {LA_PERM}\n";

static const char ssda903_ad1[] =
	"[mapping]\n"
	"kind = registers\n"
	"signature = CHILD, DATE_INT, DATE_MATCH\n"
	"[columns]\n"
	"child_ref = CHILD\n"
	"child_dob = DOB\n"
	"register = \"SSDA903 AD1\"\n"
	"start = DATE_INT\n"
	"detail = matched {DATE_MATCH}; adopters {NB_ADOPTR} {SEX_ADOPTR} "
	"{LS_ADOPTR}; foster care {FOSTER_CARE}\n";

static const char ssda903_placed_for_adoption[] =
	"[mapping]\n"
	"kind = registers\n"
	"signature = CHILD, DATE_PLACED\n"
	"[columns]\n"
	"child_ref = CHILD\n"
	"child_dob = DOB\n"
	"register = \"SSDA903 placed for adoption\"\n"
	"start = DATE_PLACED\n"
	"end = DATE_PLACED_CEASED\n"
	"detail = REASON_PLACED_CEASED\n";

static const char ssda903_dolo[] =
	"[mapping]\n"
	"kind = registers\n"
	"signature = CHILD, DOLO_START\n"
	"[columns]\n"
	"child_ref = CHILD\n"
	"child_dob = DOB\n"
	"register = \"SSDA903 deprivation of liberty order\"\n"
	"start = DOLO_START\n"
	"end = DOLO_END\n";

static const char ssda903_sw_episodes[] = "[mapping]\n"
					  "kind = registers\n"
					  "signature = CHILD, SW_ID, SW_DECOM\n"
					  "[columns]\n"
					  "child_ref = CHILD\n"
					  "child_dob = DOB\n"
					  "register = \"SSDA903 social worker\"\n"
					  "start = SW_DECOM\n"
					  "end = SW_DEC\n"
					  "detail = SW_REASON\n";

/* Every layout from 2015 on: the published lists, and the workbooks that Ofsted sends
 * to authorities, whose names for the same thing drift from year to year. */
static const char ofsted[] =
	"[mapping]\n"
	"kind = homes\n"
	"header = auto\n"
	"blank = REDACTED, -, na, n/a\n"
	"signature = URN, Sector\n"
	"[columns]\n"
	"urn = URN\n"
	"name = Setting name | Name | Provider name\n"
	"provider = Organisation which owns the provider | Organisation name\n"
	"  Owner name\n"
	"sector = Sector\n"
	"kind = Provision type | Provider type\n"
	"authority = Setting local authority | Local authority\n"
	"  Provider local authority\n"
	"status = Registration status | Reg status | Provider status\n"
	"registered_places = Places | Number of registered places | Capacity\n"
	"  Max users\n"
	"opened = Registration date\n"
	"closed = Deregistration date | Closed date\n"
	"rating = Overall effectiveness\n"
	"  Overall experiences and progress of children and young people\n"
	"  Latest overall effectiveness grade from last full inspection\n"
	"rating_date = Latest full inspection date | Inspection date\n"
	"  Date of last full inspection | Full inspection start date\n"
	"address = Address 1 + Address 2 + Town + County\n"
	"  Setting address line 1 + Setting address line 2 + Setting address line 3 "
	"+ Setting address town + Setting town + Setting address county + "
	"Setting county\n"
	"  Provider address line 1 + Provider address line 2 + Provider town + "
	"Provider county\n"
	"postcode = Postcode | Setting address postcode | Setting postcode\n"
	"  Provider postcode\n"
	"[values rating]\n"
	"Not provided* =\n"
	"[values rating_date]\n"
	"0 =\n"
	"Not provided* =\n";

/* Explore Education Statistics, children looked after who were missing: both shapes. */
static const char dfe_missing[] =
	"[mapping]\n"
	"kind = benchmarks\n"
	"signature = time_period, geographic_level, number\n"
	"[columns]\n"
	"release = {@file}\n"
	"period = time_period\n"
	"area_level = geographic_level\n"
	"area_code = new_la_code | region_code | country_code\n"
	"area_name = la_name | region_name | country_name\n"
	"measure = CLA_group | {missing_status}: {characteristic}\n"
	"value = number\n";

/* ONS names its columns by layer and year: LAD23CD, PFA16NM. */
static const char boundaries[] = "[mapping]\n"
				 "kind = boundaries\n"
				 "[columns]\n"
				 "layer = layer | {@sheet}\n"
				 "code = code | *CD | objectid\n"
				 "name = name | *NM | district\n";

const struct mapping_builtin mapping_builtins[] = {
	{"ssda903-missing", "SSDA903 missing episodes, CSV", ssda903_missing},
	{"ssda903-episodes", "SSDA903 episodes of care, CSV, as placements",
		ssda903_episodes},
	{"ssda903-xml", "SSDA903 as XML: episodes, placements or registers (reviews)",
		ssda903_xml},
	{"ofsted", "Ofsted's lists of providers, as homes", ofsted},
	{"dfe-missing", "DfE figures on looked-after children who were missing",
		dfe_missing},
	{"boundaries", "areas by their ONS column names", boundaries},
	{"ssda903-header", "SSDA903 header, as registers", ssda903_header},
	{"ssda903-reviews", "SSDA903 reviews, as registers", ssda903_reviews},
	{"ssda903-oc2", "SSDA903 OC2, as registers", ssda903_oc2},
	{"ssda903-oc3", "SSDA903 OC3, as registers", ssda903_oc3},
	{"ssda903-uasc", "SSDA903 UASC, as registers", ssda903_uasc},
	{"ssda903-previous-permanence", "SSDA903 previous permanence, as registers",
		ssda903_previous_permanence},
	{"ssda903-ad1", "SSDA903 AD1, as registers", ssda903_ad1},
	{"ssda903-placed-for-adoption", "SSDA903 placed for adoption, as registers",
		ssda903_placed_for_adoption},
	{"ssda903-dolo", "SSDA903 deprivation of liberty orders, as registers",
		ssda903_dolo},
	{"ssda903-sw-episodes", "SSDA903 social workers, as registers",
		ssda903_sw_episodes},
	{NULL, NULL, NULL}};
