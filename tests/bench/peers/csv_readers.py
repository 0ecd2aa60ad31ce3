#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""B1's peers: what the CSV readers of this Python need for the same file.

Usage: PYTHON csv_readers.py FILE. Readers that are not installed are passed over. pandas only reads (the comparison asked
for); Polars and DuckDB also write a compressed Parquet file, which is nearest to what an import does.
"""
import sys

import reading


def with_pandas(path, _target):
    import pandas

    pandas.read_csv(path)
    return f"pandas {pandas.__version__} read_csv"


def with_pandas_dates(path, _target):
    import pandas

    pandas.read_csv(path, parse_dates=["day", "seen"])
    return f"pandas {pandas.__version__} read_csv with dates"


def with_pandas_exact(path, _target):
    import pandas

    # Without "round_trip" many reals of 17 digits differ from what is written in their last bit.
    pandas.read_csv(path, parse_dates=["day", "seen"], float_precision="round_trip")
    return f"pandas {pandas.__version__} read_csv with dates and exact reals"


def with_polars(path, target):
    import polars

    polars.scan_csv(path, try_parse_dates=True).sink_parquet(target)
    return f"Polars {polars.__version__} scan_csv, sink_parquet"


def with_duckdb(path, target):
    import duckdb

    duckdb.sql(f"copy (from read_csv('{path}')) to '{target}' (format parquet)")
    return f"DuckDB {duckdb.__version__} read_csv, copy to Parquet"


if __name__ == "__main__":
    reading.measure_all([("pandas", with_pandas), ("pandas", with_pandas_dates), ("pandas", with_pandas_exact), ("polars", with_polars), ("duckdb", with_duckdb)], sys.argv[1])
