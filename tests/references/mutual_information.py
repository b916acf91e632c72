#!/usr/bin/env python3
"""What scikit-learn estimates of the same numbers: the stored cases of tests/prepare/mutual_information_test.cpp.

Usage: mutual_information.py > tests/prepare/mutual_information.json

Each case is {says, x, y or classes, information}. scikit-learn scales the numbers and adds noise before it estimates;
stored is what it estimates from, so that repeated values, which the noise tells apart, are compared too.

Of a class of fewer than eight rows it takes distances from products, and whether the third neighbour itself counts is
then up to rounding; here it is told to use its tree, which is exact.
"""
import functools
import json
import sys

import numpy as np
import sklearn.feature_selection._mutual_info as mutual_info
from sklearn.neighbors import NearestNeighbors

random = np.random.default_rng(5)
cases = []
estimate = mutual_info._compute_mi


def noted(x, y, x_discrete, y_discrete, n_neighbors):
    result = estimate(x, y, x_discrete, y_discrete, n_neighbors)
    if x_discrete and not y_discrete:
        x, y, x_discrete, y_discrete = y, x, False, True
    key = "flags" if x_discrete else "x"
    cases.append({key: x.tolist(), "classes" if y_discrete else "y": y.tolist(), "information": float(result)})
    return result


def case(says, of, x, target, flags=False):
    of(np.asarray(x, float).reshape(-1, 1), target, discrete_features=np.array([flags]), random_state=7)
    cases[-1]["says"] = says


def main():
    mutual_info._compute_mi = noted
    mutual_info.NearestNeighbors = functools.partial(NearestNeighbors, algorithm="kd_tree")
    number, whole = random.normal(0, 3, 150), random.integers(0, 6, 150)
    flag = (number + random.normal(0, 2, 150) > 0).astype(float)
    classes = np.digitize(number + random.normal(0, 1, 150), [-2, 1, 5])
    noise = random.normal(0, 1, 150)
    for says, of, target in [("a number", mutual_info.mutual_info_regression, number + 1e6),
                             ("a whole number", mutual_info.mutual_info_regression, whole.astype(float)),
                             ("classes", mutual_info.mutual_info_classif, classes)]:
        case(f"{says} of itself, blurred", of, np.asarray(target) + 0.1 * noise, target)
        case(f"{says} of a bowl", of, number**2, target)
        case(f"{says} of noise", of, noise, target)
        case(f"{says} of whole numbers", of, whole + np.round(number / 3), target)
        case(f"{says} of large whole numbers", of, 1000000 + whole, target)
        case(f"{says} of a flag", of, flag, target, flags=True)
    alone = np.where(np.arange(150) == 17, 9, classes)
    case("a class of one row is left out", mutual_info.mutual_info_classif, number, alone)
    few = [0.3, 1.9, 2.2, 3.1, 4.7]
    case("five rows", mutual_info.mutual_info_regression, few, np.array([1.0, 2.2, 2.1, 3.9, 4.4]))
    json.dump(cases, sys.stdout, separators=(",", ":"))
    print()


if __name__ == "__main__":
    main()
