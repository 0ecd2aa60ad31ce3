#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The readers bench's peers: what the JSON readers of this Python need for the same lines.

Usage: PYTHON json_readers.py FILE. Readers that are not installed are passed over. pandas only reads (the comparison asked
for); Polars and DuckDB also write a compressed Parquet file, which is nearest to what an import does.
"""
import sys

import reading


def with_pandas(path, _target):
    import pandas

    pandas.read_json(path, lines=True)
    return f"pandas {pandas.__version__} read_json"


def with_polars(path, target):
    import polars

    polars.scan_ndjson(path).sink_parquet(target)
    return f"Polars {polars.__version__} scan_ndjson, sink_parquet"


def with_duckdb(path, target):
    import duckdb

    duckdb.sql(f"copy (from read_json('{path}', format = 'newline_delimited')) to '{target}' (format parquet)")
    return f"DuckDB {duckdb.__version__} read_json, copy to Parquet"


if __name__ == "__main__":
    reading.measure_all([("pandas", with_pandas), ("polars", with_polars), ("duckdb", with_duckdb)], sys.argv[1])
