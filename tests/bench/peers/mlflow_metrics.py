#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""B6's peer: metric points through the MLflow client into a local file store and a local SQLite store.

Usage: PYTHON mlflow_metrics.py FOLDER, where PYTHON has mlflow (a throw-away virtual environment with `pip install mlflow`).
Prints one JSON object a line: {"workload": …, "against": our workload, "rate": points per second}.
"""
import json
import logging
import os
import sys
import time

os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")
os.environ.setdefault("MLFLOW_ALLOW_FILE_STORE", "true")  # MLflow 3 asks for this to use its file store
logging.disable(logging.WARNING)

import mlflow  # noqa: E402
from mlflow.entities import Metric  # noqa: E402
from mlflow.tracking import MlflowClient  # noqa: E402

KEYS = ["train_loss", "val_loss", "val_auc", "learning_rate"]
BATCH = 1000  # log_batch takes no more


def fresh_run(client):
    name = f"bench-{time.time_ns()}"
    return client.create_run(client.create_experiment(name)).info.run_id


def rate_of_batches(client, seconds):
    """log_batch with as many points as it takes."""
    run, step, points, start = fresh_run(client), 0, 0, time.perf_counter()
    while time.perf_counter() - start < seconds:
        now = int(time.time() * 1000)
        metrics = []
        while len(metrics) < BATCH:
            metrics += [Metric(key, 1 / (step + 1) + k, now, step) for k, key in enumerate(KEYS)]
            step += 1
        client.log_batch(run, metrics=metrics)
        points += len(metrics)
    return points / (time.perf_counter() - start)


def rate_of_loop(uri, client, seconds):
    """mlflow.log_metrics once a step: what a training loop does."""
    mlflow.set_tracking_uri(uri)
    experiment = client.create_experiment(f"bench-{time.time_ns()}")
    with mlflow.start_run(experiment_id=experiment):
        step, start = 0, time.perf_counter()
        while time.perf_counter() - start < seconds:
            mlflow.log_metrics({key: 1 / (step + 1) + k for k, key in enumerate(KEYS)}, step=step)
            step += 1
        return step * len(KEYS) / (time.perf_counter() - start)


def main():
    folder = os.path.abspath(sys.argv[1])
    stores = {"file": "file://" + folder + "/mlruns", "SQLite": "sqlite:///" + folder + "/mlflow.db"}
    for name, uri in stores.items():
        client = MlflowClient(tracking_uri=uri)
        fresh_run(client)  # sets the store up outside the timing
        report = lambda what, against, rate: print(  # noqa: E731
            json.dumps({"workload": f"MLflow {mlflow.__version__} {what} -> {name} store", "against": against, "rate": rate}), flush=True)
        report("log_metrics", "loop", rate_of_loop(uri, client, 5))
        report("log_batch(1000)", "batches", rate_of_batches(client, 5))


if __name__ == "__main__":
    main()
