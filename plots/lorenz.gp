# How unequally episodes fall on children.
# values: width height
# curve.tsv: share of children, share of episodes (01)
# mark.tsv: share of children, share of episodes, words
load 'style.gp'
set lmargin at screen 0.12
set rmargin at screen 0.96
set bmargin at screen 66.0 / height
set tmargin at screen 1 - 34.0 / height
set xrange [0:100]
set yrange [0:100]
set xtics 25 format '%g%%'
set ytics 25 format '%g%%'
set label 1 'Share of episodes' at graph 0, 1 left offset -5, 1.0 textcolor rgb ink
set xlabel 'Share of children, those with most episodes first' offset 0, 0.2 textcolor rgb ink
set label 2 'if all went equally often' at 62, 56 left textcolor rgb grey
plot x with lines linewidth 1 dashtype 2 linecolor rgb grey, \
	'curve.tsv' using (100 * $1):(100 * $2) with lines linewidth 2.5 linecolor rgb blue, \
	'mark.tsv' using (100 * $1):(100 * $2) with points pointtype 7 pointsize 0.9 linecolor rgb orange, \
	'' using (100 * $1):(100 * $2):3 with labels left offset 1, -0.6 textcolor rgb ink
