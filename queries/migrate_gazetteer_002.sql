-- The gazetteer, second shape: postcodes that are no longer in use, streets that no
-- address list gives, points of UPRNs without an address.

-- Year and month as one number (201906); NULL while it is in use.
ALTER TABLE postcode ADD COLUMN terminated INTEGER
	CHECK (terminated BETWEEN 190001 AND 999912);

-- The file that named a street by itself; NULL where it is known from addresses alone.
ALTER TABLE street ADD COLUMN source_id INTEGER REFERENCES source;

-- `at` is the easting in centimetres plus 70,000,001 times the northing in centimetres:
-- some 20 bytes a UPRN.
CREATE TABLE uprn_point (
	uprn INTEGER PRIMARY KEY,
	at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
