#include "help.h"
#include "option.h"
#include <string.h>

enum { WIDTH = 78, INDENT = 26 };

/* Prints text wrapped at WIDTH with lines after the first indented; the cursor stands
 * at `at`. */
static void wrap(FILE *out, const char *text, int at, int indent)
{
	while (*text) {
		size_t n = strcspn(text, " \n");
		if (at > indent && at + 1 + (int)n > WIDTH) {
			fprintf(out, "\n%*s", indent, "");
			at = indent;
		} else if (at > indent) {
			fputc(' ', out);
			at++;
		}
		fwrite(text, 1, n, out);
		at += (int)n;
		text += n;
		if (*text == '\n') {
			fprintf(out, "\n%*s", indent, "");
			at = indent;
			text++;
		} else if (*text == ' ') {
			text++;
		}
	}
	fputc('\n', out);
}

static void option_line(FILE *out, const struct option_spec *o)
{
	int at = fprintf(out, "  --%s%s%s", o->name, o->value ? " " : "",
		o->value ? o->value : "");
	if (at > INDENT - 2) {
		fputc('\n', out);
		at = 0;
	}
	fprintf(out, "%*s", INDENT - at, "");
	wrap(out, o->help, INDENT, INDENT);
}

static void options_block(
	FILE *out, const char *heading, const struct option_spec *options)
{
	if (!options || !options[0].name)
		return;
	fprintf(out, "\n%s\n", heading);
	for (size_t i = 0; options[i].name; i++)
		option_line(out, &options[i]);
}

/* Whether a command of the same group stands before the i-th. */
static bool group_seen(size_t i)
{
	for (size_t j = 0; j < i; j++)
		if (strcmp(command_table[j]->group, command_table[i]->group) == 0)
			return true;
	return false;
}

void help_overview(FILE *out)
{
	fputs("lastseen: hotspots and patterns of children going missing\n\n"
	      "  lastseen COMMAND [options]\n"
	      "  lastseen COMMAND --help\n",
		out);
	for (size_t i = 0; command_table[i]; i++) {
		if (group_seen(i))
			continue;
		fprintf(out, "\n%s\n", command_table[i]->group);
		for (size_t j = i; command_table[j]; j++) {
			const struct command *c = command_table[j];
			if (strcmp(c->group, command_table[i]->group) != 0)
				continue;
			int at = fprintf(out, "  %s", c->name);
			fprintf(out, "%*s", INDENT - 4 > at ? INDENT - 4 - at : 1, "");
			wrap(out, c->summary, INDENT - 4, INDENT - 4);
		}
	}
	options_block(out, "Everywhere", global_options);
	fputs("\nExit status: 0 done, 1 failed, 2 wrong usage, 3 done but input rows "
	      "were "
	      "set aside.\n",
		out);
}

void help_command(FILE *out, const struct command *c)
{
	fprintf(out, "lastseen %s: ", c->name);
	wrap(out, c->summary, 0, 0);
	fprintf(out, "\n  lastseen %s%s%s%s\n", c->name, *c->arguments ? " " : "",
		c->arguments, c->options ? " [options]" : "");
	if (c->first_choices) {
		fputs("\n  The first of these is one of:\n    ", out);
		wrap(out, c->first_choices, 4, 4);
	}
	if (c->details) {
		fputc('\n', out);
		wrap(out, c->details, 0, 0);
	}
	options_block(out, "Options", c->options);
	options_block(out, "Everywhere", global_options);
}

/* Text in a man page: a leading dot or quote, backslashes and dashes made plain. */
static void man_text(FILE *out, const char *text)
{
	if (*text == '.' || *text == '\'')
		fputs("\\&", out);
	for (; *text; text++) {
		if (*text == '\\')
			fputs("\\e", out);
		else if (*text == '-')
			fputs("\\-", out);
		else if (*text == '\n')
			fputs("\n.PP\n", out);
		else
			fputc(*text, out);
	}
}

static void man_options(FILE *out, const struct option_spec *options)
{
	for (size_t i = 0; options && options[i].name; i++) {
		fputs(".TP\n.B \\-\\-", out);
		man_text(out, options[i].name);
		if (options[i].value)
			fprintf(out, " \\fI%s\\fR", options[i].value);
		fputc('\n', out);
		man_text(out, options[i].help);
		fputc('\n', out);
	}
}

