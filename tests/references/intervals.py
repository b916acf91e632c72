#!/usr/bin/env python3
"""Writes tests/evaluate/intervals.json: what scikit-learn and SciPy say of intervals, calibration, thresholds, curves
and paired tests.

Usage: intervals.py > tests/evaluate/intervals.json        (scikit-learn 1.8, SciPy 1.17)
"""
import json

import numpy as np
from scipy import optimize, stats
from sklearn import metrics as sk
from sklearn.isotonic import IsotonicRegression

rng = np.random.default_rng(5)


def binary(rows, decimals=None, weighted=False):
    truth = rng.integers(0, 2, rows)
    p = 1 / (1 + np.exp(-(rng.normal(0, 1.5, rows) + 2 * truth - 1)))
    if decimals is not None:
        p = np.round(p, decimals)
    return truth, p, rng.random(rows) + 0.1 if weighted else np.ones(rows)


def stored(truth, p, w, weighted):
    return {"labels": ["no", "yes"], "classes": truth.tolist(), "probabilities": np.stack([1 - p, p], 1).ravel().tolist(),
            "weights": w.tolist() if weighted else []}


isotonic = []
for says, rows, decimals, weighted in (("plain", 40, None, False), ("ties", 60, 1, False), ("weights", 50, 2, True)):
    truth, p, w = binary(rows, decimals, weighted)
    model = IsotonicRegression(out_of_bounds="clip").fit(p, truth, sample_weight=w)
    at = np.linspace(0, 1, 41)
    isotonic.append({"says": says, "x": p.tolist(), "y": truth.tolist(), "weights": w.tolist(), "at": at.tolist(),
                     "gives": model.predict(at).tolist()})

temperatures = []
for classes in (2, 4):
    truth = rng.integers(0, classes, 200)
    logits = rng.normal(0, 3, (200, classes)) + 3 * np.eye(classes)[truth]
    p = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)

    def loss(t):
        q = p ** (1 / t)
        return sk.log_loss(truth, q / q.sum(1, keepdims=True), labels=list(range(classes)))

    best = optimize.minimize_scalar(loss, bounds=(0.05, 20), method="bounded", options={"xatol": 1e-9})
    temperatures.append({"labels": [str(c) for c in range(classes)], "classes": truth.tolist(),
                         "probabilities": p.ravel().tolist(), "temperature": float(best.x)})

thresholds = []
truth, p, w = binary(80, None, True)
order = np.sort(p)
cuts = np.concatenate([[0], (order[1:] + order[:-1]) / 2, [2]])
for choice in ({"by": "f1"}, {"by": "recall", "recall": 0.95}, {"by": "cost", "false_negative": 5}):
    def worth(cut):
        called = p >= cut
        false_positives, false_negatives = (w * called * (1 - truth)).sum(), (w * ~called * truth).sum()
        if choice["by"] == "f1":
            return sk.f1_score(truth, called, sample_weight=w, zero_division=0)
        if choice["by"] == "cost":
            return -(false_positives + 5 * false_negatives)
        return -false_positives if sk.recall_score(truth, called, sample_weight=w) >= choice["recall"] else -np.inf

    thresholds.append(stored(truth, p, w, True) | {"threshold": choice, "worth": float(max(map(worth, cuts)))})

curves = []
for decimals, weighted in ((None, False), (1, True)):
    truth, p, w = binary(60, decimals, weighted)
    false, true, _ = sk.roc_curve(truth, p, sample_weight=w, drop_intermediate=False)
    precision, recall, _ = sk.precision_recall_curve(truth, p, sample_weight=w)
    curves.append(stored(truth, p, w, weighted) | {"false": false.tolist(), "true": true.tolist(),
                                                   "precision": precision[::-1].tolist(), "recall": recall[::-1].tolist()})

mcnemar = [{"only_a": a, "only_b": b, "p": float(stats.binomtest(min(a, b), a + b).pvalue)}
           for a, b in ((0, 1), (3, 9), (10, 10), (40, 71), (1200, 1375))]

def area(truth, p):  # scikit-learn's roc_auc_score takes a minute for so many draws
    ranks = stats.rankdata(p)
    positives = truth.sum()
    return (ranks[truth == 1].sum() - positives * (positives + 1) / 2) / (positives * (len(truth) - positives))


truth, p, w = binary(300)
y, said = rng.normal(50, 20, 200), None
said = y + rng.normal(0, 12, 200)
intervals = []
for metric, function, data in (
    ("accuracy", lambda t, q: np.mean(t == (q > 0.5)), (truth, p)),
    ("f1", lambda t, q: 2 * np.sum(t * (q > 0.5)) / (np.sum(t) + np.sum(q > 0.5)), (truth, p)),
    ("auc", area, (truth, p)),
    ("log_loss", lambda t, q: -np.mean(np.log(np.where(t == 1, q, 1 - q))), (truth, p)),
    ("rmse", lambda a, b: np.sqrt(np.mean((a - b) ** 2)), (y, said)),
    ("r2", lambda a, b: 1 - np.mean((a - b) ** 2) / np.var(a), (y, said)),
):
    found = stats.bootstrap(data, function, paired=True, vectorized=False, n_resamples=4000, method="percentile",
                            random_state=1)
    case = stored(truth, p, w, False) if data[0] is truth else {"numbers": y.tolist(), "predicted": said.tolist()}
    intervals.append(case | {"metric": metric, "error": float(found.standard_error),
                             "interval": [float(v) for v in found.confidence_interval]})

print(json.dumps({"isotonic": isotonic, "temperatures": temperatures, "thresholds": thresholds, "curves": curves,
                  "mcnemar": mcnemar, "intervals": intervals}))
