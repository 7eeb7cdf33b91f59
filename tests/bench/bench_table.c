/* The timing table: the same work by lastseen and by others, side by side in one run.
 *
 *	bench_table LASTSEEN PEERS FOLDER
 *		LASTSEEN the program, PEERS the folder of peer.R and peer.py, FOLDER for
 *		the points
 *	bench_table --work NAME FILE NUMBER…
 *		one piece of work, alone: "SECONDS what came out"
 *
 * A row is timed three times (long ones once), each contender in turn, so that a busy
 * minute of the machine falls on all of them; the least time stands. "alone" is the
 * method on points that lie in memory; "command" is the whole program from CSV to CSV.
 * Memory is the largest resident size of the process. A peer that is not installed is
 * left out and said; SaTScan, the peer of the scan, has no command that could be run
 * here. The points are those of ../shared/reference/timing where they can
 * be made (python3 with numpy), else made-up towns of the same kind.
 */
#define _DEFAULT_SOURCE /* wait4 */
#include "clock.h"
#include "stats/dbscan.h"
#include "stats/hdbscan.h"
#include "stats/kde.h"
#include "stats/knox.h"
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define DAY INT64_C(86400)
enum { MOST = 1000000, ARGUMENTS = 24, SAID = 128, MISSING = 77 };

/* ---- one piece of work ------------------------------------------------------------ */

static struct points read_points(struct context *ctx, const char *path)
{
	double *x_m = arena_array(ctx->arena, double, MOST);
	double *y_m = arena_array(ctx->arena, double, MOST);
	int64_t *t_s = arena_array(ctx->arena, int64_t, MOST);
	size_t n = 0;
	char line[256];
	FILE *file = fopen(path, "r");
	while (file && n < MOST && fgets(line, sizeof line, file)) {
		long long day;
		if (sscanf(line, "%lf,%lf,%lld", &x_m[n], &y_m[n], &day) == 3)
			t_s[n++] = day * DAY;
	}
	if (file)
		fclose(file);
	return (struct points){n, x_m, y_m, t_s};
}

static enum err_code run_dbscan(
	struct context *ctx, struct points points, char *const *number, char *said)
{
	struct dbscan_options o = {
		.radius_m = atof(number[0]), .min_points = (uint32_t)atoi(number[1])};
	struct labels labels;
	enum err_code code = dbscan_run(ctx, &labels, points, &o);
	if (code)
		return code;
	snprintf(said, SAID, "%u clusters, %zu noise", labels.clusters_n,
		labels.noise_n);
	return ERR_OK;
}

static enum err_code run_hdbscan(
	struct context *ctx, struct points points, char *const *number, char *said)
{
	struct hdbscan_options o = {.min_cluster_size = (uint32_t)atoi(number[0])};
	struct hdbscan result;
	enum err_code code = hdbscan_run(ctx, &result, points, &o);
	if (code)
		return code;
	snprintf(said, SAID, "%u clusters, %zu noise", result.labels.clusters_n,
		result.labels.noise_n);
	return ERR_OK;
}

static enum err_code run_kde(
	struct context *ctx, struct points points, char *const *number, char *said)
{
	double cells = atof(number[1]);
	struct kde_options o = {.bandwidth_m = atof(number[0]),
		.cell_m = 600e3 / cells,
		.box = {0, 0, 600e3, 600e3}};
	struct kde k;
	enum err_code code = kde_run(ctx, &k, points, &o);
	if (code)
		return code;
	snprintf(said, SAID, "maximum %.4g", k.maximum);
	return ERR_OK;
}

static enum err_code run_knox(
	struct context *ctx, struct points points, char *const *number, char *said)
{
	struct knox_options o = {.radius_m = atof(number[0]),
		.window_s = atoll(number[1]) * DAY,
		.replications = (uint32_t)atoi(number[2])};
	struct knox k;
	enum err_code code = knox_run(ctx, &k, points, &o);
	if (code)
		return code;
	snprintf(said, SAID, "%lld close", (long long)k.close_both);
	return ERR_OK;
}

