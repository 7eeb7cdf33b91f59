-- Parameters: a home; rates for 1,000 nights, NULL without nights.
INSERT INTO found_home (home_number, subject, shown, state, children, episodes, nights,
	nights_from, rate, expected, upper_998, without_top_child, z_children)
VALUES (:home_number, :subject, :shown, :state, :children, :episodes, :nights,
	:nights_from, :rate, :expected, :upper_998, :without_top_child, :z_children)
