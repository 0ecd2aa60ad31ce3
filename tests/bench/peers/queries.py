#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""B2's peers: sorting, filtering and grouping the same rows.

Usage: PYTHON queries.py FOLDER with value.f64, count.i64 and station.i32. pandas and Polars hold the columns in memory before
the clock starts (so Lathe, which reads a compressed file, does more); "read" is what pandas needs to get them from a compressed
Parquet file first. DuckDB has them in a database file. Each peer runs in a process of its own. Prints one JSON object a line.
"""
import json
import os
import resource
import sys
import time

import numpy


def columns(folder):
    return {
        "value": numpy.fromfile(os.path.join(folder, "value.f64"), dtype="f8"),
        "count": numpy.fromfile(os.path.join(folder, "count.i64"), dtype="i8"),
        "station": numpy.fromfile(os.path.join(folder, "station.i32"), dtype="i4"),
    }


def with_pandas(folder):
    import pandas

    frame = pandas.DataFrame(columns(folder))
    parquet = os.path.join(folder, "peer.parquet")
    frame.to_parquet(parquet, compression="lz4")
    return {
        "read": lambda: pandas.read_parquet(parquet),
        "filter range": lambda: frame.index[(frame.value >= 0.25) & (frame.value <= 0.5)],
        "filter expression": lambda: frame.index[(frame.value > 0.5) & (frame["count"] < 100)],
        "group mean": lambda: frame.groupby("station").value.mean(),
        "group median": lambda: frame.groupby("station").value.median(),
        "sort by a real": lambda: frame.value.argsort(kind="stable"),
        "sort by two": lambda: numpy.lexsort((-frame["count"].to_numpy(), frame.station.to_numpy())),
    }


def with_polars(folder):
    import polars

    frame = polars.DataFrame(columns(folder))
    return {
        "filter range": lambda: frame.select(polars.arg_where(polars.col("value").is_between(0.25, 0.5))),
        "filter expression": lambda: frame.select(polars.arg_where((polars.col("value") > 0.5) & (polars.col("count") < 100))),
        "group mean": lambda: frame.group_by("station").agg(polars.col("value").mean()),
        "group median": lambda: frame.group_by("station").agg(polars.col("value").median()),
        "sort by a real": lambda: frame.select(polars.arg_sort_by("value", maintain_order=True)),
        "sort by two": lambda: frame.select(polars.arg_sort_by("station", "count", descending=[False, True], maintain_order=True)),
    }


def with_duckdb(folder):
    import duckdb
    import pandas

    database = duckdb.connect(os.path.join(folder, "peer.duckdb"))
    database.register("arrays", pandas.DataFrame(columns(folder)))
    database.execute("create table data as select row_number() over () - 1 as id, * from arrays")
    database.unregister("arrays")

    def run(query):
        return lambda: database.execute(f"create or replace temp table outcome as {query}")

    return {
        "filter range": run("select id from data where value between 0.25 and 0.5"),
        "filter expression": run("select id from data where value > 0.5 and count < 100"),
        "group mean": run("select station, avg(value) from data group by station"),
        "group median": run("select station, median(value) from data group by station"),
        "sort by a real": run("select id from data order by value, id"),
        "sort by two": run("select id from data order by station, count desc, id"),
    }


def measure(name, make, folder):
    try:
        queries = make(folder)
    except ImportError:
        return
    for figure, query in queries.items():
        start, cpu = time.perf_counter(), time.process_time()
        query()
        took, spent = (time.perf_counter() - start) * 1000, (time.process_time() - cpu) * 1000
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
        print(json.dumps({"bench": "B2", "peer": name, "figure": figure, "ms": round(took, 1), "cpu_ms": round(spent, 1), "peak_MB": round(peak)}), flush=True)


def main():
    for name, make in (("pandas", with_pandas), ("Polars", with_polars), ("DuckDB", with_duckdb)):
        child = os.fork()
        if child == 0:
            measure(name, make, sys.argv[1])
            os._exit(0)
        os.waitpid(child, 0)


if __name__ == "__main__":
    main()
