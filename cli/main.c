/* Reads the command line, runs the command, tells its error, gives its exit status. */
#include "help.h"
#include "option.h"
#include "work/begin.h"
#include <string.h>

static int finish(struct context *ctx, enum err_code err, bool set_aside)
{
	if (fflush(stdout) != 0 || ferror(stdout)) {
		if (!err)
			err = err_set(ctx, ERR_IO,
				"standard output could not be written: is the disk "
				"full?");
	}
	if (err)
		fprintf(stderr, "lastseen: %s\n", ctx->error);
	context_release(ctx);
	if (err)
		return err == ERR_USAGE ? 2 : 1;
	return set_aside ? 3 : 0;
}

int main(int argc, char **argv)
{
	struct context ctx;
	struct call call;
	enum wish wish;
	bool set_aside = false;
	context_init(&ctx);
	work_begin();
	enum err_code err = options_read(&ctx, argc, argv, &call, &wish);
	if (err)
		return finish(&ctx, err, false);
	if (wish == WISH_VERSION)
		printf("lastseen %s\n", LASTSEEN_VERSION);
	else if (wish == WISH_HELP && call.command)
		help_command(stdout, call.command);
	else if (wish == WISH_HELP)
		help_overview(stdout);
	else
		err = call.command->run(&call, &set_aside);
	return finish(&ctx, err, set_aside);
}
