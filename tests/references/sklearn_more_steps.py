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
from sklearn.ensemble import IsolationForest
from sklearn.experimental import enable_iterative_imputer  # noqa: F401
from sklearn.feature_extraction import FeatureHasher
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.impute import IterativeImputer, KNNImputer
from sklearn.linear_model import BayesianRidge, Ridge
from sklearn.preprocessing import MaxAbsScaler, PowerTransformer, QuantileTransformer, RobustScaler, TargetEncoder

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


def scales():
    train, rows = numbers(60, 0.1), numbers(8, 0.2)
    for options in [{}, {"with_centering": False}, {"with_scaling": False},
                    {"quantile_range": (5.0, 90.0), "unit_variance": True}]:
        ours = {name: list(value) if isinstance(value, tuple) else value for name, value in options.items()}
        case(f"robust_scale {options}", {"robust_scale": ours}, NUMBERS, train, rows, NUMBERS,
             RobustScaler(**options).fit(train).transform(rows))
    case("max_abs", {"max_abs": {}}, NUMBERS, train, rows, NUMBERS, MaxAbsScaler().fit(train).transform(rows))
    case("log1p", {"log1p": {"columns": ["b", "c"]}}, NUMBERS[1:3], train[:, 1:3], rows[:, 1:3], NUMBERS[1:3],
         np.log1p(rows[:, 1:3]))
    # Not the column of numbers around a million: there the likelihood is flat, and the exponent what rounding makes it.
    names, train, rows = NUMBERS[:4] + ["f"], numbers(60, 0.1), numbers(8, 0.2)
    train[:, 4], rows[:, 4] = -random.exponential(2, 60), -random.exponential(2, 8)
    train[:, 0] -= 40
    for standardize in [True, False]:
        case(f"power, standardize {standardize}", {"power": {"standardize": standardize}}, names, train, rows, names,
             PowerTransformer(standardize=standardize).fit(train).transform(rows))


def words(rows, gaps=0.0):
    choices = ["Berlin", "Ulm", "bonn", "Köln", "a b", "10", "9"]
    table = random.choice(choices, (rows, 2), p=[0.4, 0.2, 0.2, 0.08, 0.06, 0.04, 0.02]).astype(object)
    table[random.random(table.shape) < gaps] = None
    return table


def target_encode():
    train, rows = words(80, 0.1), words(12, 0.1)
    rows[0, 0], rows[1, 1] = "never seen", "never seen"
    length = np.array([0 if word is None else len(word) for word in train[:, 0]])
    price = length * 10 + random.normal(0, 5, 80)
    kinds = {"continuous": price, "binary": np.where(price > 45, "yes", "no").astype(object),
             "multiclass": np.array(["low", "mid", "high"], dtype=object)[np.digitize(price, [30, 50])]}
    for kind, target in kinds.items():
        for smooth in ["auto", 0.0, 7.5]:
            encoder = TargetEncoder(smooth=smooth, cv=4, shuffle=False, target_type=kind)
            out_of_fold = encoder.fit_transform(train, target)
            labels = encoder.classes_ if kind == "multiclass" else []
            names = [f"{name}_{label}" for name in "xy" for label in labels] or ["x", "y"]
            with_target = np.column_stack([train.astype(object), target.astype(object)])
            case(f"target_encode, {kind}, smooth {smooth}",
                 {"target_encode": {"smooth": smooth, "cv": 4, "shuffle": False}}, ["x", "y", "t"], with_target,
                 np.column_stack([rows, np.repeat(target[:1], 12).astype(object)]), names + ["t"],
                 np.column_stack([encoder.transform(rows).astype(object), np.repeat(target[:1], 12).astype(object)]),
                 targets=["t"],
                 train_gives=columns(np.column_stack([out_of_fold.astype(object), target.astype(object)]), names + ["t"]))


