# SPDX-License-Identifier: GPL-3.0-or-later
"""A suite over a data frame by Great Expectations 1.x: validation_ge.py FOLDER (rows.csv, suite.json) prints one JSON line."""
import json
import logging
import sys
import time
import warnings

warnings.filterwarnings("ignore")
logging.disable(logging.WARNING)

import great_expectations as gx
import pandas

folder = sys.argv[1]
frame = pandas.read_csv(folder + "/rows.csv")
context = gx.get_context(mode="ephemeral")
context.variables.progress_bars = {"globally": False}
batch = (context.data_sources.add_pandas("p").add_dataframe_asset("a").add_batch_definition_whole_dataframe("b")
         .get_batch(batch_parameters={"dataframe": frame}))
suite = gx.ExpectationSuite(name="bench")
for item in json.load(open(folder + "/suite.json"))["expectations"]:
    name = "".join(word.title() for word in item["type"].split("_"))
    suite.add_expectation(getattr(gx.expectations, name)(**item["kwargs"]))
start = time.perf_counter()
result = batch.validate(suite).to_json_dict()
seconds = time.perf_counter() - start
results = {}
for each in result["results"]:
    config = each["expectation_config"]
    key = config["type"] + " " + (config["kwargs"].get("column") or config["kwargs"].get("column_A") or "")
    results[key] = {"success": bool(each["success"]), "unexpected_count": each["result"].get("unexpected_count")}
print(json.dumps({"version": gx.__version__, "seconds": seconds, "results": results}))
