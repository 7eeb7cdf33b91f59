-- Purpose: appends an entry to the audit chain.
-- Parameters: :utc ISO text; :who account; :action, :command, :detail (JSON, one line);
-- :previous and :hash hexadecimal SHA-256
INSERT INTO audit (utc, who, action, command, detail, previous, hash)
VALUES (:utc, :who, :action, :command, :detail, :previous, :hash)
