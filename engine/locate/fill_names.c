/* Streets that a list of names gives, and points of UPRNs. */
#include "base/str.h"
#include "locate/filling.h"
#include "locate/postcode_key.h"
#include "locate/uprn_point.h"
#include "text/address.h"

static int64_t district_key(const char *district)
{
	struct postcode p;
	enum postcode_kind kind = postcode_parse(district, &p);
	return kind == POSTCODE_DISTRICT ? postcode_key(&p) : 0;
}

enum err_code fill_street(struct fill *f, const char *name, const char *district,
	const char *town, struct point at, double radius_m)
{
	struct arena *scratch = f->ctx->scratch;
	struct arena_mark mark = arena_mark(scratch);
	const char *normal = address_normal(scratch, name);
	struct statement *s;
	enum err_code err = store_prepare(
		gazetteer_store(f->gazetteer), &sql_gazetteer_street_put, &s);
	if (!err && !str_empty(normal)) {
		bind_text(s, ":name", normal);
		bind_int(s, ":district", district_key(district));
		bind_text(s, ":town", address_normal(scratch, town));
		bind_real(s, ":easting", at.x_m);
		bind_real(s, ":northing", at.y_m);
		bind_real(s, ":precision_m", radius_m);
		bind_int(s, ":source_id", f->source_id);
		err = statement_run(s);
	}
	arena_reset(scratch, mark);
	return err;
}

enum err_code fill_uprn(struct fill *f, int64_t uprn, struct point at)
{
	struct statement *s;
	enum err_code err = store_prepare(
		gazetteer_store(f->gazetteer), &sql_gazetteer_uprn_point_put, &s);
	if (err)
		return err;
	bind_int(s, ":uprn", uprn);
	bind_int(s, ":at", uprn_point_pack(at));
	f->result.rows++;
	f->result.added++;
	return statement_run(s);
}
