"""Writes tests/evaluate/sklearn.json: metrics of scikit-learn on made-up predictions, with ties, weights and absent classes.

Run with any Python that has scikit-learn: python tests/references/sklearn_metrics.py
"""
import json
import pathlib

import numpy as np
from sklearn import metrics as sk


def classification(rng, name, classes, rows, weighted, decimals=None, absent=None):
    labels = [f"c{i}" for i in range(classes)]
    truth = rng.integers(0, classes, rows)
    if absent is not None:
        truth[truth == absent] = (absent + 1) % classes
    scores = rng.random((rows, classes)) + np.eye(classes)[truth] * 0.4
    if decimals is not None:
        scores = np.round(scores, decimals) + 0.01
    p = scores / scores.sum(1, keepdims=True)
    w = rng.random(rows) + 0.1 if weighted else None
    called = p.argmax(1)
    all_labels = list(range(classes))
    expected = {
        "accuracy": sk.accuracy_score(truth, called, sample_weight=w),
        "balanced_accuracy": sk.balanced_accuracy_score(truth, called, sample_weight=w),
        "log_loss": sk.log_loss(truth, p, sample_weight=w, labels=all_labels),
    }
    for word, f in (("precision", sk.precision_score), ("recall", sk.recall_score), ("f1", sk.f1_score)):
        for average in ("micro", "macro", "weighted"):
            expected[f"{word}:{average}"] = f(truth, called, average=average, sample_weight=w, zero_division=0)
        if classes == 2:
            expected[f"{word}:binary"] = f(truth, called, average="binary", sample_weight=w, zero_division=0)
        expected[f"{word}:per_class"] = f(
            truth, called, average=None, labels=all_labels, sample_weight=w, zero_division=0
        ).tolist()
    if absent is None:
        if classes == 2:
            expected["auc"] = sk.roc_auc_score(truth, p[:, 1], sample_weight=w)
        else:
            for average in ("macro", "weighted"):
                expected[f"auc:{average}"] = sk.roc_auc_score(truth, p, multi_class="ovr", average=average, sample_weight=w)
    expected["confusion"] = sk.confusion_matrix(truth, called, labels=all_labels, sample_weight=w).tolist()
    return {
        "name": name,
        "labels": labels,
        "classes": truth.tolist(),
        "probabilities": p.ravel().tolist(),
        "weights": [] if w is None else w.tolist(),
        "expected": expected,
    }


def regression(rng, name, rows, weighted, constant=False):
    y = np.full(rows, 3.0) if constant else rng.normal(50, 20, rows)
    p = y + rng.normal(0, 5, rows)
    w = rng.random(rows) + 0.1 if weighted else None
    mse = sk.mean_squared_error(y, p, sample_weight=w)
    return {
        "name": name,
        "numbers": y.tolist(),
        "predicted": p.tolist(),
        "weights": [] if w is None else w.tolist(),
        "expected": {
            "mse": mse,
            "rmse": float(np.sqrt(mse)),
            "mae": sk.mean_absolute_error(y, p, sample_weight=w),
            "r2": sk.r2_score(y, p, sample_weight=w),
        },
    }


rng = np.random.default_rng(7)
cases = [
    classification(rng, "two classes", 2, 40, False),
    classification(rng, "two classes, weighted, with ties", 2, 40, True, decimals=1),
    classification(rng, "four classes, with ties", 4, 60, False, decimals=1),
    classification(rng, "four classes, weighted", 4, 60, True),
    classification(rng, "a class without rows", 3, 30, False, absent=1),
    regression(rng, "numbers", 30, False),
    regression(rng, "numbers, weighted", 30, True),
    regression(rng, "constant truth", 10, False, constant=True),
]
path = pathlib.Path(__file__).parent.parent / "evaluate" / "sklearn.json"
path.write_text(json.dumps(cases) + "\n")
