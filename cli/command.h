/* The command table: every command with its options; help, usage errors, completion and
 * the man page are all made from it.
 *
 * A command is one file cli/cmd_NAME.c that defines `const struct command
 * command_NAME`.
 */
#ifndef LASTSEEN_CLI_COMMAND_H
#define LASTSEEN_CLI_COMMAND_H

#include "base/context.h"
#include "work/case.h"

enum value_kind {
	VALUE_FLAG,     /* --dry-run */
	VALUE_TEXT,     /* --mapping NAME|FILE */
	VALUE_FILE,     /* completed as a file name */
	VALUE_INT,      /* --min-points 5 */
	VALUE_REAL,     /* --max-share 0.5 */
	VALUE_DISTANCE, /* --radius 250m: real in metres */
	VALUE_DURATION, /* --window 14d: real in seconds */
	VALUE_PERIOD,   /* --period 2025-04-01..2026-03-31 */
	VALUE_CHOICE    /* one of .choices */
};

struct option_spec {
	const char *name; /* without dashes */
	enum value_kind kind;
	const char *value;   /* shown in help: "DISTANCE" */
	const char *help;    /* one line */
	const char *choices; /* VALUE_CHOICE: "gaussian quartic"; elsewhere a word that
			      * may stand in place of a number: "auto" */
	bool required;
	int64_t least; /* VALUE_INT: the smallest allowed */
	bool bare; /* VALUE_DISTANCE, VALUE_DURATION: without a unit too (metres, days)
		    */
};

/* First in the options of every command that looks at the episodes of a period. */
#define EPISODE_OPTIONS                                                                \
	{.name = "period",                                                             \
		.kind = VALUE_PERIOD,                                                  \
		.value = "P",                                                          \
		.help = "the days looked at, both in: 2025-04-01..2026-03-31 (all)"},  \
	{                                                                              \
		.name = "type", .kind = VALUE_CHOICE, .value = "TYPE",                 \
		.choices = "missing absent no_apparent_risk away",                     \
		.help = "one type of episode alone (all)"                              \
	}

/* For a command that has no others. */
extern const struct option_spec episode_options[];

/* A value as it was given; .set false where it was not. */
struct option_value {
	bool set;
	const char *text;
	int64_t integer;
	double real;
	struct period period;
};

struct call {
	struct context *ctx;
	struct work_options work; /* the global options */
	const struct command *command;
	const struct option_value *values; /* one for each of command->options */
	const char *const *arguments;
	int arguments_n;
};

struct command {
	const char *name;
	const char *group;     /* heading in the help: "The case", "THINK", … */
	const char *summary;   /* one line */
	const char *arguments; /* "KIND FILE…", "" for none */
	int arguments_least, arguments_most; /* most -1: any number */
	const char *first_choices; /* what the first argument may be, NULL: anything */
	const struct option_spec *options; /* ended by a NULL name; may be NULL */
	const char *
		details; /* paragraphs for `lastseen COMMAND --help` and the man page */
	/* The exit status comes from the error; *set_aside makes it 3. */
	enum err_code (*run)(struct call *call, bool *set_aside);
};

extern const struct command *const command_table[]; /* ended by NULL */

/* The value of an option by its name; a name that is not in the table is a BUG(). */
const struct option_value *call_option(const struct call *call, const char *name);
bool call_flag(const struct call *call, const char *name);
const char *call_text(const struct call *call, const char *name, const char *otherwise);
double call_real(const struct call *call, const char *name, double otherwise);
int64_t call_int(const struct call *call, const char *name, int64_t otherwise);

#endif
