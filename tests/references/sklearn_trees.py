#!/usr/bin/env python3
"""Thresholds of scikit-learn's decision trees over one column: the stored cases of tests/prepare/tree_split_test.cpp.

Usage: sklearn_trees.py > tests/prepare/sklearn_trees.json

Each case is {says, leaves, rows, x, truth, thresholds}; classes stand as words. Rerun after changing it; the seed is fixed.
"""
import json
import sys

import numpy as np
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

random = np.random.default_rng(5)
cases = []


def case(says, tree, x, truth):
    tree.fit(x.reshape(-1, 1), truth)
    asks = tree.tree_.feature >= 0
    # It compares in float32 and thresholds lie between float32 numbers, so x are such numbers.
    cases.append({"says": says, "leaves": tree.max_leaf_nodes, "rows": tree.min_samples_leaf, "x": x.tolist(),
                  "truth": truth.tolist(), "thresholds": sorted(tree.tree_.threshold[asks].tolist())})


def column(rows):
    return np.round(random.normal(40, 12, rows), 2).astype(np.float32).astype(float)


def main():
    x = column(400)
    wave = np.sin(x / 5) + random.normal(0, 0.4, 400)
    case("numbers", DecisionTreeRegressor(max_leaf_nodes=12, min_samples_leaf=9), x, wave)
    case("numbers, until leaves are small", DecisionTreeRegressor(max_leaf_nodes=100, min_samples_leaf=32), x, wave)
    case("far from zero", DecisionTreeRegressor(max_leaf_nodes=9, min_samples_leaf=5), x, wave + 1e6)
    whole = np.round(x)
    case("repeated numbers", DecisionTreeRegressor(max_leaf_nodes=10, min_samples_leaf=8), whole, wave)
    case("two classes", DecisionTreeClassifier(max_leaf_nodes=8, min_samples_leaf=11), x, np.where(wave > 0.2, "yes", "no"))
    three = np.array(["a", "b", "c"])[np.digitize(wave, [-0.5, 0.5])]
    case("three classes", DecisionTreeClassifier(max_leaf_nodes=11, min_samples_leaf=10), x, three)
    json.dump(cases, sys.stdout, separators=(",", ":"))
    print()


if __name__ == "__main__":
    main()
