#define _GNU_SOURCE
#include "option.h"
#include "base/file.h"
#include "base/ini.h"
#include "base/str.h"
#include "work/parse.h"
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum global {
	GLOBAL_DB,
	GLOBAL_GAZETTEER,
	GLOBAL_CONFIG,
	GLOBAL_FORMAT,
	GLOBAL_SEED,
	GLOBAL_THREADS,
	GLOBAL_AUDIENCE,
	GLOBAL_QUIET,
	GLOBAL_HELP,
	GLOBAL_VERSION,
	GLOBALS_N
};

const struct option_spec global_options[GLOBALS_N + 1] = {
	{"db", VALUE_FILE, "FILE", "the case store (or LASTSEEN_DB; lastseen.db)", NULL,
		false, 0, false},
	{"gazetteer", VALUE_FILE, "FILE",
		"the gazetteer (or LASTSEEN_GAZETTEER; gazetteer.db beside the case)",
		NULL, false, 0, false},
	{"config", VALUE_FILE, "FILE", "an INI file with defaults for these options",
		NULL, false, 0, false},
	{"format", VALUE_CHOICE, "FORMAT", "how results are printed: text, csv or json",
		"text csv json", false, 0, false},
	{"seed", VALUE_INT, "N", "the seed of every random draw (1)", NULL, false, 0,
		false},
	{"threads", VALUE_INT, "N", "processors to use; never changes a result", NULL,
		false, 1, false},
	{"audience", VALUE_CHOICE, "WHO",
		"whom the output is for: analyst, partner (the default) or public",
		"analyst partner public", false, 0, false},
	{"quiet", VALUE_FLAG, NULL, "no notices and no progress", NULL, false, 0,
		false},
	{"help", VALUE_FLAG, NULL, "this text, or that of a command", NULL, false, 0,
		false},
	{"version", VALUE_FLAG, NULL, "the version", NULL, false, 0, false},
	{NULL, VALUE_FLAG, NULL, NULL, NULL, false, 0, false},
};

const struct option_spec episode_options[] = {EPISODE_OPTIONS, {0}};

static size_t specs_count(const struct option_spec *specs)
{
	size_t n = 0;
	while (specs && specs[n].name)
		n++;
	return n;
}

/* Global options come first in the table given to getopt, then the command's. */
struct parser {
	struct context *ctx;
	const struct command *command;
	size_t own_n;
	struct option_value *globals, *own;
};

static const struct option_spec *spec_at(
	const struct parser *p, size_t i, struct option_value **value)
{
	if (i < GLOBALS_N) {
		*value = &p->globals[i];
		return &global_options[i];
	}
	if (!p->command)
		BUG("an option of no command");
	*value = &p->own[i - GLOBALS_N];
	return &p->command->options[i - GLOBALS_N];
}

static struct option *getopt_table(const struct parser *p)
{
	size_t n = GLOBALS_N + p->own_n;
	struct option *table = arena_array(p->ctx->arena, struct option, n + 1);
	for (size_t i = 0; i < n; i++) {
		struct option_value *value;
		const struct option_spec *spec = spec_at(p, i, &value);
		table[i].name = spec->name;
		table[i].has_arg =
			spec->kind == VALUE_FLAG ? no_argument : required_argument;
		table[i].val = (int)(i + 1);
	}
	return table;
}

static enum err_code read_choice(struct context *ctx, const struct option_spec *spec,
	const char *what, const char *text)
{
	struct str_list choices = str_split(ctx->arena, spec->choices, ' ');
	for (size_t i = 0; i < choices.n; i++)
		if (str_equal(choices.items[i], text))
			return ERR_OK;
	const char *near = str_nearest(text, choices.items, choices.n);
	return err_set(ctx, ERR_USAGE, "%s: '%s' is none of %s%s%s%s", what, text,
		str_join(ctx->arena, choices, ", "), near ? "; did you mean '" : "",
		str_or_empty(near), near ? "'?" : "");
}

/* Methods count in 32 bits; more random replicates than this tell nothing more, and would
 * be drawn for days. A seed is any number. */
static enum err_code read_int(struct context *ctx, const struct option_spec *spec,
	const char *what, const char *text, int64_t *value)
{
	enum { REPLICATES_MOST = 1000000 };
	bool replicates = str_equal(spec->name, "permutations") ||
			  str_equal(spec->name, "replications");
	int64_t most = str_equal(spec->name, "seed") ? INT64_MAX
		       : replicates                  ? REPLICATES_MOST
						     : INT32_MAX;
	enum err_code err = parse_int(ctx, what, text, spec->least, value);
	if (!err && *value > most)
		return err_set(ctx, ERR_USAGE, "%s: %s is more than %lld, the most",
			what, text, (long long)most);
	return err;
}

