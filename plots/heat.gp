# Hour by weekday, Monday above.
# values: width height most
# cells.tsv: hour, weekday (0 Monday), number         words.tsv: hour, weekday, words, colour
load 'style.gp'
set lmargin at screen 0.075
set rmargin at screen 0.985
set bmargin at screen 116.0 / height
set tmargin at screen 1 - 10.0 / height
unset border
unset grid
set tics scale 0
set xrange [0:24]
set yrange [7:0]
set cbrange [0:most]
set palette defined (0 '#F2F5F8', 0.35 '#9DB8CF', 0.7 '#3F74A3', 1 '#0B2F50')
set xtics ('00' 0, '03' 3, '06' 6, '09' 9, '12' 12, '15' 15, '18' 18, '21' 21, '24' 24) offset 0, 0.3
set ytics ('Mon' 0.5, 'Tue' 1.5, 'Wed' 2.5, 'Thu' 3.5, 'Fri' 4.5, 'Sat' 5.5, 'Sun' 6.5)
set xlabel 'Hour of the day (local time)' offset 0, 0.4 textcolor rgb ink
set colorbox horizontal user origin 0.47, 34.0 / height size 0.5, 12.0 / height noborder
set cbtics textcolor rgb ink scale 0 offset 0, 0.6
set label 1 'Episodes in that hour of the week' at screen 0.075, 40.0 / height left textcolor rgb ink
plot 'cells.tsv' using ($1 + 0.5):($2 + 0.5):($1 + 0.04):($1 + 0.96):($2 + 0.04):($2 + 0.96):3 \
	with boxxyerror fillcolor palette fillstyle solid noborder, \
	'words.tsv' using ($1 + 0.5):($2 + 0.5):3:4 with labels textcolor rgb variable font 'Arial,13'
