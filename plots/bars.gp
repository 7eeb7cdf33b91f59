# Bars with their numbers, the longest text on the left.
# values: width height left rows most
# bars.tsv: row, value, name, words, colour
load 'style.gp'
set lmargin at screen left
set rmargin at screen 0.99
set bmargin at screen 8.0 / height
set tmargin at screen 1 - 8.0 / height
set xrange [0:most]
set yrange [rows - 0.4:-0.6]
unset grid
set border 2
unset xtics
set ytics scale 0
plot 'bars.tsv' using (0):1:(0):2:($1 - 0.34):($1 + 0.34):5:ytic(3) with boxxyerror \
	fillcolor rgb variable fillstyle solid noborder, \
	'' using 2:1:4 with labels left offset 0.6, 0 textcolor rgb ink
