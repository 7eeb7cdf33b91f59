# Rate of each home against its nights, between exact Poisson limits.
# values: width height last top raised lowered one_child others
# limits.tsv: nights, expected, lower_95, upper_95, lower_998, upper_998
# homes.tsv: nights, rate, kind (0 as expected, 1 raised, 2 lowered, 3 one child, 4 too small)
# right.tsv, left.tsv (of their points), ends.tsv: nights, rate, words
load 'style.gp'
set lmargin at screen 0.085
set rmargin at screen 0.86
set bmargin at screen 66.0 / height
set tmargin at screen 1 - 62.0 / height
set xrange [0:last]
set yrange [0:top]
set format x "%'.0f"
set xtics autofreq
set label 1 'Episodes for each 1,000 nights' at graph 0, 1 left offset -5, 1.0 textcolor rgb ink
set xlabel 'Nights that children spent in the home' offset 0, 0.2 textcolor rgb ink
# A key of its own: gnuplot's stacks where its longest entry is too wide.
x = 0.012
y = 1 - 14.0 / height
set macros
entry = 'at screen x, y left offset 1, -0.3 textcolor rgb ink point pointsize'
if (raised > 0) { set label 11 'higher' @entry 1.2 pointtype 13 linecolor rgb orange; x = x + 0.115 }
if (one_child > 0) { set label 12 'higher through one child' @entry 0.9 pointtype 6 linewidth 2 linecolor rgb blue; x = x + 0.3 }
if (lowered > 0) { set label 13 'lower' @entry 1.1 pointtype 11 linecolor rgb teal; x = x + 0.11 }
if (others > 0) { set label 14 'within the limits, or too small to say' @entry 0.7 pointtype 7 linecolor rgb blue }
plot 'limits.tsv' using 1:5:6 with filledcurves fillcolor rgb '#EEF1F4', \
	'' using 1:3:4 with filledcurves fillcolor rgb '#DCE3EA', \
	'' using 1:2 with lines linewidth 1 dashtype 2 linecolor rgb grey, \
	'homes.tsv' using 1:($3 == 0 || $3 == 4 ? $2 : NaN) with points pointtype 7 pointsize 0.7 \
		linecolor rgb blue, \
	'' using 1:($3 == 3 ? $2 : NaN) with points pointtype 6 pointsize 0.9 linewidth 2 \
		linecolor rgb blue, \
	'' using 1:($3 == 2 ? $2 : NaN) with points pointtype 11 pointsize 1.1 \
		linecolor rgb teal, \
	'' using 1:($3 == 1 ? $2 : NaN) with points pointtype 13 pointsize 1.2 \
		linecolor rgb orange, \
	'right.tsv' using 1:2:3 with labels left offset 1.3, 0 textcolor rgb ink font 'Arial,13', \
	'left.tsv' using 1:2:3 with labels right offset -1.3, 0 textcolor rgb ink font 'Arial,13', \
	'ends.tsv' using 1:2:3 with labels left offset 0.6, 0 textcolor rgb grey font 'Arial,13'
