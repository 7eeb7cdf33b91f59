"""One piece of work of the timing table by scikit-learn, and the seconds it took alone.

    peer.py dbscan FILE RADIUS MIN_POINTS

Prints "SECONDS what came out"; status 77 where scikit-learn is not installed."""
import sys
import time

try:
    import numpy
    from sklearn.cluster import DBSCAN
except ImportError:
    print("scikit-learn is not installed")
    sys.exit(77)

work, path, radius, least = sys.argv[1], sys.argv[2], float(sys.argv[3]), int(sys.argv[4])
points = numpy.loadtxt(path, delimiter=",", skiprows=1, usecols=(0, 1))
begin = time.perf_counter()
label = DBSCAN(eps=radius, min_samples=least, n_jobs=-1).fit(points).labels_
seconds = time.perf_counter() - begin
print(f"{seconds:.4f} {label.max() + 1} clusters, {(label < 0).sum()} noise")