static const struct work {
	const char *name;
	enum err_code (*run)(struct context *ctx, struct points points,
		char *const *number, char *said);
} works[] = {{"dbscan", run_dbscan}, {"hdbscan", run_hdbscan}, {"kde", run_kde},
	{"knox", run_knox}};

static int work_alone(char *const *words)
{
	struct context ctx;
	context_init(&ctx);
	ctx.threads = 2;
	int status = 1;
	for (size_t i = 0; i < sizeof works / sizeof *works; i++) {
		if (strcmp(works[i].name, words[0]) != 0)
			continue;
		struct points points = read_points(&ctx, words[1]);
		char said[SAID];
		double begin_s = now_s();
		if (works[i].run(&ctx, points, words + 2, said))
			puts(ctx.error);
		else
			printf("%.4f %s\n", now_s() - begin_s, said);
		status = 0;
	}
	context_release(&ctx);
	return status;
}

/* ---- contenders ------------------------------------------------------------------- */

struct figure {
	bool there;
	double s, mib;
	char said[SAID];
};

/* Runs a program; its first line begins with the seconds it took, unless `whole`: then
 * the wall's clock counts. */
static void contend(struct figure *figure, char *const *argv, bool whole)
{
	int ends[2];
	if (pipe(ends))
		return;
	double begin_s = now_s();
	pid_t child = fork();
	if (child == 0) {
		dup2(ends[1], STDOUT_FILENO);
		close(ends[0]);
		close(ends[1]);
		execvp(argv[0], argv);
		_exit(MISSING);
	}
	close(ends[1]);
	char line[SAID] = "", rest[65536];
	size_t have = 0;
	for (ssize_t got; (got = read(ends[0], rest, sizeof rest)) > 0;)
		for (ssize_t i = 0; i < got && have < sizeof line - 1; i++)
			line[have++] = rest[i];
	close(ends[0]);
	int status;
	struct rusage used;
	if (wait4(child, &status, 0, &used) < 0 || !WIFEXITED(status) ||
		WEXITSTATUS(status) != 0)
		return;
	line[strcspn(line, "\n")] = 0;
	char *end = line;
	double s = whole ? now_s() - begin_s : strtod(line, &end);
	if (figure->there && figure->s <= s)
		return;
	figure->there = true;
	figure->s = s;
	figure->mib = (double)used.ru_maxrss / 1024;
	snprintf(figure->said, sizeof figure->said, "%s", whole ? "" : end + 1);
}

enum contender { ALONE, COMMAND, R, PYTHON, CONTENDERS };
static const char *const contender_names[] = {
	"lastseen, alone", "lastseen, command", "R", "scikit-learn"};

struct row {
	const char *title;
	const char *points; /* file of FOLDER, or with `centres` of ../shared */
	int rounds;
	bool who[CONTENDERS];
	const char *work[6]; /* name and numbers */
	const char *command[10];
	const char *centres; /* of ../shared */
};

#define SCAN_EVENTS "reference/scan/stp_5k_events.csv"
#define SCAN_CENTRES "reference/scan/stp_5k_centres.csv"

