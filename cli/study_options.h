/* The options of the `points` commands that ask about a study area. */
#ifndef LASTSEEN_CLI_STUDY_OPTIONS_H
#define LASTSEEN_CLI_STUDY_OPTIONS_H

#define STUDY_OPTIONS                                                                  \
	{.name = "area",                                                               \
		.kind = VALUE_TEXT,                                                    \
		.value = "X,Y,X,Y",                                                    \
		.help = "two corners of where events could be (those of the events)"}, \
		{.name = "study-area",                                                 \
			.kind = VALUE_FILE,                                            \
			.value = "FILE",                                               \
			.help = "the outline of where events could be, in its place"}, \
	{                                                                              \
		.name = "simplify", .kind = VALUE_DISTANCE, .value = "DISTANCE",       \
		.help = "drops corners of the outline off by no more (none)"           \
	}

#define STUDY_DETAILS                                                                  \
	"\n\nThe study area is well-known text, a table of corners (x, y, ring) in "   \
	"the coordinates of FILE, or outlines as GeoJSON or GeoPackage where the "     \
	"events are in Great Britain. Events outside are left out and counted."

#endif
