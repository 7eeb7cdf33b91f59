lastseen pack --subject adress:1 --output x
echo "exit $?"
lastseen pack --output x
