# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the columns that bench_drift wrote: one file of little-endian doubles per column and side."""
import pathlib

import numpy


def read(folder):
    folder = pathlib.Path(folder)
    count = len(list(folder.glob("reference_*.f64")))
    return [
        (numpy.fromfile(folder / f"reference_{i}.f64"), numpy.fromfile(folder / f"current_{i}.f64"))
        for i in range(count)
    ]
