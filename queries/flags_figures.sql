-- The fields of a flag's figures, in their order.
-- Parameters: :figures, a JSON object of numbers, texts and nulls.
SELECT key, type, atom
FROM json_each(:figures)
ORDER BY id
