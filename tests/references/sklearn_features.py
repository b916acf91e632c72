#!/usr/bin/env python3
"""What scikit-learn's feature steps make of the same rows: the stored cases of tests/prepare/sklearn_features_test.cpp.

Usage: sklearn_features.py > tests/prepare/sklearn_features.json

Each case is {says, step, train, rows, gives}: columns by name; some have `targets` and `scores`. Steps with draws of
their own have no train rows but a `state`, made of what scikit-learn drew. Rerun after changing it; the seed is fixed.
"""
import json
import sys
import warnings

import numpy as np
from sklearn.feature_selection import (SelectKBest, VarianceThreshold, chi2, f_classif, f_regression,
                                       mutual_info_classif, mutual_info_regression)
from sklearn.kernel_approximation import Nystroem, RBFSampler
from sklearn.preprocessing import KBinsDiscretizer, PolynomialFeatures, StandardScaler

random = np.random.default_rng(17)
NAMES = ["a", "b", "c", "d"]
cases = []


def numbers(rows):
    """Columns of very different size and shape."""
    return np.column_stack([random.normal(50, 20, rows), random.exponential(3, rows),
                            random.integers(0, 9, rows).astype(float), random.normal(0, 1e-2, rows)])


def columns(table, names):
    table = np.asarray(table)
    return {name: [value if isinstance(value, str) else float(value) for value in table[:, i]]
            for i, name in enumerate(names)}


def case(says, step, gives, names, **more):
    cases.append({"says": says, "step": step, "gives": columns(gives, names), **more})


def polynomial():
    train, rows = numbers(5), numbers(6)
    for degree, only in [(2, False), (3, False), (2, True), (4, True)]:
        theirs = PolynomialFeatures(degree, interaction_only=only, include_bias=False).fit(train)
        names = [name.replace(" ", "*") for name in theirs.get_feature_names_out(NAMES)]
        case(f"polynomial, degree {degree}, interaction_only {only}",
             {"polynomial": {"degree": degree, "interaction_only": only}}, theirs.transform(rows), names,
             train=columns(train, NAMES), rows=columns(rows, NAMES))
    theirs = PolynomialFeatures(2, interaction_only=True, include_bias=False).fit(train)
    names = [name.replace(" ", "*") for name in theirs.get_feature_names_out(NAMES)]
    case("interactions", {"interactions": {}}, theirs.transform(rows), names, train=columns(train, NAMES),
         rows=columns(rows, NAMES))


def bins():
    train, rows = numbers(90), numbers(30)
    rows[0], rows[1] = [-1e6] * 4, [1e6] * 4
    for strategy in ["uniform", "quantile", "kmeans"]:
        for count in [3, 8]:
            more = {"quantile_method": "linear"} if strategy == "quantile" else {}
            theirs = KBinsDiscretizer(count, encode="ordinal", strategy=strategy, subsample=None, **more).fit(train)
            case(f"bin, {strategy}, {count} bins", {"bin": {"bins": count, "strategy": strategy}},
                 theirs.transform(rows), NAMES, train=columns(train, NAMES), rows=columns(rows, NAMES))
            edges = [{"column": name, "inner": [float(np.float32(e)) for e in theirs.bin_edges_[i][1:-1]]}
                     for i, name in enumerate(NAMES)]
            cases[-1]["edges"] = edges
    theirs = KBinsDiscretizer(4, encode="onehot-dense", strategy="uniform", subsample=None).fit(train)
    names = [f"{name}_bin_{i}" for name in NAMES for i in range(4)]
    case("bin, one_hot", {"bin": {"bins": 4, "strategy": "uniform", "encode": "one_hot"}}, theirs.transform(rows), names,
         train=columns(train, NAMES), rows=columns(rows, NAMES))


def selection():
    train, rows = numbers(60), numbers(5)
    number = 0.1 * train[:, 0] - 3 * train[:, 1] + random.normal(0, 2, 60)
    words = np.array(["low", "mid", "high"])[np.digitize(train[:, 2] + random.normal(0, 3, 60), [3, 6])]
    counts = np.abs(train)
    for score, table, target in [(f_regression, train, number), (f_classif, train, words), (chi2, counts, words)]:
        for k in [1, 2]:
            theirs = SelectKBest(score, k=k).fit(table, target)
            given = {**columns(table, NAMES), "y": [t if isinstance(t, str) else float(t) for t in target.tolist()]}
            case(f"select_k_best, {score.__name__}, {k}", {"select_k_best": {"k": k, "score": score.__name__}},
                 theirs.transform(rows), list(np.array(NAMES)[theirs.get_support()]), train=given, targets=["y"],
                 rows=columns(rows, NAMES), scores=theirs.scores_.tolist())
    for threshold in [0, 1, 10]:
        table = train.copy()
        table[:, 3] = 4.2
        theirs = VarianceThreshold(threshold).fit(table)
        case(f"variance_threshold {threshold}", {"variance_threshold": {"threshold": threshold}},
             theirs.transform(rows), list(np.array(NAMES)[theirs.get_support()]), train=columns(table, NAMES),
             rows=columns(rows, NAMES))