def hashed():
    train = words(20, 0.2)
    for features, signs in [(8, True), (3, False), (32, True)]:
        hasher = FeatureHasher(features, alternate_sign=signs)
        rows = [{name: word for name, word in zip(["city", "plan"], row) if word is not None} for row in train]
        case(f"hash to {features}, signs {signs}", {"hash": {"features": features, "alternate_sign": signs}},
             ["city", "plan"], train, train, [f"hash_{i + 1}" for i in range(features)], hasher.transform(rows).toarray())


def isolation_forest():
    # Trees are drawn, so what many of them say on average is compared.
    train = np.column_stack([random.normal(0, 1, 300), random.exponential(2, 300), random.integers(0, 3, 300)])
    rows = np.vstack([train[:10], [[0, 1, 1], [4, 1, 1], [0, 25, 2], [-9, 40, 0]]])
    forest = IsolationForest(n_estimators=4000, random_state=3).fit(train)
    case("isolation_forest", {"isolation_forest": {"drop": False, "score": True, "n_estimators": 4000}}, ["a", "b", "c"],
         train, rows, ["a", "b", "c", "isolation_score"], np.column_stack([rows, -forest.score_samples(rows)]),
         tolerance=0.004)


def impute():
    def related(rows):
        base = random.normal(0, 1, (rows, 4)) @ np.array([[1, .8, .3, 0], [0, .6, .2, .5], [0, 0, 1, -.7], [0, 0, 0, 1]])
        table = base * [1, 10, 100, 0.5] + [0, 50, 3, -2]
        table[random.random(table.shape) < 0.15] = np.nan
        return table
    names, train, rows = NUMBERS[:4], related(70), related(12)
    for says, theirs, ours in [("bayesian_ridge", BayesianRidge(), {}),
                               ("ridge", Ridge(alpha=3.0), {"estimator": "ridge", "alpha": 3})]:
        for rounds in [1, 10]:
            imputer = IterativeImputer(theirs, max_iter=rounds)
            filled = imputer.fit_transform(train)
            case(f"fill_missing_iterative, {says}, {rounds} rounds",
                 {"fill_missing_iterative": {**ours, "max_iter": rounds}}, names, train, rows, names,
                 imputer.transform(rows), train_gives=columns(filled, names))
    for neighbors, weights in [(5, "uniform"), (3, "distance"), (200, "uniform")]:
        imputer = KNNImputer(n_neighbors=neighbors, weights=weights).fit(train)
        case(f"fill_missing_knn, {neighbors} neighbors, {weights}",
             {"fill_missing_knn": {"n_neighbors": neighbors, "weights": weights}}, names, train, rows, names,
             imputer.transform(rows), train_gives=columns(imputer.transform(train), names))


def common_words():
    random_names = [[" ".join(random.choice(["Mr.", "Mrs", "Dr", "John", "Anna", "O'Hara", "Smith", "(né", "e)"], 4,
                                            p=[.3, .2, .05, .1, .1, .05, .1, .05, .05]))] for _ in range(60)]
    train, rows = np.array(random_names[:50], dtype=object), np.array(random_names[50:] + [[None]], dtype=object)
    tokens = r"[^\W_]+(?:'[^\W_]+)*|[^\w\s]|_"
    for least, most, small in [(3, None, True), (10, 4, True), (3, None, False)]:
        counter = CountVectorizer(binary=True, min_df=least, max_df=50 - least, max_features=most, lowercase=small,
                                  token_pattern=tokens).fit(train[:, 0])
        gives = counter.transform([text or "" for text in rows[:, 0]]).toarray()
        case(f"common_words in {least} rows, at most {most}, lowercase {small}",
             {"common_words": {"columns": ["name"], "min_rows": least, "max_words": most or 50, "lowercase": small}},
             ["name"], train, rows, [f"name_{word}" for word in counter.get_feature_names_out()], gives)


def main():
    warnings.filterwarnings("ignore", message="n_quantiles")
    warnings.filterwarnings("ignore", message=".IterativeImputer. Early stopping")
    quantile_transform()
    scales()
    target_encode()
    hashed()
    isolation_forest()
    impute()
    common_words()
    json.dump(cases, sys.stdout, ensure_ascii=False, separators=(",", ":"))
    print()


if __name__ == "__main__":
    main()
