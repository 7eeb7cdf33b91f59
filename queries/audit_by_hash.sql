-- Purpose: the entry of the audit chain that has a hash.
-- Parameters: :hash hexadecimal, lower case
-- Order: one row at most
SELECT audit_id
FROM audit
WHERE hash = :hash
ORDER BY audit_id
