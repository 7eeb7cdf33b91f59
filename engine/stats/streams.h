/* The purposes for which stats/ draws random numbers: each has streams of its own, so
 * that a method's draws never depend on which others ran before it. */
#ifndef LASTSEEN_STATS_STREAMS_H
#define LASTSEEN_STATS_STREAMS_H

enum stream_purpose {
	STREAM_CLUSTER_TEST = 101,
	STREAM_KNOX = 102,
	STREAM_AUTOCORRELATION = 103,
	STREAM_SCAN = 104,
	STREAM_ENVELOPE = 105,
	STREAM_INTERACTION = 106,
	STREAM_SCAN_CHILD = 107,
	STREAM_NEAR_REPEAT = 108,
	STREAM_MANTEL = 109,
	STREAM_JACQUEZ = 110,
	STREAM_RAO = 111,
	STREAM_HOURWEEK = 112,
	STREAM_STCD = 113,
	STREAM_DRAWS = 120,
	STREAM_BACKTEST_CHILDREN = 130,
	STREAM_BACKTEST_RANDOM = 131,
	STREAM_RELRISK = 140,
};

#endif
