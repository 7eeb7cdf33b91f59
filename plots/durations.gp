# Share of episodes not yet over, by hours (logarithmic), with its interval.
# values: width height last
# curve.tsv: hours, share, lower, upper (corners of the steps)
# marks.tsv: hours, share        words.tsv: hours, share, words
load 'style.gp'
set lmargin at screen 0.085
set rmargin at screen 0.945
set bmargin at screen 66.0 / height
set tmargin at screen 1 - 34.0 / height
set logscale x
set xrange [0.5:last]
set yrange [0:100]
set ytics 25 format '%g%%'
set xtics ('1 hour' 1, '3 hours' 3, '6' 6, '12 hours' 12, '1 day' 24, '2 days' 48, \
	'1 week' 168, '4 weeks' 672, '12 weeks' 2016, '1 year' 8760)
set label 1 'Share of episodes still missing' at graph 0, 1 left offset -5, 1.0 textcolor rgb ink
set xlabel 'Time since the child went' offset 0, 0.2 textcolor rgb ink
plot 'curve.tsv' using 1:(100 * $3):(100 * $4) with filledcurves fillcolor rgb '#D5DEE7', \
	'' using 1:(100 * $2) with lines linewidth 2.5 linecolor rgb blue, \
	'marks.tsv' using 1:(100 * $2) with points pointtype 7 pointsize 0.9 linecolor rgb orange, \
	'words.tsv' using 1:(100 * $2):3 with labels left offset 1, 0.6 textcolor rgb ink
