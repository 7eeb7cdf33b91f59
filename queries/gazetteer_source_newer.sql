-- How many sources of a kind have a later release; Code-Point Open and the ONS Postcode
-- Directory say the same things and count as one.
-- Parameters: :kind; :release (ISO date or month). Order: one row.
SELECT count(*)
FROM source
WHERE (kind = :kind OR (kind IN ('codepoint', 'onspd') AND :kind IN ('codepoint', 'onspd')))
	AND release > :release
