/* Which places a pack may name.
 *
 * An address is a lead where different children come together. Where one child alone
 * was is that child's life: a partner reads what kind of place it was.
 */
#include "base/str.h"
#include "work/pack_parts.h"
#include <inttypes.h>

static const char *key_of(const struct spot *spot, char key[24])
{
	snprintf(key, 24, "%" PRId64, spot->address_id);
	return key;
}

static void share(struct pack *p, const struct spot *spot, int64_t child_id)
{
	char key[24];
	size_t before;
	if (spot->state != SPOT_LOCATED || !spot->address_id || spot->belongs ||
		!child_id)
		return;
	size_t child = (size_t)child_id;
	if (map_get(&p->shared, key_of(spot, key), &before) && before != child)
		child = MANY_CHILDREN;
	map_set(&p->shared, key, child);
}

void pack_share(struct pack *p)
{
	map_init(&p->shared, p->ctx->arena);
	for (size_t i = 0; i < p->set.n; i++) {
		const struct episode *e = &p->set.episodes[i];
		for (int r = 0; r < ROLES_N; r++)
			share(p, &e->spots[r], p->set.children[e->child].id);
	}
	for (size_t i = 0; i < p->adults.mentions.n; i++) {
		const struct mention *m = &p->adults.mentions.items[i];
		if (m->inside)
			share(p, &m->spot, m->child_id);
	}
}

bool pack_shared(const struct pack *p, const struct spot *spot)
{
	char key[24];
	size_t child;
	return map_get(&p->shared, key_of(spot, key), &child) && child == MANY_CHILDREN;
}

bool pack_spot_open(const struct pack *p, const struct spot *spot)
{
	if (p->ctx->audience == AUDIENCE_ANALYST)
		return true;
	if (p->kind == PACK_ADDRESS && spot->address_id == p->id)
		return true;
	/* A pack on one address is not about the others. */
	if (p->kind == PACK_ADDRESS)
		return false;
	return str_equal(spot->kind, "place") || pack_shared(p, spot);
}

bool pack_place_open(
	const struct pack *p, const struct episode *e, enum place_role role)
{
	const struct spot *spot = &e->spots[role];
	bool own = p->kind == PACK_ADDRESS && spot->address_id == p->id;
	/* Where a child goes from is where they live, more often than it is known. */
	if (p->ctx->audience < AUDIENCE_ANALYST && !own &&
		(role == ROLE_FROM || spot->belongs))
		return false;
	return pack_spot_open(p, spot);
}

/* "friend" reads as "kind: friend". */
static const char *kind_of_place(
	const struct pack *p, const struct episode *e, enum place_role role)
{
	if (role == ROLE_FOUND && e->found_kind)
		return str_printf(p->ctx->arena, "kind: %s", e->found_kind);
	return "elsewhere";
}

const char *pack_place(
	const struct pack *p, const struct episode *e, enum place_role role)
{
	const struct spot *spot = &e->spots[role];
	if (spot->state == SPOT_NOT_GIVEN)
		return NULL;
	if (!pack_place_open(p, e, role)) {
		if (role == ROLE_FROM && e->from_home_urn)
			return str_printf(p->ctx->arena, "home %s", e->from_home_urn);
		return spot->belongs ? "where the child belongs"
				     : kind_of_place(p, e, role);
	}
	if (spot->state == SPOT_NOT_LOCATED)
		return "given, but not located";
	return spot->label ? spot->label : spot->kind;
}
