-- Purpose: the hash of the last entry of the audit chain.
-- Parameters: none
-- Order: one row at most
SELECT hash
FROM audit
ORDER BY audit_id DESC
LIMIT 1
