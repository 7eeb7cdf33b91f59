# When each recurring address came up, a row an address.
# values: width height left right rows from_s to_s step_s from_n last_seen_n found_n other_n
# marks.tsv: seconds, row, kind (0 from, 1 last seen, 2 found, 3 other)
# rows.tsv: row, name, words
load 'style.gp'
set lmargin at screen left
set rmargin at screen right
set bmargin at screen 40.0 / height
set tmargin at screen 1 - 44.0 / height
set xrange [from_s:to_s]
set yrange [rows - 0.4:-0.6]
unset grid
set grid xtics back linetype 1 linecolor rgb faint
set border 1
set xtics from_s, step_s
set xtics time format '%b %Y'
set ytics scale 0
# A key of its own: gnuplot's stacks where its longest entry is too wide.
x = 0.012
y = 1 - 14.0 / height
set macros
entry = 'at screen x, y left offset 1, -0.3 textcolor rgb ink point pointsize'
if (from_n > 0) { set label 11 'went from' @entry 0.7 pointtype 5 linecolor rgb teal; x = x + 0.155 }
if (last_seen_n > 0) { set label 12 'last seen' @entry 1 pointtype 9 linecolor rgb grey; x = x + 0.145 }
if (found_n > 0) { set label 13 'found' @entry 0.75 pointtype 7 linecolor rgb blue; x = x + 0.115 }
if (other_n > 0) { set label 14 'named in a report' @entry 0.9 pointtype 13 linecolor rgb orange }
plot 'rows.tsv' using (from_s):1:(to_s - from_s):(0):ytic(2) with vectors nohead linewidth 1 linecolor rgb pale, \
	'' using (to_s):1:3 with labels left offset 0.8, 0 textcolor rgb ink font 'Arial,13', \
	'marks.tsv' using 1:($3 == 0 ? $2 : NaN) with points pointtype 5 pointsize 0.7 \
		linecolor rgb teal, \
	'' using 1:($3 == 1 ? $2 : NaN) with points pointtype 9 pointsize 1.0 \
		linecolor rgb grey, \
	'' using 1:($3 == 2 ? $2 : NaN) with points pointtype 7 pointsize 0.75 \
		linecolor rgb blue, \
	'' using 1:($3 == 3 ? $2 : NaN) with points pointtype 13 pointsize 0.9 \
		linecolor rgb orange
