# What every picture shares. The numbers of the picture stand in values.gp: a file of
# assignments of numbers, and nothing else. Words come as cells of data files.
load 'values.gp'
set encoding utf8
set datafile separator tab
set datafile commentschars ''
set terminal svg noenhanced size width,height font 'Arial,15' background '#ffffff' linewidth 1
set output 'figure.svg'

blue = '#12436D'
orange = '#F46A25'
teal = '#28A197'
grey = '#6F777B'
pale = '#CED4DA'
faint = '#E6E9EC'
ink = '#0B0C0C'

set border 3 linecolor rgb grey linewidth 1
set tics out nomirror textcolor rgb ink scale 0.5
set grid ytics back linetype 1 linecolor rgb faint linewidth 1
unset key
set style fill solid 1.0 noborder
set style textbox opaque noborder fillcolor rgb '#ffffff' margins 0.3,0.3