static enum err_code read_value(struct context *ctx, const struct option_spec *spec,
	const char *text, struct option_value *value)
{
	const char *what = str_printf(ctx->arena, "--%s", spec->name);
	value->set = true;
	value->text = text;
	if (spec->kind != VALUE_CHOICE && spec->choices &&
		str_equal(text, spec->choices))
		return ERR_OK;
	switch (spec->kind) {
	case VALUE_FLAG:
		return ERR_OK;
	case VALUE_TEXT:
	case VALUE_FILE:
		if (str_empty(text))
			return err_set(ctx, ERR_USAGE, "%s: needs a value", what);
		return ERR_OK;
	case VALUE_INT:
		return read_int(ctx, spec, what, text, &value->integer);
	case VALUE_REAL:
		return parse_real(ctx, what, text, &value->real);
	case VALUE_DISTANCE:
		return parse_distance(ctx, what, text, spec->bare, &value->real);
	case VALUE_DURATION:
		return parse_duration(ctx, what, text, spec->bare, &value->real);
	case VALUE_PERIOD:
		return parse_period(ctx, what, text, &value->period);
	case VALUE_CHOICE:
		return read_choice(ctx, spec, what, text);
	}
	BUG("unknown kind of value");
}

static enum err_code unknown_option(const struct parser *p, const char *word)
{
	struct context *ctx = p->ctx;
	size_t n = GLOBALS_N + p->own_n;
	const char **names = arena_array(ctx->arena, const char *, n);
	for (size_t i = 0; i < n; i++) {
		struct option_value *value;
		names[i] = spec_at(p, i, &value)->name;
	}
	const char *plain = word + strspn(word, "-");
	plain = str_dup_n(ctx->arena, plain, strcspn(plain, "="));
	const char *near = str_nearest(plain, names, n);
	const char *of = p->command ? p->command->name : "COMMAND";
	if (near)
		return err_set(ctx, ERR_USAGE,
			"unknown option '%s'; did you mean '--%s'? ('lastseen %s "
			"--help' "
			"lists them)",
			word, near, of);
	return err_set(ctx, ERR_USAGE,
		"unknown option '%s'; 'lastseen %s --help' lists them", word, of);
}

/* Runs getopt over argv; with stop_early up to the first word that is no option. */
static enum err_code parse(
	struct parser *p, int argc, char **argv, bool stop_early, int *first)
{
	struct option *table = getopt_table(p);
	optind = 0;
	opterr = 0;
	for (;;) {
		int before = optind ? optind : 1;
		int found =
			getopt_long(argc, argv, stop_early ? "+:" : ":", table, NULL);
		if (found == -1)
			break;
		if (found == '?' || found == ':') {
			const char *word = argv[optind > before ? optind - 1 : before];
			/* A flag with a value, too, ends here with its number. */
			if (found == ':')
				return err_set(
					p->ctx, ERR_USAGE, "%s: needs a value", word);
			if (optopt > 0 && (size_t)optopt <= GLOBALS_N + p->own_n &&
				str_starts(word, "--"))
				return err_set(
					p->ctx, ERR_USAGE, "%s: takes no value", word);
			return unknown_option(p, word);
		}
		struct option_value *value;
		const struct option_spec *spec = spec_at(p, (size_t)found - 1, &value);
		enum err_code err = read_value(p->ctx, spec, optarg, value);
		if (err)
			return err;
	}
	*first = optind;
	return ERR_OK;
}

const struct command *command_find(const char *name)
{
	for (size_t i = 0; command_table[i]; i++)
		if (str_equal(command_table[i]->name, name))
			return command_table[i];
	return NULL;
}

static enum err_code unknown_command(struct context *ctx, const char *word)
{
	size_t n = 0;
	while (command_table[n])
		n++;
	const char **names = arena_array(ctx->arena, const char *, n);
	for (size_t i = 0; i < n; i++)
		names[i] = command_table[i]->name;
	const char *near = str_nearest(word, names, n);
	return err_set(ctx, ERR_USAGE,
		"unknown command '%s'%s%s%s ('lastseen --help' lists them)", word,
		near ? "; did you mean '" : "", str_or_empty(near), near ? "'?" : "");
}

