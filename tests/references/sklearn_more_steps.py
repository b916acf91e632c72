#!/usr/bin/env python3
"""What scikit-learn makes of the same rows: the stored cases of tests/prepare/sklearn_more_test.cpp.

Usage: sklearn_more_steps.py > tests/prepare/sklearn_more.json

Each case is {says, step, train, rows, gives}: columns by name, null for a gap. Some have `train_gives` and `targets`.
Rerun after changing it; the seed is fixed.
"""
import json
import math
import sys
import warnings

import numpy as np
from sklearn.preprocessing import QuantileTransformer

random = np.random.default_rng(11)
NUMBERS = ["a", "b", "c", "d", "e"]
cases = []


def numbers(rows, gaps=0.0):
    """Columns of very different size and shape."""
    table = np.column_stack([random.normal(50, 20, rows), random.exponential(3000, rows),
                             random.integers(0, 9, rows).astype(float), random.normal(0, 1e-2, rows),
                             random.normal(1e6, 1, rows)])
    table[random.random(table.shape) < gaps] = np.nan
    return table


def columns(table, names):
    def cell(value):
        if value is None or (isinstance(value, float) and math.isnan(value)):
            return None
        return value if isinstance(value, (str, bool)) else float(value)
    table = np.asarray(table)
    return {name: [cell(value) for value in table[:, i]] for i, name in enumerate(names)}


def case(says, step, names, train, rows, given, gives, **more):
    cases.append({"says": says, "step": step, "train": columns(train, names), "rows": columns(rows, names),
                  "gives": columns(gives, given), **more})


def quantile_transform():
    train, rows = numbers(60, 0.1), numbers(10, 0.2)
    rows[0], rows[1] = np.nanmin(train, axis=0), np.nanmax(train, axis=0)
    rows[2], rows[3] = train[5], [-1e9, 1e9, 2.5, 7, 0]
    for spread in ["uniform", "normal"]:
        for quantiles in [1000, 10, 37]:
            theirs = QuantileTransformer(n_quantiles=quantiles, output_distribution=spread, subsample=None).fit(train)
            case(f"quantile_transform to {spread}, {quantiles} quantiles",
                 {"quantile_transform": {"n_quantiles": quantiles, "output_distribution": spread}}, NUMBERS, train, rows,
                 NUMBERS, theirs.transform(rows))


def main():
    warnings.filterwarnings("ignore", message="n_quantiles")
    quantile_transform()
    json.dump(cases, sys.stdout, ensure_ascii=False, separators=(",", ":"))
    print()


if __name__ == "__main__":
    main()
