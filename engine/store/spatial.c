/* SpatiaLite, as a loadable module: the Debian packages keep it apart from SQLite.
 *
 * Loading is allowed for this one call of the C interface and shut again, so that no
 * statement (load_extension() in SQL) can ever load anything.
 */
#include "store/internal.h"
#include <stdlib.h>

enum err_code spatial_load(struct store *store)
{
	char *why = NULL;
	/* With it SpatiaLite's functions that read and write files would be there for a
	 * trigger of a file from somebody else. */
	unsetenv("SPATIALITE_SECURITY");
	sqlite3_db_config(store->db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 1, NULL);
	int code = sqlite3_load_extension(
		store->db, "mod_spatialite", "sqlite3_modspatialite_init", &why);
	sqlite3_db_config(store->db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
	enum err_code err = ERR_OK;
	if (code != SQLITE_OK)
		err = err_set(store->ctx, ERR_UNSUPPORTED,
			"SpatiaLite cannot be loaded (%s); install it with: sudo "
			"apt-get "
			"install libsqlite3-mod-spatialite",
			why ? why : sqlite3_errstr(code));
	sqlite3_free(why);
	return err;
}

/* 'NONE' leaves out the table of all 6,000 reference systems: two are used. The 0 says
 * that the transaction is the caller's. */
enum err_code spatial_metadata(struct store *store)
{
	static const char *const steps[] = {
		"SELECT InitSpatialMetaData(0, 'NONE')",
		"SELECT InsertEpsgSrid(27700)",
		"SELECT InsertEpsgSrid(4326)",
		NULL,
	};
	for (size_t i = 0; steps[i]; i++) {
		int64_t done = 0;
		enum err_code err = store_exec_int(store, steps[i], &done);
		if (err)
			return err;
		if (done != 1)
			return err_set(store->ctx, ERR_UNSUPPORTED,
				"SpatiaLite refuses %s; is proj-data installed?",
				steps[i]);
	}
	return ERR_OK;
}
