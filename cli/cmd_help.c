/* help, man, completion: what the command table says of itself. */
#include "base/str.h"
#include "help.h"
#include "option.h"

static enum err_code run_help(struct call *call, bool *set_aside)
{
	(void)set_aside;
	if (call->arguments_n == 0) {
		help_overview(stdout);
		return ERR_OK;
	}
	const char *name = call->arguments_n == 2
				   ? str_printf(call->ctx->arena, "%s %s",
					     call->arguments[0], call->arguments[1])
				   : call->arguments[0];
	const struct command *command = command_find(name);
	if (!command)
		return err_set(call->ctx, ERR_USAGE,
			"help: there is no command '%s' ('lastseen help' lists them)",
			name);
	help_command(stdout, command);
	return ERR_OK;
}

static enum err_code run_man(struct call *call, bool *set_aside)
{
	(void)call;
	(void)set_aside;
	man_page(stdout);
	return ERR_OK;
}

static enum err_code run_completion(struct call *call, bool *set_aside)
{
	(void)set_aside;
	if (!completion_script(stdout, call->arguments[0]))
		BUG("a shell that the table offers and the script does not know");
	return ERR_OK;
}

const struct command command_help = {
	.name = "help",
	.group = "This program",
	.summary = "explains a command, or lists them",
	.arguments = "[COMMAND]",
	.arguments_most = 2,
	.run = run_help,
};

const struct command command_man = {
	.name = "man",
	.group = "This program",
	.summary = "the manual page, for man(1)",
	.arguments = "",
	.run = run_man,
};

const struct command command_completion = {
	.name = "completion",
	.group = "This program",
	.summary = "a completion script for a shell",
	.arguments = "SHELL",
	.arguments_least = 1,
	.arguments_most = 1,
	.first_choices = "bash fish",
	.details = "For bash: lastseen completion bash > "
		   "~/.local/share/bash-completion/completions/lastseen",
	.run = run_completion,
};