static const struct row rows[] = {
	{.title = "DBSCAN, 1,000,000 points, 150 m, min 10",
		.points = "1000000.csv",
		.rounds = 3,
		.who = {true, true, true, true},
		.work = {"dbscan", "150", "10"},
		.command = {"dbscan", "--radius", "150m", "--min-points", "10"}},
	{.title = "DBSCAN, 1,000,000 points, 500 m, min 10",
		.points = "1000000.csv",
		.rounds = 3,
		.who = {true, true, true, true},
		.work = {"dbscan", "500", "10"},
		.command = {"dbscan", "--radius", "500m", "--min-points", "10"}},
	{.title = "DBSCAN, 100,000 points, 500 m, min 10",
		.points = "100000.csv",
		.rounds = 3,
		.who = {true, true, true, true},
		.work = {"dbscan", "500", "10"},
		.command = {"dbscan", "--radius", "500m", "--min-points", "10"}},
	{.title = "HDBSCAN, 20,000 points, min cluster 25",
		.points = "20000.csv",
		.rounds = 1,
		.who = {true, true, true, false},
		.work = {"hdbscan", "25"},
		.command = {"hdbscan", "--min-cluster-size", "25"}},
	{.title = "HDBSCAN, 100,000 points, min cluster 25 (R dbscan: needs 37 GB)",
		.points = "100000.csv",
		.rounds = 3,
		.who = {true, true, false, false},
		.work = {"hdbscan", "25"},
		.command = {"hdbscan", "--min-cluster-size", "25"}},
	{.title = "HDBSCAN, 1,000,000 points, min cluster 25",
		.points = "1000000.csv",
		.rounds = 1,
		.who = {true, true, false, false},
		.work = {"hdbscan", "25"},
		.command = {"hdbscan", "--min-cluster-size", "25"}},
	{.title = "KDE, 100,000 points, 1000 x 1000 cells, sigma 2 km",
		.points = "100000.csv",
		.rounds = 3,
		.who = {true, true, true, false},
		.work = {"kde", "2000", "1000"},
		.command = {"kde", "--bandwidth", "2km", "--cell", "600m"}},
	{.title = "Knox, 20,000 events, no permutation",
		.points = "20000.csv",
		.rounds = 1,
		.who = {true, true, true, false},
		.work = {"knox", "1000", "14", "0"},
		.command = {"knox", "--t", "day", "--radius", "1km", "--window", "14d",
			"--permutations", "0"}},
	{.title = "Knox, 20,000 events, 999 permutations",
		.points = "20000.csv",
		.rounds = 3,
		.who = {true, true, false, false},
		.work = {"knox", "1000", "14", "999"},
		.command = {"knox", "--t", "day", "--radius", "1km", "--window", "14d",
			"--permutations", "999"}},
	{.title = "Knox, 5,000 events, 99 permutations",
		.points = "5000.csv",
		.rounds = 1,
		.who = {true, true, true, false},
		.work = {"knox", "1000", "14", "99"},
		.command = {"knox", "--t", "day", "--radius", "1km", "--window", "14d",
			"--permutations", "99"}},
	{.title = "Scan, 5,000 events, 2 km, 30 days, 999 replications",
		.points = SCAN_EVENTS,
		.rounds = 3,
		.who = {false, true, false, false},
		.command = {"scan", "--max-radius", "2km", "--max-window", "30d",
			"--replications", "999"},
		.centres = SCAN_CENTRES},
	{.title = "Scan, 5,000 events, 50 % of them, 30 days, 999 replications",
		.points = SCAN_EVENTS,
		.rounds = 1,
		.who = {false, true, false, false},
		.command = {"scan", "--max-share", "0.5", "--max-window", "30d",
			"--replications", "999"},
		.centres = SCAN_CENTRES},
};

struct places {
	char *self, *program, *peers, *folder, *shared;
};

static void contend_row(const struct row *row, enum contender who,
	const struct places *at, struct figure *figure)
{
	char path[4096], script[4096], centres[4096];
	char *argv[ARGUMENTS];
	size_t n = 0;
	snprintf(path, sizeof path, "%s/%s", row->centres ? at->shared : at->folder,
		row->points);
	snprintf(centres, sizeof centres, "%s/%s", at->shared,
		row->centres ? row->centres : "");
	snprintf(script, sizeof script, "%s/peer.%s", at->peers, who == R ? "R" : "py");
	if (who == COMMAND) {
		argv[n++] = at->program;
		argv[n++] = "points";
		argv[n++] = (char *)row->command[0];
		argv[n++] = path;
		for (size_t i = 1; i < 10 && row->command[i]; i++)
			argv[n++] = (char *)row->command[i];
		if (row->centres) {
			argv[n++] = "--centres";
			argv[n++] = centres;
		}
		argv[n++] = "--format";
		argv[n++] = "csv";
		argv[n++] = "--quiet";
	} else {
		argv[n++] = who == ALONE ? at->self
			    : who == R   ? "Rscript"
					 : "/usr/bin/python3";
		argv[n++] = who == ALONE ? "--work" : script;
		argv[n++] = (char *)row->work[0];
		argv[n++] = path;
		for (size_t i = 1; i < 6 && row->work[i]; i++)
			argv[n++] = (char *)row->work[i];
	}
	argv[n] = NULL;
	contend(figure, argv, who == COMMAND);
}