def kernels():
    train, rows = numbers(40) / [50, 3, 9, 1e-2], numbers(6) / [50, 3, 9, 1e-2]
    theirs = RBFSampler(gamma=0.3, n_components=12, random_state=5).fit(train)
    case("random_fourier", {"random_fourier": {"gamma": 0.3, "components": 12}}, theirs.transform(rows),
         [f"fourier_{i + 1}" for i in range(12)], rows=columns(rows, NAMES),
         state={"columns": NAMES, "weights": theirs.random_weights_.ravel().tolist(),
                "offsets": theirs.random_offset_.tolist()})
    theirs = Nystroem(gamma=0.3, n_components=9, random_state=5).fit(train)
    case("nystroem", {"nystroem": {"gamma": 0.3, "components": 9}}, theirs.transform(rows),
         [f"nystroem_{i + 1}" for i in range(9)], rows=columns(rows, NAMES),
         state={"columns": NAMES, "gamma": 0.3, "basis": theirs.components_.ravel().tolist(),
                "turn": theirs.normalization_.T.ravel().tolist()})
    # The basis in whatever order: what is compared is products of rows, which the order does not change.
    theirs = Nystroem(gamma=0.3, n_components=40, random_state=5).fit(train)
    mapped = theirs.transform(rows)
    cases.append({"says": "nystroem, products of all train rows", "step": {"nystroem": {"gamma": 0.3}},
                  "train": columns(train, NAMES), "rows": columns(rows, NAMES), "products": (mapped @ mapped.T).tolist()})


def information():
    """Values that do not repeat, so that scikit-learn's noise changes nothing; the flags are counted."""
    train, rows = random.normal(0, 1, (90, 4)), random.normal(0, 1, (4, 4))
    train[:, 2] = train[:, 2] > 0
    train[:, 3] *= 1e5
    number = train[:, 0] ** 2 + train[:, 2] + random.normal(0, 0.1, 90)
    words = np.array(["low", "mid", "high"])[np.digitize(number, [0.5, 1.5])]
    for estimate, target in [(mutual_info_regression, number), (mutual_info_classif, words)]:
        def score(table, truth):
            return estimate(table, truth, discrete_features=[2], random_state=0)
        for k in [1, 2]:
            theirs = SelectKBest(score, k=k).fit(train, target)
            given = {**columns(train, NAMES), "y": [t if isinstance(t, str) else float(t) for t in target.tolist()]}
            case(f"select_k_best, {estimate.__name__}, {k}", {"select_k_best": {"k": k, "score": estimate.__name__}},
                 theirs.transform(rows), list(np.array(NAMES)[theirs.get_support()]), train=given, targets=["y"],
                 rows=columns(rows, NAMES), scores=theirs.scores_.tolist())


# What each kernel reads; rows are few enough for a matrix that can be turned to the last digit.
KERNELS = {"rbf": {"gamma": 0.2}, "laplacian": {"gamma": 0.4}, "polynomial": {"gamma": 0.3, "degree": 2, "coef0": 0.5},
           "sigmoid": {"gamma": 0.05, "coef0": 0.3}, "linear": {}, "cosine": {}}


def more_kernels():
    train, rows = random.normal(0, 1, (12, 4)), random.normal(0, 1, (5, 4))
    for kernel, asked in KERNELS.items():
        theirs = Nystroem(kernel, n_components=4, random_state=5, **asked).fit(train)
        case(f"nystroem, {kernel}", {"nystroem": {"kernel": kernel, "components": 4, **asked}}, theirs.transform(rows),
             [f"nystroem_{i + 1}" for i in range(4)], rows=columns(rows, NAMES),
             state={"columns": NAMES, "gamma": asked.get("gamma", 1), "basis": theirs.components_.ravel().tolist(),
                    "turn": theirs.normalization_.T.ravel().tolist()})
        products(f"nystroem, {kernel}, all train rows", kernel, asked, train, rows)
    # Of standardized rows, the gammas that are left out agree as well.
    train = StandardScaler().fit_transform(train)
    for kernel in KERNELS:
        products(f"nystroem, {kernel}, as it is", kernel, {}, train, rows)


def products(says, kernel, asked, train, rows):
    # linear and cosine kernels of four columns have four directions: more rows would only add rounding.
    train = train[:4] if kernel in ["linear", "cosine"] else train
    theirs = Nystroem(kernel, n_components=len(train), random_state=5, **asked).fit(train)
    mapped = theirs.transform(rows)
    cases.append({"says": says, "step": {"nystroem": {"kernel": kernel, **asked}}, "train": columns(train, NAMES),
                  "rows": columns(rows, NAMES), "products": (mapped @ mapped.T).tolist()})


def main():
    warnings.filterwarnings("ignore", message="Bins whose width")
    polynomial()
    bins()
    selection()
    kernels()
    information()
    more_kernels()
    json.dump(cases, sys.stdout, ensure_ascii=False, separators=(",", ":"))
    print()


if __name__ == "__main__":
    main()
