/* What the parts of `points scan` share. For work/points_scan*.c alone. */
#ifndef LASTSEEN_WORK_POINTS_SCAN_PARTS_H
#define LASTSEEN_WORK_POINTS_SCAN_PARTS_H

#include "stats/draws.h"
#include "stats/scanstat.h"
#include "work/points_result.h"
#include "work/points_scan.h"

#define GLOBE_M 6367000.0 /* radius of the sphere, as SaTScan has it */

/* What goes from the file into the scan. */
struct scan_job {
	struct context *ctx;
	const struct points_file *file;
	const struct points_scan_options *o;
	struct events events, centres;
	struct scanstat_input input;
	struct scanstat_options options;
	size_t *row_of;    /* by event of the scan: its row */
	size_t *first_row; /* by place: the first row there */
	int64_t first_day; /* of the period, by the file's clock */
	int64_t last_day;
	bool timed;
	uint32_t draws; /* of uncertain places; 0: none */
	struct survival survival;
};

/* ---- points_scan_input.c: from rows to events of the scan ---- */
MUST_USE enum err_code scan_fill_input(
	struct scan_job *job, const struct period *asked);
/* The first day of a unit, or one past its last. */
int64_t scan_unit_begin(const struct scan_job *job, int64_t unit);

/* Days of a unit of time: 1, 7 or the mean of the months. */
double scan_unit_days(const struct points_scan_options *o);

/* ---- points_scan_draws.c: how often each cluster survives, into job->survival ---- */
MUST_USE enum err_code scan_check_draws(struct scan_job *job);
MUST_USE enum err_code scan_draw(struct scan_job *job, const struct scanstat *scan);

/* ---- points_scan_result.c ---- */
struct result *scan_parameters(const struct scan_job *job);
const struct result *scan_result(struct scan_job *job, const struct scanstat *scan);

#endif