/* Commands have one word, or two ("points dbscan"). *words: how many were taken. */
static enum err_code choose_command(struct context *ctx, int argc, char **argv,
	const struct command **command, int *words)
{
	*words = 2;
	*command = NULL;
	if (argc > 1)
		*command =
			command_find(str_printf(ctx->arena, "%s %s", argv[0], argv[1]));
	if (*command)
		return ERR_OK;
	*words = 1;
	*command = command_find(argv[0]);
	if (*command)
		return ERR_OK;
	const char *prefix = str_printf(ctx->arena, "%s ", argv[0]);
	for (size_t i = 0; command_table[i]; i++)
		if (str_starts(command_table[i]->name, prefix)) {
			const char *second = argc > 1 ? argv[1] : "";
			return unknown_command(
				ctx, str_printf(ctx->arena, "%s%s", prefix, second));
		}
	return unknown_command(ctx, argv[0]);
}

static enum err_code check_arguments(struct context *ctx, const struct call *call)
{
	const struct command *c = call->command;
	if (call->arguments_n < c->arguments_least)
		return err_set(ctx, ERR_USAGE,
			"%s: needs %s ('lastseen %s --help' explains)", c->name,
			c->arguments, c->name);
	if (c->arguments_most >= 0 && call->arguments_n > c->arguments_most)
		return err_set(ctx, ERR_USAGE, "%s: '%s' is one argument too many",
			c->name, call->arguments[c->arguments_most]);
	if (c->first_choices && call->arguments_n > 0) {
		struct option_spec first = {.choices = c->first_choices};
		enum err_code err =
			read_choice(ctx, &first, c->name, call->arguments[0]);
		if (err)
			return err;
	}
	for (size_t i = 0; c->options && c->options[i].name; i++)
		if (c->options[i].required && !call->values[i].set)
			return err_set(ctx, ERR_USAGE,
				"%s: needs --%s %s ('lastseen %s --help' explains)",
				c->name, c->options[i].name,
				str_or_empty(c->options[i].value), c->name);
	return ERR_OK;
}

/* Values of a section of the --config file for options that are not set yet. */
static enum err_code from_config(struct context *ctx, const struct ini_file *file,
	const char *section, const struct option_spec *specs,
	struct option_value *values)
{
	for (size_t i = 0; specs && specs[i].name; i++) {
		const char *text = ini_get(file, section, specs[i].name);
		if (!text || values[i].set)
			continue;
		if (specs[i].kind == VALUE_FLAG) {
			values[i].set = str_equal_fold(text, "yes");
			continue;
		}
		enum err_code err = read_value(ctx, &specs[i], text, &values[i]);
		if (err) {
			err_prefix(ctx, "--config, section [%s]", section);
			return err;
		}
	}
	return ERR_OK;
}

static enum err_code read_config(struct parser *p)
{
	enum { MOST = 1 << 20 };
	const struct option_value *config = &p->globals[GLOBAL_CONFIG];
	struct ini_file file;
	const char *text;
	size_t n;
	if (!config->set)
		return ERR_OK;
	enum err_code err = file_read(p->ctx, config->text, MOST, &text, &n);
	if (!err)
		err = ini_read(p->ctx, config->text, text, &file);
	if (!err)
		err = from_config(
			p->ctx, &file, "lastseen", global_options, p->globals);
	if (!err && p->command)
		err = from_config(
			p->ctx, &file, p->command->name, p->command->options, p->own);
	return err;
}

static void from_environment(struct option_value *value, const char *name)
{
	const char *text = getenv(name);
	if (!value->set && !str_empty(text)) {
		value->set = true;
		value->text = text;
	}
}

