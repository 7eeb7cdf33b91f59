/* What the tests of the store share: a folder of their own, and a small schema. */
#ifndef LASTSEEN_TEST_STORE_HELPER_H
#define LASTSEEN_TEST_STORE_HELPER_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/str.h"
#include "store/audit.h"
#include "store/store.h"
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SQL(name_, text_)                                                              \
	{                                                                              \
		name_, text_, sizeof(text_) - 1                                        \
	}

struct place {
	struct context ctx;
	char folder[64];
	char path[96];
};

static int place_open(void **state)
{
	struct place *p = calloc(1, sizeof *p);
	assert_non_null(p);
	context_init(&p->ctx);
	p->ctx.quiet = true;
	strcpy(p->folder, "/tmp/lastseen-store-XXXXXX");
	assert_non_null(mkdtemp(p->folder));
	snprintf(p->path, sizeof p->path, "%s/case.db", p->folder);
	*state = p;
	return 0;
}

static int place_shut(void **state)
{
	struct place *p = *state;
	const char **names;
	size_t n;
	chmod(p->folder, 0700);
	assert_int_equal(folder_list(&p->ctx, p->folder, &names, &n), ERR_OK);
	for (size_t i = 0; i < n; i++)
		unlink(str_printf(p->ctx.arena, "%s/%s", p->folder, names[i]));
	assert_int_equal(rmdir(p->folder), 0);
	context_release(&p->ctx);
	free(p);
	return 0;
}

#define assert_ok(ctx, call)                                                           \
	do {                                                                           \
		if ((call) != ERR_OK)                                                  \
			fail_msg("%s", (ctx)->error);                                  \
	} while (0)

/* Runs one made-up statement without parameters. */
static inline enum err_code run_text(struct store *store, const struct sql *sql)
{
	struct statement *s;
	enum err_code err = store_prepare(store, sql, &s);
	return err ? err : statement_run(s);
}

static inline int64_t int_of(struct store *store, const struct sql *sql)
{
	struct statement *s;
	bool row = false;
	assert_ok(store_context(store), store_prepare(store, sql, &s));
	assert_ok(store_context(store), statement_step(s, &row));
	int64_t value = row ? column_int(s, 0) : -1;
	statement_reset(s);
	return value;
}

#endif
