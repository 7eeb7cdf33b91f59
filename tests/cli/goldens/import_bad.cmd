for f in american bom_crlf clock column_twice formula header_only hostile mixed_encoding ragged open_quote windows1252; do
	echo "== $f"
	lastseen import episodes "$FIXTURES/bad/$f.csv" --dry-run 2>&1
	echo "exit $?"
done
