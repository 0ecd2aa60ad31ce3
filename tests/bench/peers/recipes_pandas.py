# SPDX-License-Identifier: GPL-3.0-or-later
"""The steps of bench_recipes by pandas, on a frame in memory: one line of name and seconds for each."""
import sys
import time

import pandas as pd

df = pd.read_csv(sys.argv[1])


def measured(name, work):
    started = time.perf_counter()
    work(df.copy())
    print(name, f"{time.perf_counter() - started:.4f}", flush=True)


def trim_case(d):
    d["town"] = d["town"].str.split().str.join(" ").str.title()


def replace_pattern(d):
    d["code"] = d["code"].str.replace(r"(\d+)-(\w+)", r"\2 \1", regex=True)


def parse_date(d):
    d["when"] = pd.to_datetime(d["when"], format="%d.%m.%Y", errors="coerce")


def fill_by_group(d):
    d["x"] = d["x"].fillna(d.groupby("kind")["x"].transform("median"))


def group_aggregate(d):
    d.groupby(["kind", "n"], sort=False).agg(rows=("x", "size"), mean=("x", "mean"), dev=("x", "std")).reset_index()


def lag_rolling(d):
    s = d.sort_values("n", kind="stable")
    d["x_lag_1"] = s.groupby("kind")["x"].shift(1)
    d["x_mean_7"] = d.groupby("kind")["x"].rolling(7, min_periods=1).mean().reset_index(level=0, drop=True)


def drop_duplicates(d):
    d.drop_duplicates(["code", "n"])


def scale_one_hot(d):
    d["x"] = (d["x"] - d["x"].mean()) / d["x"].std(ddof=0)
    pd.get_dummies(d, columns=["kind"])


for step in (trim_case, replace_pattern, parse_date, fill_by_group, group_aggregate, lag_rolling, drop_duplicates, scale_one_hot):
    measured(step.__name__, step)
