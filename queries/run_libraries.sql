-- Purpose: the versions of the libraries that the store rests on.
-- Parameters: none
-- Order: one row
SELECT sqlite_version() AS sqlite, spatialite_version() AS spatialite,
	geos_version() AS geos, proj_version() AS proj
