# One piece of work of the timing table by an R package, and the seconds it took alone.
#
#	Rscript peer.R dbscan FILE RADIUS MIN_POINTS
#	Rscript peer.R hdbscan FILE MIN_CLUSTER
#	Rscript peer.R kde FILE SIGMA CELLS
#	Rscript peer.R knox FILE RADIUS DAYS REPLICATIONS
#
# Prints "SECONDS what came out"; says which package is missing otherwise (status 77).
# Reading the file is not counted, so that a slow reader is not held against a method.
words <- commandArgs(TRUE)
package <- c(dbscan = "dbscan", hdbscan = "dbscan", kde = "spatstat.explore", knox = "surveillance")[words[1]]
if (!requireNamespace(package, quietly = TRUE)) {
	cat(package, "is not installed\n")
	quit(status = 77)
}
number <- as.numeric(words[-(1:2)])
file <- scan(words[2], what = list(0, 0, 0), sep = ",", skip = 1, quiet = TRUE)
points <- cbind(file[[1]], file[[2]])
timed <- function(work) system.time(work)[["elapsed"]]
if (words[1] == "dbscan") {
	s <- timed(r <- dbscan::dbscan(points, eps = number[1], minPts = number[2]))
	said <- sprintf("%d clusters, %d noise", max(r$cluster), sum(r$cluster == 0))
} else if (words[1] == "hdbscan") {
	s <- timed(r <- dbscan::hdbscan(points, minPts = number[1]))
	said <- sprintf("%d clusters, %d noise", max(r$cluster), sum(r$cluster == 0))
} else if (words[1] == "kde") {
	window <- spatstat.geom::owin(c(0, 6e5), c(0, 6e5))
	pattern <- spatstat.geom::ppp(points[, 1], points[, 2], window = window, check = FALSE)
	s <- timed(r <- spatstat.explore::density.ppp(pattern, sigma = number[1], dimyx = number[2], edge = FALSE))
	said <- sprintf("maximum %.4g", max(r$v))
} else {
	suppressMessages(library(surveillance))
	s <- timed({
		space <- dist(points)
		time <- dist(file[[3]])
		invisible(capture.output(r <- knox(dt = time, ds = space, eps.t = number[2],
			eps.s = number[1], simulate.p.value = number[3] > 0, B = max(number[3], 1))))
	})
	said <- sprintf("%d close", as.integer(r$statistic))
}
cat(sprintf("%.4f %s\n", s, said))
