/* Help, the man page and shell completion, all from the command table. */
#ifndef LASTSEEN_CLI_HELP_H
#define LASTSEEN_CLI_HELP_H

#include "command.h"

void help_overview(FILE *out);
void help_command(FILE *out, const struct command *command);
/* The man page lastseen(1) in man(7) macros. */
void man_page(FILE *out);
/* A completion script; false for a shell that is not known. */
bool completion_script(FILE *out, const char *shell);

#endif
