#include "command.h"

/* In the order of the help. */
#define COMMANDS(X)                                                                    \
	X(init)                                                                        \
	X(gazetteer)                                                                   \
	X(grid)                                                                        \
	X(template)                                                                    \
	X(mapping_suggest)                                                             \
	X(mapping_list)                                                                \
	X(mapping_show)                                                                \
	X(import)                                                                      \
	X(set_aside)                                                                   \
	X(geocode)                                                                     \
	X(locate)                                                                      \
	X(status)                                                                      \
	X(count)                                                                       \
	X(think)                                                                       \
	X(hotspots)                                                                    \
	X(backtest)                                                                    \
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
	X(points_hdbscan)                                                              \
	X(points_optics)                                                               \
	X(points_kde)                                                                  \
	X(points_relrisk)                                                              \
	X(points_stkde)                                                                \
	X(points_getis)                                                                \
	X(points_getisord)                                                             \
	X(points_moran)                                                                \
	X(points_geary)                                                                \
	X(points_joincount)                                                            \
	X(points_ebmoran)                                                              \
	X(points_emerging)                                                             \
	X(points_knox)                                                                 \
	X(points_jacquez)                                                              \
	X(points_mantel)                                                               \
	X(points_localknox)                                                            \
	X(points_nearrepeat)                                                           \
	X(points_stk)                                                                  \
	X(points_scan)                                                                 \
	X(points_ellipse)                                                              \
	X(points_ripley)                                                               \
	X(points_clarkevans)                                                           \
	X(points_gest)                                                                 \
	X(points_pcf)                                                                  \
	X(points_nearest)                                                              \
	X(points_centre)                                                               \
	X(points_lorenz)                                                               \
	X(points_decay)                                                                \
	X(points_flows)                                                                \
	X(points_quadrats)                                                             \
	X(points_aoristic)                                                             \
	X(points_changes)                                                              \
	X(points_hourweek)                                                             \
	X(points_circular)                                                             \
	X(points_season)                                                               \
	X(points_control)                                                              \
	X(points_survival)                                                             \
	X(points_stcd)                                                                 \
	X(help)                                                                        \
	X(man)                                                                         \
	X(completion)

#define DECLARE(name) extern const struct command command_##name;
COMMANDS(DECLARE)

const struct command *const command_table[] = {
#define ENTRY(name) &command_##name,
	COMMANDS(ENTRY) NULL};