static void apply_globals(const struct parser *p, struct call *call)
{
	static const char *const formats[] = {"text", "csv", "json"};
	static const char *const audiences[] = {"public", "partner", "analyst"};
	struct context *ctx = p->ctx;
	const struct option_value *g = p->globals;
	struct work_options *work = &call->work;
	work->db_path = g[GLOBAL_DB].set ? g[GLOBAL_DB].text : "lastseen.db";
	work->gazetteer_path =
		g[GLOBAL_GAZETTEER].set ? g[GLOBAL_GAZETTEER].text : NULL;
	work->period.all = true;
	work->out = stdout;
	for (int i = 0; i < 3; i++) {
		if (g[GLOBAL_FORMAT].set &&
			str_equal(g[GLOBAL_FORMAT].text, formats[i]))
			work->format = (enum format)i;
		if (g[GLOBAL_AUDIENCE].set &&
			str_equal(g[GLOBAL_AUDIENCE].text, audiences[i]))
			ctx->audience = (enum audience)i;
	}
	if (g[GLOBAL_SEED].set)
		ctx->seed = (uint64_t)g[GLOBAL_SEED].integer;
	long processors = sysconf(_SC_NPROCESSORS_ONLN);
	ctx->threads = g[GLOBAL_THREADS].set ? (int)g[GLOBAL_THREADS].integer
		       : processors > 0      ? (int)processors
					     : 1;
	if (ctx->threads > 256)
		ctx->threads = 256;
	ctx->quiet = g[GLOBAL_QUIET].set;
	ctx->progress = !ctx->quiet && isatty(STDERR_FILENO);
	/* --period and --type mean the same in every command that has them. */
	for (size_t i = 0; i < p->own_n; i++) {
		const char *name = p->command->options[i].name;
		if (p->own[i].set && str_equal(name, "period"))
			work->period = p->own[i].period;
		if (p->own[i].set && str_equal(name, "type"))
			work->type = p->own[i].text;
	}
}

static enum err_code read_command(struct parser *p, int argc, char **argv, int first,
	struct call *call, enum wish *wish)
{
	struct context *ctx = p->ctx;
	int words = 1, rest = 0;
	enum err_code err =
		choose_command(ctx, argc - first, argv + first, &p->command, &words);
	if (err)
		return err;
	p->own_n = specs_count(p->command->options);
	p->own = arena_array(ctx->arena, struct option_value, p->own_n + 1);
	/* getopt takes the word before the first option for the program's name. */
	int from = first + words - 1;
	err = parse(p, argc - from, argv + from, false, &rest);
	if (err)
		return err;
	call->command = p->command;
	call->values = p->own;
	call->arguments = (const char *const *)(argv + from + rest);
	call->arguments_n = argc - from - rest;
	if (p->globals[GLOBAL_HELP].set) {
		*wish = WISH_HELP;
		return ERR_OK;
	}
	err = read_config(p);
	return err ? err : check_arguments(ctx, call);
}

enum err_code options_read(
	struct context *ctx, int argc, char **argv, struct call *call, enum wish *wish)
{
	struct option_value globals[GLOBALS_N] = {0};
	struct parser p = {ctx, NULL, 0, globals, NULL};
	int first = argc;
	memset(call, 0, sizeof *call);
	call->ctx = ctx;
	*wish = WISH_RUN;
	enum err_code err = parse(&p, argc, argv, true, &first);
	if (err)
		return err;
	bool none = first >= argc;
	if (none && !globals[GLOBAL_HELP].set && !globals[GLOBAL_VERSION].set)
		return err_set(ctx, ERR_USAGE,
			"needs a command; 'lastseen --help' lists them");
	if (!none)
		err = read_command(&p, argc, argv, first, call, wish);
	if (err)
		return err;
	if (none && globals[GLOBAL_HELP].set)
		*wish = WISH_HELP;
	else if (globals[GLOBAL_VERSION].set)
		*wish = WISH_VERSION;
	from_environment(&globals[GLOBAL_DB], "LASTSEEN_DB");
	from_environment(&globals[GLOBAL_GAZETTEER], "LASTSEEN_GAZETTEER");
	apply_globals(&p, call);
	return ERR_OK;
}

const struct option_value *call_option(const struct call *call, const char *name)
{
	const struct option_spec *specs = call->command->options;
	for (size_t i = 0; specs && specs[i].name; i++)
		if (str_equal(specs[i].name, name))
			return &call->values[i];
	BUG("an option that the command table does not have");
}

bool call_flag(const struct call *call, const char *name)
{
	return call_option(call, name)->set;
}

const char *call_text(const struct call *call, const char *name, const char *otherwise)
{
	const struct option_value *value = call_option(call, name);
	return value->set ? value->text : otherwise;
}

double call_real(const struct call *call, const char *name, double otherwise)
{
	const struct option_value *value = call_option(call, name);
	return value->set ? value->real : otherwise;
}

int64_t call_int(const struct call *call, const char *name, int64_t otherwise)
{
	const struct option_value *value = call_option(call, name);
	return value->set ? value->integer : otherwise;
}
