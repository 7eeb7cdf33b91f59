lastseen status --format json >all.json; code=$?
# The completeness by month of every kind is long, and a table of its own.
jq "del(.result.completeness_of_others)" all.json
exit $code
