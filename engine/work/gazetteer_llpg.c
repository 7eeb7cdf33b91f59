/* Address lists in parts, as AddressBase and local land and property gazetteers have
 * them: secondary and primary addressable object (SAO, PAO) or Royal Mail's delivery
 * point parts, a street, a town, a UPRN, a point.
 *
 * Source of the names: Ordnance Survey, AddressBase Plus and AddressBase technical
 * specifications; GeoPlace, Data entry conventions (BS 7666).
 */
#include "base/str.h"
#include "work/gazetteer_csv.h"
#include <string.h>

enum {
	A_UPRN,
	A_X,
	A_Y,
	A_STREET,
	A_ORGANISATION,
	A_SUB,
	A_BUILDING,
	A_NUMBER,
	A_SAO_TEXT,
	A_SAO_FROM,
	A_SAO_FROM_SUFFIX,
	A_SAO_TO,
	A_SAO_TO_SUFFIX,
	A_PAO_TEXT,
	A_PAO_FROM,
	A_PAO_FROM_SUFFIX,
	A_PAO_TO,
	A_PAO_TO_SUFFIX,
	A_DEPENDENT_STREET,
	A_LOCALITY,
	A_TOWN,
	A_POSTCODE
};

static const struct csv_column columns[] = {
	[A_UPRN] = {"uprn", true, 0},
	[A_X] = {"xcoordinate|easting|xcoord|eastings", true, 0},
	[A_Y] = {"ycoordinate|northing|ycoord|northings", true, 0},
	[A_STREET] = {"streetdescription|streetdescriptor|streetname|thoroughfare|"
		      "thoroughfarename|street",
		true, 0},
	[A_ORGANISATION] = {"organisation|organisationname|laorganisation|"
			    "rmorganisationname",
		false, 0},
	[A_SUB] = {"subbuildingname|subbuilding", false, 0},
	[A_BUILDING] = {"buildingname", false, 0},
	[A_NUMBER] = {"buildingnumber", false, 0},
	[A_SAO_TEXT] = {"saotext", false, 0},
	[A_SAO_FROM] = {"saostartnumber|saostartno", false, 0},
	[A_SAO_FROM_SUFFIX] = {"saostartsuffix", false, 0},
	[A_SAO_TO] = {"saoendnumber|saoendno", false, 0},
	[A_SAO_TO_SUFFIX] = {"saoendsuffix", false, 0},
	[A_PAO_TEXT] = {"paotext", false, 0},
	[A_PAO_FROM] = {"paostartnumber|paostartno", false, 0},
	[A_PAO_FROM_SUFFIX] = {"paostartsuffix", false, 0},
	[A_PAO_TO] = {"paoendnumber|paoendno", false, 0},
	[A_PAO_TO_SUFFIX] = {"paoendsuffix", false, 0},
	[A_DEPENDENT_STREET] = {"dependentthoroughfare|dependentthoroughfarename",
		false, 0},
	[A_LOCALITY] = {"localityname|locality|dependentlocality", false, 0},
	[A_TOWN] = {"townname|town|posttown", false, 0},
	[A_POSTCODE] = {"postcodelocator|postcode", false, 0},
};

static void piece(struct strbuf *b, const char *text)
{
	size_t n = strlen(text);
	while (n > 0 && text[n - 1] == ' ')
		n--;
	if (n == 0)
		return;
	strbuf_add(b, b->n > 0 ? ", " : "");
	strbuf_add_n(b, text, n);
}

/* "12A-14B", "12", "" */
static const char *range(const struct gazetteer_csv *c, size_t from)
{
	const char *to = csv_value(c, from + 2);
	if (!*csv_value(c, from))
		return "";
	return str_printf(c->ctx->scratch, "%s%s%s%s%s", csv_value(c, from),
		csv_value(c, from + 1), *to ? "-" : "", to,
		*to ? csv_value(c, from + 3) : "");
}

/* A secondary object that is a number alone is a flat. */
static void add_secondary(struct strbuf *b, const struct gazetteer_csv *c)
{
	const char *numbers = range(c, A_SAO_FROM), *text = csv_value(c, A_SAO_TEXT);
	bool bare = *text && !text[strspn(text, "0123456789 ")];
	piece(b, bare ? str_printf(c->ctx->scratch, "FLAT %s", text) : text);
	if (*numbers)
		piece(b, *text ? numbers
			       : str_printf(c->ctx->scratch, "FLAT %s", numbers));
}

static struct fill_parts parts_of(const struct gazetteer_csv *c)
{
	struct arena *scratch = c->ctx->scratch;
	struct strbuf before, all;
	strbuf_init(&before, scratch);
	strbuf_init(&all, scratch);
	const char *numbers = range(c, A_PAO_FROM);
	bool primary = *numbers || *csv_value(c, A_PAO_TEXT);
	piece(&before, csv_value(c, A_ORGANISATION));
	if (primary) {
		add_secondary(&before, c);
		piece(&before, csv_value(c, A_PAO_TEXT));
	} else {
		piece(&before, csv_value(c, A_SUB));
		piece(&before, csv_value(c, A_BUILDING));
		numbers = csv_value(c, A_NUMBER);
	}
	const char *dependent = primary ? "" : csv_value(c, A_DEPENDENT_STREET);
	const char *street = csv_value(c, A_STREET);
	const char *first = *dependent ? dependent : street;
	piece(&all, before.text);
	piece(&all, str_printf(scratch, "%s%s%s", numbers,
			    *numbers && *first ? " " : "", first));
	if (*dependent)
		piece(&all, street);
	piece(&all, csv_value(c, A_LOCALITY));
	if (!str_equal(csv_value(c, A_TOWN), csv_value(c, A_LOCALITY)))
		piece(&all, csv_value(c, A_TOWN));
	piece(&before, numbers);
	return (struct fill_parts){.text = all.text,
		.premises = before.text,
		.street = first,
		.locality = csv_value(c, A_LOCALITY),
		.town = csv_value(c, A_TOWN),
		.postcode = csv_value(c, A_POSTCODE),
		.numbered = *numbers != '\0'};
}

static enum err_code take(struct gazetteer_csv *c, const char **reason)
{
	struct point at;
	int64_t uprn = csv_uprn(csv_value(c, A_UPRN));
	*reason = uprn ? csv_point(c, A_X, A_Y, &at)
		       : "UPRN is no number of at most 12 figures";
	if (*reason)
		return ERR_OK;
	struct arena_mark mark = arena_mark(c->ctx->scratch);
	struct fill_parts parts = parts_of(c);
	enum err_code err = ERR_OK;
	if (!*parts.text)
		*reason = "has no part of an address";
	else
		err = fill_address_parts(c->fill, uprn, &parts, at);
	arena_reset(c->ctx->scratch, mark);
	return err;
}

static bool has_data(const struct piece *p)
{
	return str_ends(p->name, ".csv") || str_ends(p->name, ".CSV");
}

const struct csv_product product_llpg = {
	.kind = "addresses",
	.columns = columns,
	.columns_n = sizeof columns / sizeof *columns,
	.has_data = has_data,
	.wants = "holds no CSV file",
	.take = take,
};
