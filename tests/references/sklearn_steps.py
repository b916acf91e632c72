#!/usr/bin/env python3
"""What scikit-learn makes of the same rows: the stored cases of tests/prepare/sklearn_test.cpp.

Usage: sklearn_steps.py > tests/prepare/sklearn.json

Each case is {says, step, train, rows, gives}: columns by name, null for a gap. Rerun after changing it; the seed is fixed.
"""
import json
import math
import sys

import numpy as np
from sklearn.decomposition import PCA
from sklearn.impute import MissingIndicator, SimpleImputer
from sklearn.preprocessing import MinMaxScaler, OneHotEncoder, OrdinalEncoder, StandardScaler

random = np.random.default_rng(7)


def numbers(rows, gaps=0.0):
    """Columns of very different size and shape."""
    table = np.column_stack([random.normal(50, 20, rows), random.exponential(3000, rows),
                             random.integers(0, 9, rows).astype(float), random.normal(0, 1e-4, rows),
                             random.normal(1e6, 1, rows)])
    table[random.random(table.shape) < gaps] = np.nan
    return table


def words(rows, gaps=0.0):
    choices = ["Berlin", "Ulm", "bonn", "Köln", "a b", "10", "9"]
    table = random.choice(choices, (rows, 2), p=[0.4, 0.2, 0.2, 0.08, 0.06, 0.04, 0.02]).astype(object)
    table[random.random(table.shape) < gaps] = None
    return table


def columns(table, names):
    def cell(value):
        if value is None or (isinstance(value, float) and math.isnan(value)):
            return None
        return value if isinstance(value, str) else float(value)
    return {name: [cell(value) for value in table[:, i]] for i, name in enumerate(names)}


NUMBERS = ["a", "b", "c", "d", "e"]
WORDS = ["x", "y"]
cases = []


def case(says, step, names, train, rows, given, gives):
    cases.append({"says": says, "step": step, "train": columns(train, names), "rows": columns(rows, names),
                  "gives": columns(np.asarray(gives), given)})


def main():
    train, rows = numbers(60, 0.1), numbers(8, 0.2)
    for word, theirs in [("mean", "mean"), ("median", "median"), ("mode", "most_frequent")]:
        imputer = SimpleImputer(strategy=theirs).fit(train)
        case(f"fill_missing with {word}", {"fill_missing": {"with": word}}, NUMBERS, train, rows, NUMBERS,
             imputer.transform(rows))
    flags = MissingIndicator(features="all").fit(train).transform(rows).astype(float)
    case("fill_missing with flags", {"fill_missing": {"with": "constant", "value": -1, "flag": True}}, NUMBERS, train,
         rows, NUMBERS + [name + "_was_missing" for name in NUMBERS],
         np.hstack([SimpleImputer(strategy="constant", fill_value=-1).fit(train).transform(rows), flags]))
    for mean in [True, False]:
        for std in [True, False]:
            scaler = StandardScaler(with_mean=mean, with_std=std).fit(train)
            case(f"standardize, mean {mean}, std {std}", {"standardize": {"with_mean": mean, "with_std": std}}, NUMBERS,
                 train, rows, NUMBERS, scaler.transform(rows))
    constant = np.hstack([np.full((50, 1), 0.1), np.full((50, 1), 1e9 / 3)])
    case("standardize constants", {"standardize": {}}, WORDS, constant, constant[:3], WORDS,
         StandardScaler().fit(constant).transform(constant[:3]))
    for low, high, clip in [(0, 1, False), (-1, 1, True)]:
        scaler = MinMaxScaler((low, high), clip=clip).fit(train)
        case(f"min_max to [{low}, {high}], clip {clip}", {"min_max": {"range": [low, high], "clip": clip}}, NUMBERS,
             train, rows, NUMBERS, scaler.transform(rows))

    whole, fresh = numbers(60), numbers(8)
    for factor in [1.5, 3.0]:
        first, third = np.quantile(whole, [0.25, 0.75], axis=0)
        reach = factor * (third - first)
        case(f"clip_outliers by quartiles, {factor}", {"clip_outliers": {"method": "iqr", "factor": factor}}, NUMBERS,
             whole, fresh * 3, NUMBERS, np.clip(fresh * 3, first - reach, third + reach))
    middle, spread = whole.mean(axis=0), whole.std(axis=0)
    case("clip_outliers by deviation", {"clip_outliers": {"method": "z_score", "factor": 2}}, NUMBERS, whole, fresh,
         NUMBERS, np.clip(fresh, middle - 2 * spread, middle + 2 * spread))
    low, high = np.quantile(whole, [0.05, 0.9], axis=0)
    case("clip_outliers by quantiles", {"clip_outliers": {"method": "quantile", "low": 0.05, "high": 0.9}}, NUMBERS,
         whole, fresh, NUMBERS, np.clip(fresh, low, high))

    train, rows = words(80), words(10, 0.2)
    rows[0, 0] = rows[3, 1] = "never seen"
    for options, theirs in [({}, {}), ({"drop_first": True}, {"drop": "first"}),
                            ({"max_categories": 4}, {"max_categories": 4})]:
        encoder = OneHotEncoder(handle_unknown="ignore", sparse_output=False, **theirs).fit(train)
        names = [name.replace("x0_", "x_").replace("x1_", "y_").replace("infrequent_sklearn", "other")
                 for name in encoder.get_feature_names_out()]
        case(f"one_hot {options}", {"one_hot": options}, WORDS, train, rows, names, encoder.transform(rows))
    encoder = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1, encoded_missing_value=-1).fit(train)
    case("ordinal", {"ordinal": {"unknown_value": -1}}, WORDS, train, rows, WORDS, encoder.transform(rows))

    mixed = numbers(60) @ np.diag([1, 0.01, 10, 1e5, 20])
    mixed[:, 2] += mixed[:, 0]
    new = mixed[:8] * 1.5
    for options, theirs in [({"components": 3}, {"n_components": 3}), ({"keep": 0.9}, {"n_components": 0.9}),
                            ({"keep": 0.7}, {"n_components": 0.7}),
                            ({"components": 5, "whiten": True}, {"n_components": 5, "whiten": True})]:
        pca = PCA(svd_solver="full", **theirs).fit(mixed)
        case(f"pca {options}", {"pca": options}, NUMBERS, mixed, new,
             [f"pca_{i + 1}" for i in range(pca.n_components_)], pca.transform(new))
    json.dump(cases, sys.stdout, ensure_ascii=False, separators=(",", ":"))
    print()


if __name__ == "__main__":
    main()
