#!/usr/bin/env python3
"""Writes tests/evaluate/sets.json: scikit-learn's metrics of label indicators (sets), with weights, empty sets and labels
that never occur.

Usage: sets.py > tests/evaluate/sets.json        (scikit-learn 1.8)
"""
import json

import numpy as np
from sklearn import metrics as sk

rng = np.random.default_rng(5)


def case(says, rows, labels, weighted, absent=None):
    truth = (rng.random((rows, labels)) > 0.65).astype(int)
    if absent is not None:
        truth[:, absent] = 0
    p = np.round(np.clip(0.3 * truth + rng.random((rows, labels)) * 0.75, 0, 1), 3)
    called = (p >= 0.5).astype(int)
    w = np.round(rng.random(rows) + 0.1, 3) if weighted else np.ones(rows)
    scores = [
        {"metric": "subset_accuracy", "value": sk.accuracy_score(truth, called, sample_weight=w)},
        {"metric": "hamming", "value": sk.hamming_loss(truth, called, sample_weight=w)},
        {"metric": "jaccard",
         "value": sk.jaccard_score(truth, called, average="samples", sample_weight=w, zero_division=1)},
    ]
    for average in ("micro", "macro", "weighted"):
        scores.append({"metric": {"jaccard": {"average": average}},
                       "value": sk.jaccard_score(truth, called, average=average, sample_weight=w, zero_division=0)})
        for word, score in (("f1", sk.f1_score), ("precision", sk.precision_score), ("recall", sk.recall_score)):
            scores.append({"metric": {word: {"average": average}},
                           "value": score(truth, called, average=average, sample_weight=w, zero_division=0)})
    scores.append({"metric": "f1", "value": sk.f1_score(truth, called, average="macro", sample_weight=w, zero_division=0)})
    if absent is None:
        scores.append({"metric": "auc", "value": sk.roc_auc_score(truth, p, average="macro", sample_weight=w)})
        scores.append({"metric": "average_precision",
                       "value": sk.average_precision_score(truth, p, average="macro", sample_weight=w)})
    return {"says": says, "labels": [f"l{i}" for i in range(labels)], "members": truth.ravel().tolist(),
            "probabilities": p.ravel().tolist(), "weights": w.tolist() if weighted else [],
            "scores": [s | {"value": float(s["value"])} for s in scores]}


print(json.dumps([
    case("four labels", 40, 4, False),
    case("weighted rows", 30, 3, True),
    case("two labels, which are not two classes", 30, 2, False),
    case("a label that never occurs, and few labels a row", 25, 5, True, absent=2),
], indent=1))
