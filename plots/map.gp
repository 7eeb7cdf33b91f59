# A map in metres of EPSG:27700, less an origin.
# values: width height xmax ymax hair_m bar_x bar_y bar_m bar_km north_x north_y north_m
# areas.tsv: x, y (rings set off by empty lines)      cells.tsv: x, y, colour (the same)
# flows.tsv: x, y, dx, dy (one file a weight: flows1 thin … flows3)
# points.tsv: x, y, radius_m, colour                 homes.tsv: x, y
# circles.tsv: x, y, radius_m                       words.tsv: x, y, words
# badges.tsv: x, y, words: names of circles and homes, on white
load 'style.gp'
set lmargin at screen 0
set rmargin at screen 1
set bmargin at screen 0
set tmargin at screen 1
unset border
unset tics
unset grid
set xrange [0:xmax]
set yrange [0:ymax]
set object 1 rectangle from 0, 0 to xmax, ymax behind fillcolor rgb '#ffffff' \
	fillstyle solid border linecolor rgb pale
set arrow 1 from bar_x, bar_y to bar_x + bar_m, bar_y nohead linewidth 3 linecolor rgb ink front
set label 1 sprintf('%g km', bar_km) at bar_x + bar_m, bar_y left offset 0.8, 0 \
	front textcolor rgb ink boxed
set arrow 2 from north_x, north_y to north_x, north_y + north_m head filled size north_m * 0.35, 22 \
	linewidth 2 linecolor rgb ink front
set label 2 'N' at north_x, north_y center offset 0, -0.8 front textcolor rgb ink boxed
plot 'areas.tsv' using 1:2 with filledcurves closed fillcolor rgb '#F5F6F7', \
	'cells.tsv' using 1:2:3 with filledcurves closed fillcolor rgb variable, \
	'' using 1:2 with lines linewidth 1 linecolor rgb '#ffffff', \
	'areas.tsv' using 1:2 with lines linewidth 1.2 linecolor rgb '#8A949C', \
	'flows1.tsv' using 1:2:3:4 with vectors nohead linewidth 0.8 linecolor rgb '#A1A9AF', \
	'flows2.tsv' using 1:2:3:4 with vectors head size hair_m * 9, 20, 60 filled linewidth 2 linecolor rgb teal, \
	'flows3.tsv' using 1:2:3:4 with vectors head size hair_m * 12, 20, 60 filled linewidth 4 linecolor rgb blue, \
	'points.tsv' using 1:2:3:4 with circles fillstyle transparent solid 0.65 noborder \
		linecolor rgb variable, \
	'homes.tsv' using 1:2 with points pointtype 5 pointsize 0.9 linecolor rgb '#ffffff', \
	'' using 1:2 with points pointtype 5 pointsize 0.65 linecolor rgb ink, \
	'circles.tsv' using 1:2:3 with circles fillstyle empty linewidth 2.5 linecolor rgb orange, \
	'words.tsv' using 1:2:3 with labels textcolor rgb '#383F43' font 'Arial,13', \
	'badges.tsv' using 1:2:3 with labels boxed textcolor rgb ink
