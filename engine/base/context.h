/* What every function of the engine gets first: memory, the seed, the error.
 *
 * A context belongs to one command on one thread. Parallel parts of a method get
 * plain arrays and streams, never the context.
 */
#ifndef LASTSEEN_BASE_CONTEXT_H
#define LASTSEEN_BASE_CONTEXT_H

#include "base/arena.h"
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#define MUST_USE __attribute__((warn_unused_result))
#define PRINTF_LIKE(at, first) __attribute__((format(printf, at, first)))

/* A fault of the program, not of its input: says where and aborts. */
#define BUG(text) bug(__FILE__, __LINE__, (text))
_Noreturn void bug(const char *file, int line, const char *text);

enum err_code {
	ERR_OK = 0,
	ERR_USAGE,       /* the command was called wrongly: exit status 2 */
	ERR_IO,          /* a file or device could not be read or written */
	ERR_DATA,        /* the input is not what it should be */
	ERR_STORE,       /* the case store or the gazetteer refused */
	ERR_NOT_FOUND,   /* a named thing does not exist */
	ERR_UNSUPPORTED, /* this build or this machine cannot do it */
	ERR_STATE,       /* the case is not in a state for it (too new, locked) */
};

/* Whom an output is for; a larger value may see more. */
enum audience { AUDIENCE_PUBLIC, AUDIENCE_PARTNER, AUDIENCE_ANALYST };

#define ERR_TEXT_MAX 2048

struct context {
	struct arena *arena;   /* results: lives as long as the command */
	struct arena *scratch; /* mark and reset around its use */
	uint64_t seed;
	int threads; /* at least 1; never changes a result */
	enum audience audience;
	bool quiet;     /* no notices */
	bool progress;  /* draw progress: only when messages is a terminal */
	FILE *messages; /* stderr, or where a test looks */
	enum err_code code;
	char error[ERR_TEXT_MAX]; /* the text of the error, one line, no newline */
};

/* Default seed 1, one thread, audience partner, messages to stderr. */
void context_init(struct context *ctx);
void context_release(struct context *ctx);

const char *audience_name(enum audience audience);

/* Sets the error and returns its code, so that a caller can `return err_set(...)`.
 * The text says what is wrong and what to do; no newline, no name of a person. */
enum err_code err_set(struct context *ctx, enum err_code code, const char *format, ...)
	PRINTF_LIKE(3, 4);

/* Where in an input: row as a spreadsheet shows it (0: not about a row), column by
 * its name (NULL: not about a column). */
struct err_where {
	const char *file;
	int64_t row;
	const char *column;
};

/* "FILE, row 7, column found_time: TEXT" */
enum err_code err_at(struct context *ctx, enum err_code code, struct err_where where,
	const char *format, ...) PRINTF_LIKE(4, 5);

/* Puts "TEXT: " before the error that is set; returns its code. */
enum err_code err_prefix(struct context *ctx, const char *format, ...)
	PRINTF_LIKE(2, 3);

void err_clear(struct context *ctx);

/* A line to the user on ctx->messages, "lastseen: TEXT"; nothing when quiet. Never a
 * child's or an adult's name. */
void notice(struct context *ctx, const char *format, ...) PRINTF_LIKE(2, 3);

/* A progress bar on one line of a terminal; nothing elsewhere. total 0: unknown. */
struct progress {
	struct context *ctx;
	const char *label;
	uint64_t total, done, drawn_ms;
};
void progress_begin(
	struct progress *bar, struct context *ctx, const char *label, uint64_t total);
void progress_step(struct progress *bar, uint64_t done);
void progress_end(struct progress *bar);

#endif
