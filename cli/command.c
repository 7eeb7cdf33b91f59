#include "command.h"

/* In the order of the help. */
#define COMMANDS(X)                                                                    \
	X(init)                                                                        \
	X(gazetteer)                                                                   \
	X(template)                                                                    \
	X(import)                                                                      \
	X(geocode)                                                                     \
	X(locate)                                                                      \
	X(status)                                                                      \
	X(count)                                                                       \
	X(think)                                                                       \
	X(hotspots)                                                                    \
	X(journeys)                                                                    \
	X(rhythm)                                                                      \
	X(repeat)                                                                      \
	X(children)                                                                    \
	X(homes)                                                                       \
	X(addresses)                                                                   \
	X(adults)                                                                      \
	X(network)                                                                     \
	X(crossref)                                                                    \
	X(flags)                                                                       \
	X(pack)                                                                        \
	X(verify)                                                                      \
	X(audit)                                                                       \
	X(points_dbscan)                                                               \
	X(points_stdbscan)                                                             \
	X(points_knox)                                                                 \
	X(points_ellipse)                                                              \
	X(help)                                                                        \
	X(man)                                                                         \
	X(completion)

#define DECLARE(name) __attribute__((weak)) extern const struct command command_##name;
COMMANDS(DECLARE)

enum {
#define COUNT(name) COUNT_##name,
	COMMANDS(COUNT) COMMANDS_N
};
const struct command *command_table[COMMANDS_N + 1];

__attribute__((constructor)) static void fill(void)
{
	size_t n = 0;
#define ADD(name)                                                                      \
	if (&command_##name)                                                           \
		command_table[n++] = &command_##name;
	COMMANDS(ADD)
}
