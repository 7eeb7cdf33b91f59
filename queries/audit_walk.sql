-- Purpose: the whole audit chain, to list it or to check it.
-- Parameters: none
-- Order: audit_id
SELECT audit_id, utc, who, action, command, detail, previous, hash
FROM audit
ORDER BY audit_id
