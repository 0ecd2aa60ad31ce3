#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""B3's peers: what it takes pandas, Polars and DuckDB to describe a table that they hold in memory.

Usage: PYTHON profiles.py FILE.csv. Libraries that are not installed are passed over. "columns" are the statistics of single
columns, "whole profile" adds duplicate rows and correlations. Each runs in a process of its own; reading the file is not
timed. Prints one JSON object a line: {"peer": …, "workload": …, "seconds": …, "cpu_s": …, "peak_MB": …}; pandas adds what it found.
"""
import importlib.util
import json
import os
import resource
import sys
import time

NUMBERS = ["id", "quantity", "code", "price", "reading", "share"]
SHARES = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99]


def load_pandas(path):
    import pandas

    kinds = {name: "category" for name in ("city", "state", "product")}
    return pandas.read_csv(path, parse_dates=["day", "seen"], dtype=kinds, float_precision="round_trip")


def pandas_columns(frame):
    frame.describe(include="all")
    distinct = frame.nunique()
    missing = frame.isna().sum()
    numbers = frame[NUMBERS]
    quantiles = numbers.quantile(SHARES)
    skewness, kurtosis = numbers.skew(), numbers.kurt()
    mean, deviation = numbers.mean(), numbers.std()
    figures = {name: {"distinct": int(distinct[name]), "missing": int(missing[name])} for name in frame.columns}
    for name in NUMBERS:
        figures[name].update(mean=mean[name], standard_deviation=deviation[name], skewness=skewness[name], kurtosis=kurtosis[name])
        figures[name].update({f"q{i}": quantiles[name].iloc[i] for i in range(len(SHARES))})
    return figures


def pandas_whole(frame):
    pandas_columns(frame)
    frame.duplicated().sum()
    frame[NUMBERS].corr()
    frame[NUMBERS].corr(method="spearman")


def load_polars(path):
    import polars

    return polars.read_csv(path, try_parse_dates=True)


def polars_columns(frame):
    import polars

    frame.describe(percentiles=SHARES)
    frame.select(polars.all().n_unique())
    frame.select([polars.col(name).skew().alias(name) for name in NUMBERS])
    frame.select([polars.col(name).kurtosis().alias(name) for name in NUMBERS])


def load_duckdb(path):
    import duckdb

    connection = duckdb.connect()
    connection.sql(f"create table rows as from read_csv('{path}')")
    return connection


def duckdb_columns(connection):
    connection.sql("summarize rows").fetchall()


def measure(library, name, workload, load, work, path):
    """Runs the work in a child process."""
    receive, send = os.pipe()
    child = os.fork()
    if child == 0:
        table = load(path)
        start, processor = time.perf_counter(), time.process_time()
        figures = work(table)
        seconds, processor = time.perf_counter() - start, time.process_time() - processor
        version = sys.modules[library].__version__
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
        line = {"peer": f"{name} {version}", "workload": workload, "seconds": seconds, "cpu_s": processor, "peak_MB": peak}
        if figures:
            line["figures"] = figures
        os.write(send, json.dumps(line, default=float).encode())
        os._exit(0)
    os.close(send)
    with os.fdopen(receive) as pipe:
        line = pipe.read()
    os.waitpid(child, 0)
    if line:
        print(line, flush=True)


def main():
    path = sys.argv[1]
    peers = [
        ("pandas", "pandas", "columns", load_pandas, pandas_columns),
        ("pandas", "pandas", "whole profile", load_pandas, pandas_whole),
        ("polars", "Polars", "columns", load_polars, polars_columns),
        ("duckdb", "DuckDB SUMMARIZE", "columns", load_duckdb, duckdb_columns),
    ]
    for library, name, workload, load, work in peers:
        if importlib.util.find_spec(library):
            measure(library, name, workload, load, work, path)


main()
