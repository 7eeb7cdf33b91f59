#include "store/audit.h"
#include "base/civil.h"
#include "base/file.h"
#include "base/str.h"
#include <errno.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static const char first_previous[] =
	"0000000000000000000000000000000000000000000000000000000000000000";

const char *audit_action_name(enum audit_action action)
{
	switch (action) {
	case AUDIT_COLLECTION:
		return "collection";
	case AUDIT_ALTERATION:
		return "alteration";
	case AUDIT_CONSULTATION:
		return "consultation";
	case AUDIT_DISCLOSURE:
		return "disclosure";
	case AUDIT_COMBINATION:
		return "combination";
	case AUDIT_ERASURE:
		return "erasure";
	}
	BUG("unknown audit action");
}

const char *audit_who(struct arena *arena)
{
	const struct passwd *account = getpwuid(geteuid());
	if (!account || str_empty(account->pw_name))
		return str_printf(arena, "uid %lu", (unsigned long)geteuid());
	return str_dup(arena, account->pw_name);
}

/* SOURCE_DATE_EPOCH (reproducible-builds.org/specs/source-date-epoch), where it is a
 * plain number up to the year 9999. */
static bool given_time(int64_t *time_s)
{
	const char *given = getenv("SOURCE_DATE_EPOCH");
	char *end = NULL;
	if (!given || !*given)
		return false;
	errno = 0;
	long long value = strtoll(given, &end, 10);
	*time_s = value;
	return *end == '\0' && errno == 0 && value >= 0 && value <= 253402300799;
}

bool audit_time_given(void)
{
	int64_t ignored;
	return given_time(&ignored);
}

void audit_now(char text[32])
{
	int64_t now_s;
	if (!given_time(&now_s))
		now_s = (int64_t)time(NULL);
	utc_format(now_s, text);
}

struct entry {
	const char *previous, *utc, *who, *action, *command, *detail;
};

static void entry_hash(const struct entry *e, char hex[65])
{
	const char *parts[] = {
		e->previous, e->utc, e->who, e->action, e->command, e->detail};
	struct sha256 h;
	sha256_init(&h);
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		sha256_add(&h, parts[i], strlen(parts[i]));
		sha256_add(&h, "\n", 1);
	}
	sha256_hex(&h, hex);
}

static enum err_code last_hash(struct store *store, const char **hash)
{
	struct statement *s;
	bool row = false;
	enum err_code err = store_prepare(store, &sql_audit_last, &s);
	if (!err)
		err = statement_step(s, &row);
	if (err)
		return err;
	*hash = row ? column_dup(s, 0, store_context(store)->scratch) : first_previous;
	statement_reset(s);
	return ERR_OK;
}

static enum err_code insert(struct store *store, const struct entry *e)
{
	struct statement *s;
	char hash[65];
	enum err_code err = store_prepare(store, &sql_audit_insert, &s);
	if (err)
		return err;
	entry_hash(e, hash);
	bind_text(s, ":utc", e->utc);
	bind_text(s, ":who", e->who);
	bind_text(s, ":action", e->action);
	bind_text(s, ":command", e->command);
	bind_text(s, ":detail", e->detail);
	bind_text(s, ":previous", e->previous);
	bind_text(s, ":hash", hash);
	return statement_run(s);
}

enum err_code audit_add(struct store *store, enum audit_action action,
	const char *command, const char *detail)
{
	struct context *ctx = store_context(store);
	struct arena_mark mark = arena_mark(ctx->scratch);
	char utc[32];
	/* A line feed within a part would let two entries have one hash. */
	if (strchr(command, '\n') || strchr(detail, '\n'))
		BUG("an audit entry's command and detail are one line each");
	if (!store_writing(store))
		BUG("an audit entry outside of a transaction");
	audit_now(utc);
	struct entry e = {NULL, utc, audit_who(ctx->scratch), audit_action_name(action),
		command, detail};
	enum err_code err = last_hash(store, &e.previous);
	if (!err)
		err = insert(store, &e);
	arena_reset(ctx->scratch, mark);
	return err;
}

enum err_code audit_verify(struct store *store, struct audit_check *check)
{
	struct statement *s;
	bool row = false;
	char hash[65], before[32] = "";
	memset(check, 0, sizeof *check);
	memcpy(check->last_hash, first_previous, sizeof first_previous);
	enum err_code err = store_prepare(store, &sql_audit_walk, &s);
	while (!err && (err = statement_step(s, &row)) == ERR_OK && row) {
		struct entry e = {column_text(s, 6), column_text(s, 1),
			column_text(s, 2), column_text(s, 3), column_text(s, 4),
			column_text(s, 5)};
		check->entries++;
		entry_hash(&e, hash);
		bool fits = strcmp(e.previous, check->last_hash) == 0 &&
			    strcmp(hash, column_text(s, 7)) == 0 &&
			    column_int(s, 0) == check->entries;
		if (!fits && !check->broken) {
			check->broken = true;
			check->first_bad = column_int(s, 0);
		}
		if (strcmp(e.utc, before) < 0 && !check->clock_back)
			check->clock_back = column_int(s, 0);
		snprintf(before, sizeof before, "%s", e.utc);
		memcpy(check->last_hash, hash, sizeof hash);
	}
	return err;
}
