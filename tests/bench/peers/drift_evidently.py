# SPDX-License-Identifier: GPL-3.0-or-later
"""Evidently's data drift report of both sides, HTML included: drift_evidently.py FOLDER prints one JSON line."""
import json
import sys
import time
import warnings

import pandas

import drift_data
from evidently import DataDefinition, Dataset, Report
from evidently.presets import DataDriftPreset

warnings.simplefilter("ignore")
columns = drift_data.read(sys.argv[1])
reference = pandas.DataFrame({f"x{i}": pair[0] for i, pair in enumerate(columns)})
current = pandas.DataFrame({f"x{i}": pair[1] for i, pair in enumerate(columns)})

begin, used = time.perf_counter(), time.process_time()
sides = [Dataset.from_pandas(side, data_definition=DataDefinition()) for side in (current, reference)]
snapshot = Report([DataDriftPreset()]).run(*sides)
html = snapshot.get_html_str(as_iframe=False)
seconds, processor = time.perf_counter() - begin, time.process_time() - used

scores = {}
for metric in snapshot.dict()["metrics"]:
    config = metric.get("config", {})
    if "column" in config:
        scores[config["column"]] = metric["value"]
results = [{"score": float(scores[f"x{i}"])} for i in range(len(columns))]
print(json.dumps({"seconds": seconds, "processor_seconds": processor, "html_bytes": len(html), "columns": results}))
