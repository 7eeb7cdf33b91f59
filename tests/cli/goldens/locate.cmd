cat >texts <<'TEXTS'
ZQ1 2UT
zq12ut
ZQ1 2
ZQ1
NK 62 12
NK6212
462619,813484
57.2, -0.9
3 Quarrfield Street, Skavermouth ZQ1 2UT
3 quarrfield st zq1 2ut
3 Quarrfield Street ZQ1 2UX
Maccies on the ring road
NFA
unknown
ZZ99 9ZZ
not a place at all
TEXTS
lastseen locate - <texts
lastseen locate 3 Quarrfield Street ZQ1 2UT --format json
