# SPDX-License-Identifier: GPL-3.0-or-later
"""How peers that read a file are measured: each in a process of its own, without the import of its library.

A reader takes the file and a place for a compressed Parquet file, and returns what to call it.
"""
import importlib
import importlib.util
import json
import os
import resource
import sys
import tempfile
import time


def measure(module, reader, path):
    """Runs a reader in a child process and prints {"peer": …, "seconds": …, "cpu_s": …, "peak_MB": …}."""
    receive, send = os.pipe()
    child = os.fork()
    if child == 0:
        with tempfile.TemporaryDirectory() as folder:
            target = os.path.join(folder, "rows.parquet")
            importlib.import_module(module)
            start, processor = time.perf_counter(), time.process_time()
            name = reader(path, target)
            seconds, processor = time.perf_counter() - start, time.process_time() - processor
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
        os.write(send, json.dumps({"peer": name, "seconds": seconds, "cpu_s": processor, "peak_MB": peak}).encode())
        os._exit(0)
    os.close(send)
    _, status = os.waitpid(child, 0)
    if status != 0:
        sys.exit(f"{reader.__name__} failed")
    print(os.read(receive, 65536).decode(), flush=True)
    os.close(receive)


def measure_all(readers, path):
    """Measures (module, reader) pairs; modules that are not installed are passed over."""
    for module, reader in readers:
        if importlib.util.find_spec(module):
            measure(module, reader, path)
