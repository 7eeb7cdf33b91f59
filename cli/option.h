/* Options: found by getopt_long, read by what the command table says of them. */
#ifndef LASTSEEN_CLI_OPTION_H
#define LASTSEEN_CLI_OPTION_H

#include "command.h"

/* What was asked for besides a command. */
enum wish { WISH_RUN, WISH_HELP, WISH_VERSION };

/* The options that stand before or after every command. */
extern const struct option_spec global_options[];

/* Reads argv into a call: the command, its options and arguments, the global options
 * (command line before environment before --config before the default). ERR_USAGE names
 * the nearest right word. With WISH_HELP call->command may be NULL. */
MUST_USE enum err_code options_read(
	struct context *ctx, int argc, char **argv, struct call *call, enum wish *wish);

/* The command of a name ("hotspots", "points dbscan"), or NULL. */
const struct command *command_find(const char *name);

#endif
