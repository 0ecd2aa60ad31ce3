#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The readers bench's peers: what the JSON readers of this Python need for the same lines.

Usage: PYTHON json_readers.py FILE. Readers that are not installed are passed over. pandas only reads (the comparison asked
for); Polars and DuckDB also write a compressed Parquet file, which is nearest to what an import does.
Each runs in a process of its own. Prints one JSON object a line: {"peer": …, "seconds": …, "peak_MB": …}.
"""
import importlib.util
import json
import os
import resource
import sys
import tempfile
import time


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


def measure(reader, path):
    """Runs a reader in a child process; the time includes no import of the library."""
    receive, send = os.pipe()
    child = os.fork()
    if child == 0:
        with tempfile.TemporaryDirectory() as folder:
            target = os.path.join(folder, "rows.parquet")
            __import__(reader.__name__.split("_")[1])
            start = time.perf_counter()
            name = reader(path, target)
            seconds = time.perf_counter() - start
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
        os.write(send, json.dumps({"peer": name, "seconds": seconds, "peak_MB": peak}).encode())
        os._exit(0)
    os.close(send)
    _, status = os.waitpid(child, 0)
    if status != 0:
        sys.exit(f"{reader.__name__} failed")
    print(os.read(receive, 65536).decode(), flush=True)
    os.close(receive)


def main():
    readers = [("pandas", with_pandas), ("polars", with_polars), ("duckdb", with_duckdb)]
    for module, reader in readers:
        if importlib.util.find_spec(module):
            measure(reader, sys.argv[1])


if __name__ == "__main__":
    main()
