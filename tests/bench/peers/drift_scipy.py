# SPDX-License-Identifier: GPL-3.0-or-later
"""The bare statistics of a drift report by scipy and numpy: drift_scipy.py FOLDER prints one JSON line."""
import json
import sys
import time

import numpy
from scipy import stats
from scipy.spatial.distance import jensenshannon

import drift_data


def shares(values, edges):
    return numpy.histogram(values, edges)[0] / len(values)


def filled(shares_):
    smallest = shares_[shares_ > 0].min()
    return numpy.where(shares_ == 0, smallest / 1e6 if smallest <= 0.0001 else 0.0001, shares_)


def compare(reference, current):
    ks = stats.ks_2samp(reference, current)
    edges = numpy.histogram_bin_edges(numpy.concatenate([reference, current]), bins="sturges")
    r, c = shares(reference, edges), shares(current, edges)
    fr, fc = filled(r), filled(c)
    return {
        "ks_distance": ks.statistic,
        "ks_p": ks.pvalue,
        "wasserstein": stats.wasserstein_distance(reference, current) / max(reference.std(), 0.001),
        "psi": float(((fr - fc) * numpy.log(fr / fc)).sum()),
        "jensenshannon": float(jensenshannon(r, c)),
        "mean_reference": reference.mean(),
        "mean_current": current.mean(),
        "deviation_reference": reference.std(),
        "deviation_current": current.std(),
        "median_reference": float(numpy.median(reference)),
        "median_current": float(numpy.median(current)),
    }


columns = drift_data.read(sys.argv[1])
begin, used = time.perf_counter(), time.process_time()
results = [compare(reference, current) for reference, current in columns]
seconds, processor = time.perf_counter() - begin, time.process_time() - used
print(json.dumps({"seconds": seconds, "processor_seconds": processor, "columns": results}))
