#include "base/interrupt.h"
#include "base/context.h"
#include <signal.h>

enum { SIGNALS_N = 3 };
static const int numbers[SIGNALS_N] = {SIGINT, SIGTERM, SIGHUP};

/* A handler has no argument of ours: the one place where the state is the process's. */
static volatile sig_atomic_t caught;
static int depth;
static struct sigaction before[SIGNALS_N];

static void note(int number)
{
	caught = number;
}

void interrupt_hold(void)
{
	struct sigaction action = {.sa_handler = note, .sa_flags = SA_RESTART};
	if (depth++ > 0)
		return;
	caught = 0;
	sigemptyset(&action.sa_mask);
	for (int i = 0; i < SIGNALS_N; i++) {
		sigaction(numbers[i], NULL, &before[i]);
		/* What nohup and its like ignore stays ignored. */
		if (before[i].sa_handler != SIG_IGN)
			sigaction(numbers[i], &action, NULL);
	}
}

void interrupt_release(void)
{
	if (depth == 0)
		BUG("a release without a hold");
	if (--depth > 0)
		return;
	for (int i = 0; i < SIGNALS_N; i++)
		sigaction(numbers[i], &before[i], NULL);
	if (caught)
		raise(caught);
}
