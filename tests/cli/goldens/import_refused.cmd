for f in empty binary missing_column nowhere; do
	echo "== $f"
	lastseen import episodes "$FIXTURES/bad/$f.csv" 2>&1
	echo "exit $?"
done
