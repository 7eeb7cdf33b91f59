/* A folder for the files of one test, and files made in it. */
#ifndef LASTSEEN_TESTS_INTAKE_HELPER_H
#define LASTSEEN_TESTS_INTAKE_HELPER_H

#define _DEFAULT_SOURCE
#include "../unit.h"

#include "base/file.h"
#include "base/str.h"
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct desk {
	struct context ctx;
	char folder[64];
	char *messages;
	size_t messages_n;
};

static inline int desk_open(void **state)
{
	struct desk *d = calloc(1, sizeof *d);
	assert_non_null(d);
	context_init(&d->ctx);
	d->ctx.messages = open_memstream(&d->messages, &d->messages_n);
	strcpy(d->folder, "/tmp/lastseen-intake-XXXXXX");
	assert_non_null(mkdtemp(d->folder));
	*state = d;
	return 0;
}

static inline int desk_shut(void **state)
{
	struct desk *d = *state;
	const char **names;
	size_t n;
	fclose(d->ctx.messages);
	free(d->messages);
	assert_int_equal(folder_list(&d->ctx, d->folder, &names, &n), ERR_OK);
	for (size_t i = 0; i < n; i++)
		unlink(str_printf(d->ctx.arena, "%s/%s", d->folder, names[i]));
	assert_int_equal(rmdir(d->folder), 0);
	context_release(&d->ctx);
	free(d);
	return 0;
}

static inline const char *desk_path(struct desk *d, const char *name)
{
	return str_printf(d->ctx.arena, "%s/%s", d->folder, name);
}

static inline const char *put_bytes(
	struct desk *d, const char *name, const char *bytes, size_t n)
{
	const char *path = desk_path(d, name);
	FILE *file = fopen(path, "wb");
	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, n, file), n);
	assert_int_equal(fclose(file), 0);
	return path;
}

static inline const char *put(struct desk *d, const char *name, const char *text)
{
	return put_bytes(d, name, text, strlen(text));
}

static inline void ok(struct desk *d, enum err_code err)
{
	if (err)
		fail_msg("%s", d->ctx.error);
}

static inline void holds(const char *text, const char *what)
{
	if (!text || !strstr(text, what))
		fail_msg("\"%s\" does not hold \"%s\"", text ? text : "", what);
}

/* The error is of this kind and its text says this. */
static inline void refused(
	struct desk *d, enum err_code err, enum err_code kind, const char *what)
{
	if (err != kind)
		fail_msg("error %d, not %d: %s", err, kind, d->ctx.error);
	holds(d->ctx.error, what);
	err_clear(&d->ctx);
}

/* What was said to the user so far. */
static inline const char *said(struct desk *d)
{
	fflush(d->ctx.messages);
	return d->messages ? d->messages : "";
}

#endif
