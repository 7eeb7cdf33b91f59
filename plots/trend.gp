# Episodes and children a month, with control limits.
# values: width height left right top step months limits
# months.tsv: i, month, year, episodes, children, lower, centre, upper
# signals.tsv: i, episodes, words       ends.tsv: i, y, words, colour
load 'style.gp'
set lmargin at screen left
set rmargin at screen right
set bmargin at screen 70.0 / height
set tmargin at screen 1 - 34.0 / height
set xrange [-0.5:months - 0.5]
set yrange [0:top]
set ytics step
set label 1 'Number in the month' at graph 0, 1 left offset -5, 1.0 textcolor rgb ink
plot 'months.tsv' using 1:6:8 with filledcurves fillcolor rgb faint, \
	'' using 1:7 with lines linewidth 1 dashtype 2 linecolor rgb grey, \
	'' using 1:5 with lines linewidth 2.5 linecolor rgb teal, \
	'' using 1:4:xtic(stringcolumn(2) . "\n" . stringcolumn(3)) with linespoints \
		pointtype 7 pointsize 0.45 linewidth 2.5 linecolor rgb blue, \
	'signals.tsv' using 1:2 with points pointtype 7 pointsize 0.95 linecolor rgb orange, \
	'' using 1:2:3 with labels offset 0, 0.9 textcolor rgb ink, \
	'ends.tsv' using 1:2:3:4 with labels left offset 0.9, 0 textcolor rgb variable
