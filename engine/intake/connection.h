/* Connection strings of databases: PG:… (PostgreSQL, PostGIS) and ODBC:….
 *
 * They hold passwords: a string itself never goes into a message, the case or the log,
 * only the name made here; and of the driver's messages only what kind they are, for
 * drivers repeat what they were given.
 */
#ifndef LASTSEEN_INTAKE_CONNECTION_H
#define LASTSEEN_INTAKE_CONNECTION_H

#include "base/arena.h"
#include <stdbool.h>

bool connection_is(const char *path);

/* "PG:cases", "ODBC:mosaic", "ODBC:cases.mdb": the database, its file or the data
 * source, without host, folder, user and password; "PG" or "ODBC" where the string does
 * not say. */
const char *connection_name(struct arena *arena, const char *path);

/* What a driver's message means, in words of ours; static. */
const char *connection_reason(const char *message);

#endif
