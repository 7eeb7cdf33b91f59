/* How children, adults, homes and addresses are called before an audience.
 *
 * analyst: by the reference their file gave. partner: children "C12", adults "A7" and
 * persons of a list "P3" by pseudonym (the number of their record in the case: it says
 * nothing but the order of import), homes by URN. public: pseudonyms for homes too
 * ("H3"). The same thing has the same name in every output of one case.
 */
#ifndef LASTSEEN_WORK_NAMING_H
#define LASTSEEN_WORK_NAMING_H

#include "base/context.h"

/* Each in ctx->arena. */
const char *naming_child(struct context *ctx, int64_t child_id, const char *child_ref);
const char *naming_person(
	struct context *ctx, int64_t person_id, const char *person_ref);
/* home_number: rank of the URN among the case's URNs by first home_id, from 1. */
const char *naming_home(struct context *ctx, int64_t home_number, const char *urn);
/* A person's name, or what stands for it below analyst ("A7"). */
const char *naming_adult_name(struct context *ctx, int64_t adult_id, const char *name);
/* A phone, vehicle or handle: whole at analyst; at partner its kind and last three
 * characters ("phone …123"; of one under six characters the kind alone), at public its
 * kind. */
const char *naming_identifier(struct context *ctx, const char *kind, const char *value);
/* A count under 5 is NULL cell at public: true where it must not be shown. */
bool naming_suppressed(const struct context *ctx, int64_t count);

/* A row's own reference. Some are made of the child's (SSDA903: child, date, type): below
 * analyst the pseudonym takes the place of what is the child's. */
const char *naming_row(
	struct context *ctx, const char *ref, int64_t child_id, const char *child_ref);

#endif
