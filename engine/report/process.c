#define _POSIX_C_SOURCE 200809L
#include "report/process.h"
#include "base/str.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { SAID_MOST = 1 << 16 };

static const char *find_program(struct arena *arena, const char *name)
{
	const char *path = getenv("PATH");
	struct str_list folders =
		str_split(arena, str_empty(path) ? "/usr/bin:/bin" : path, ':');
	for (size_t i = 0; i < folders.n; i++) {
		/* A relative folder of PATH would be looked for below process->folder.
		 */
		if (folders.items[i][0] != '/')
			continue;
		char *full = str_printf(arena, "%s/%s", folders.items[i], name);
		if (access(full, X_OK) == 0)
			return full;
	}
	return NULL;
}

/* In the child: only calls that are safe after a fork of a process with threads. */
_Noreturn static void become(const char *program, const struct process *process,
	char *const environment[], int said)
{
	int null = open("/dev/null", O_RDWR);
	if (null >= 0 && dup2(null, 0) >= 0 &&
		dup2(process->keep_output ? said : null, 1) >= 0 &&
		dup2(said, 2) >= 0 && chdir(process->folder) == 0)
		execve(program, (char *const *)process->arguments, environment);
	_exit(127);
}

static int64_t now_ms(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Reads until the other end closes; false when time ran out. */
static bool listen_to(int fd, int limit_s, char *said)
{
	int64_t end_ms = now_ms() + (int64_t)limit_s * 1000;
	char rest[4096];
	for (size_t n = 0;;) {
		int64_t left_ms = end_ms - now_ms();
		if (left_ms <= 0)
			return false;
		struct pollfd ready = {.fd = fd, .events = POLLIN};
		if (poll(&ready, 1, (int)left_ms) <= 0)
			continue;
		bool room = n < SAID_MOST - 1;
		ssize_t got = read(fd, room ? said + n : rest,
			room ? SAID_MOST - 1 - n : sizeof rest);
		if (got == 0 || (got < 0 && errno != EINTR))
			return true;
		if (got > 0 && room)
			n += (size_t)got;
	}
}

/* Waits for its end, which after a closed pipe or a kill is near. */
static int reap(pid_t child)
{
	int status = 0;
	while (waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	return status;
}

static void describe(struct arena *arena, int status, struct process_result *result)
{
	result->status = status;
	result->how =
		WIFSIGNALED(status)
			? str_printf(arena, "killed by signal %d", WTERMSIG(status))
			: str_printf(arena, "exit status %d", WEXITSTATUS(status));
}

static enum err_code start(struct context *ctx, const struct process *process,
	const char *program, int ends[2], pid_t *child)
{
	char *const environment[] = {"LC_ALL=C.UTF-8", "PATH=/usr/bin:/bin",
		str_printf(ctx->arena, "HOME=%s", process->folder), NULL};
	if (pipe(ends) != 0)
		return err_set(ctx, ERR_IO, "%s cannot be started: %s",
			process->arguments[0], strerror(errno));
	fcntl(ends[0], F_SETFD, FD_CLOEXEC);
	fcntl(ends[1], F_SETFD, FD_CLOEXEC);
	*child = fork();
	if (*child == 0)
		become(program, process, environment, ends[1]);
	int why = errno;
	close(ends[1]);
	if (*child > 0)
		return ERR_OK;
	close(ends[0]);
	return err_set(ctx, ERR_IO, "%s cannot be started: %s", process->arguments[0],
		strerror(why));
}

enum err_code process_run(struct context *ctx, const struct process *process,
	struct process_result *result)
{
	const char *name = process->arguments[0];
	const char *program = find_program(ctx->arena, name);
	if (!program)
		return err_set(ctx, ERR_UNSUPPORTED,
			"%s is not installed; install the package %s (apt-get install "
			"%s) and run the command again",
			name, process->package, process->package);
	int ends[2];
	pid_t child = -1;
	enum err_code err = start(ctx, process, program, ends, &child);
	if (err)
		return err;
	char *said = arena_alloc(ctx->arena, SAID_MOST, 1);
	bool in_time = listen_to(ends[0], process->limit_s, said);
	if (!in_time)
		kill(child, SIGKILL);
	close(ends[0]);
	describe(ctx->arena, reap(child), result);
	result->said = said;
	if (!in_time)
		return err_set(ctx, ERR_IO,
			"%s was stopped after %d s without a result; try again on a "
			"less busy machine, or with a shorter --period",
			name, process->limit_s);
	return ERR_OK;
}