void man_page(FILE *out)
{
	fprintf(out,
		".TH LASTSEEN 1 \"\" \"lastseen %s\" \"User Commands\"\n"
		".SH NAME\nlastseen \\- hotspots and patterns of children going "
		"missing\n"
		".SH SYNOPSIS\n.B lastseen\n.I COMMAND\n[options]\n"
		".SH OPTIONS\nThese stand before or after every command.\n",
		LASTSEEN_VERSION);
	man_options(out, global_options);
	fputs(".SH COMMANDS\n", out);
	for (size_t i = 0; command_table[i]; i++) {
		const struct command *c = command_table[i];
		fprintf(out, ".SS \"lastseen %s%s%s\"\n", c->name,
			*c->arguments ? " " : "", c->arguments);
		man_text(out, c->summary);
		fputs(".\n", out);
		if (c->details) {
			fputs(".PP\n", out);
			man_text(out, c->details);
			fputc('\n', out);
		}
		man_options(out, c->options);
	}
	fputs(".SH EXIT STATUS\n0 done, 1 failed, 2 wrong usage, 3 done but input rows "
	      "were set aside.\n",
		out);
}

static void words_of(FILE *out, const struct option_spec *options)
{
	for (size_t i = 0; options && options[i].name; i++)
		fprintf(out, " --%s", options[i].name);
}

static void bash_script(FILE *out)
{
	fputs("_lastseen() {\n"
	      "\tlocal cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}\n"
	      "\tlocal words= command= i\n"
	      "\tfor ((i = 1; i < COMP_CWORD; i++)); do\n"
	      "\t\tcase ${COMP_WORDS[i]} in -*) ;; *)\n"
	      "\t\t\tcommand=\"${command:+$command }${COMP_WORDS[i]}\" ;; esac\n"
	      "\tdone\n"
	      "\tcase $prev in\n"
	      "\t--format) words='text csv json' ;;\n"
	      "\t--audience) words='analyst partner public' ;;\n"
	      "\t--db|--gazetteer|--config|--output|--mapping|--centres)\n"
	      "\t\tCOMPREPLY=($(compgen -f -- \"$cur\")); return ;;\n"
	      "\t*) case $command in\n"
	      "\t'') words='",
		out);
	for (size_t i = 0; command_table[i]; i++) {
		const char *name = command_table[i]->name;
		fprintf(out, " %.*s", (int)strcspn(name, " "), name);
	}
	words_of(out, global_options);
	fputs("' ;;\n", out);
	for (size_t i = 0; command_table[i]; i++) {
		const struct command *c = command_table[i];
		const char *space = strchr(c->name, ' ');
		if (space)
			fprintf(out, "\t'%.*s') words+=' %s' ;;&\n",
				(int)(space - c->name), c->name, space + 1);
		fprintf(out, "\t'%s'|'%s '*) words='%s", c->name, c->name,
			c->first_choices ? c->first_choices : "");
		words_of(out, c->options);
		words_of(out, global_options);
		fputs("' ;;&\n", out);
	}
	fputs("\tesac ;;\n\tesac\n"
	      "\tcase $cur in\n"
	      "\t-*) COMPREPLY=($(compgen -W \"$words\" -- \"$cur\")) ;;\n"
	      "\t*) COMPREPLY=($(compgen -W \"$words\" -- \"$cur\") "
	      "$(compgen -f -- \"$cur\")) ;;\n"
	      "\tesac\n}\n"
	      "complete -o filenames -F _lastseen lastseen\n",
		out);
}

/* A description inside single quotes of fish: no quote, no backslash. */
static void fish_text(FILE *out, const char *text)
{
	for (; *text; text++)
		fputc(*text == '\'' || *text == '\\' ? ' ' : *text, out);
}

static void fish_script(FILE *out)
{
	for (size_t i = 0; command_table[i]; i++) {
		const struct command *c = command_table[i];
		int n = (int)strcspn(c->name, " ");
		fprintf(out,
			"complete -c lastseen -n __fish_use_subcommand -a %.*s -d '", n,
			c->name);
		fish_text(out, c->summary);
		fputs("'\n", out);
		for (size_t j = 0; c->options && c->options[j].name; j++) {
			fprintf(out,
				"complete -c lastseen -n '__fish_seen_subcommand_from "
				"%.*s' -l %s%s -d '",
				n, c->name, c->options[j].name,
				c->options[j].kind == VALUE_FLAG ? "" : " -r");
			fish_text(out, c->options[j].help);
			fputs("'\n", out);
		}
	}
	for (size_t i = 0; global_options[i].name; i++) {
		fprintf(out, "complete -c lastseen -l %s%s -d '",
			global_options[i].name,
			global_options[i].kind == VALUE_FLAG ? "" : " -r");
		fish_text(out, global_options[i].help);
		fputs("'\n", out);
	}
}

bool completion_script(FILE *out, const char *shell)
{
	if (strcmp(shell, "bash") == 0)
		bash_script(out);
	else if (strcmp(shell, "fish") == 0)
		fish_script(out);
	else
		return false;
	return true;
}