static void print_row(const struct row *row, const struct figure *figures)
{
	printf("%s\n", row->title);
	for (int who = 0; who < CONTENDERS; who++) {
		const struct figure *f = &figures[who];
		if (!row->who[who])
			continue;
		if (!f->there) {
			printf("  %-18s not there, or it failed\n",
				contender_names[who]);
			continue;
		}
		printf("  %-18s %9.4f s %7.0f MiB", contender_names[who], f->s, f->mib);
		if (who >= R && figures[ALONE].there)
			printf("  %6.1f times ours", f->s / figures[ALONE].s);
		printf("  %s\n", f->said);
	}
	fflush(stdout);
}

/* ---- points ----------------------------------------------------------------------- */

static bool write_points(const char *path, size_t n)
{
	struct context ctx;
	context_init(&ctx);
	double *x_m = arena_array(ctx.arena, double, n);
	double *y_m = arena_array(ctx.arena, double, n);
	make_towns(n, x_m, y_m);
	struct stream s = stream_make(5, 1, n);
	FILE *file = fopen(path, "w");
	if (file) {
		fputs("x,y,day\n", file);
		for (size_t i = 0; i < n; i++)
			fprintf(file, "%.2f,%.2f,%u\n", x_m[i], y_m[i],
				stream_below(&s, 3650));
	}
	context_release(&ctx);
	return file && !fclose(file);
}

/* The points of the reference where its script is there, else made-up towns. */
static bool make_points(const struct places *at, size_t n, const char *seed)
{
	char path[4096], script[4096], count[32];
	snprintf(path, sizeof path, "%s/%zu.csv", at->folder, n);
	snprintf(
		script, sizeof script, "%s/reference/timing/gen_points.py", at->shared);
	snprintf(count, sizeof count, "%zu", n);
	if (access(path, R_OK) == 0)
		return true;
	if (access(script, R_OK) == 0) {
		char *argv[] = {
			"/usr/bin/python3", script, count, (char *)seed, path, NULL};
		struct figure figure = {0};
		contend(&figure, argv, true);
		if (figure.there)
			return true;
	}
	printf("(%zu points are made-up towns, not the reference's)\n", n);
	return write_points(path, n);
}

int main(int argc, char **argv)
{
	if (argc > 4 && strcmp(argv[1], "--work") == 0)
		return work_alone(argv + 2);
	if (argc != 4) {
		fputs("bench_table LASTSEEN PEERS FOLDER\n", stderr);
		return 2;
	}
	char *shared = getenv("LASTSEEN_SHARED");
	struct places at = {
		argv[0], argv[1], argv[2], argv[3], shared ? shared : "../shared"};
	if (!make_points(&at, 1000000, "20260104") ||
		!make_points(&at, 100000, "20260103") ||
		!make_points(&at, 20000, "20260105") ||
		!make_points(&at, 5000, "20260105"))
		return 1;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct figure figures[CONTENDERS] = {0};
		for (int round = 0; round < rows[i].rounds; round++)
			for (int who = 0; who < CONTENDERS; who++)
				if (rows[i].who[who])
					contend_row(&rows[i], (enum contender)who, &at,
						&figures[who]);
		print_row(&rows[i], figures);
	}
}
