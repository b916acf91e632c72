#!/usr/bin/env python3
"""Writes tests/evaluate/scores.json: metrics of scikit-learn and SciPy on made-up predictions, with ties, weights and
absent classes; calibration error and smape, which neither has, by their formulas.

Usage: scores.py > tests/evaluate/scores.json        (scikit-learn 1.8, SciPy 1.17)
"""
import json

import numpy as np
from scipy import stats
from sklearn import metrics as sk

rng = np.random.default_rng(11)


def calibration_error(truth, p, weights, bins):
    confidence, right = p.max(1), p.argmax(1) == truth
    edges = np.linspace(0, 1, bins + 1)
    total = 0
    for low, high in zip(edges, edges[1:]):
        at = (confidence > low) & (confidence <= high)
        if at.any():
            w = weights[at]
            total += w.sum() * abs(np.average(right[at], weights=w) - np.average(confidence[at], weights=w))
    return total / weights.sum()


def classes(says, count, rows, weighted=False, decimals=None, absent=None):
    truth = rng.integers(0, count, rows)
    if absent is not None:
        truth[truth == absent] = (absent + 1) % count
    scores = rng.random((rows, count)) + np.eye(count)[truth] * 0.4
    if decimals is not None:
        scores = np.round(scores, decimals) + 0.01
    p = scores / scores.sum(1, keepdims=True)
    if count == 2:
        p[:, 0] = 1 - p[:, 1]
    w = rng.random(rows) + 0.1 if weighted else np.ones(rows)
    called, every, binary = p.argmax(1), list(range(count)), count == 2
    one_hot = np.eye(count)[truth]
    found = []

    def add(metric, value, per_class=None):
        found.append({"metric": metric, "value": None if np.isnan(value) else float(value)}
                     | ({} if per_class is None else {"per_class": [float(v) for v in per_class]}))

    def specificity(average):
        m = sk.multilabel_confusion_matrix(truth, called, labels=every, sample_weight=w)
        tn, fp = m[:, 0, 0], m[:, 0, 1]
        each = tn / (tn + fp)
        if average == "micro":
            return tn.sum() / (tn + fp).sum()
        if average == "binary":
            return each[1]
        occurs = np.isin(every, np.union1d(truth, called))
        support = np.array([w[truth == c].sum() for c in every])
        return np.average(each, weights=occurs if average == "macro" else support)

    if not binary and decimals is None:
        for k in (1, 2, 3):
            add({"top_k": k}, sk.top_k_accuracy_score(truth, p, k=k, labels=every, sample_weight=w))
    for average in ("micro", "macro", "weighted") + (("binary",) if binary else ()):
        add({"specificity": {"average": average}}, specificity(average))
        add({"jaccard": {"average": average}},
            sk.jaccard_score(truth, called, average=average, sample_weight=w, zero_division=0))
    add("brier", sk.brier_score_loss(truth, p if not binary else p[:, 1], sample_weight=w, labels=every))
    add("mcc", sk.matthews_corrcoef(truth, called, sample_weight=w))
    for weights in (None, "linear", "quadratic"):
        add({"cohen_kappa": {"weights": weights or "none"}},
            sk.cohen_kappa_score(truth, called, weights=weights, labels=every, sample_weight=w))
    add("ordinal_mae", sk.mean_absolute_error(truth, called, sample_weight=w))
    add("hamming", sk.hamming_loss(truth, called, sample_weight=w))
    add("subset_accuracy", sk.accuracy_score(one_hot, np.eye(count)[called], sample_weight=w))
    for k in (None, 2, 3):
        add({"ndcg": {"k": k}} if k else "ndcg", sk.ndcg_score(one_hot, p, k=k, sample_weight=w))
    for bins in (5, 15):
        add({"calibration_error": {"bins": bins}}, calibration_error(truth, p, w, bins))
    if absent is None:
        each = [sk.average_precision_score(truth == c, p[:, c], sample_weight=w) for c in every]
        support = [w[truth == c].sum() for c in every]
        for average in ("macro",) if binary else ("macro", "weighted"):
            mean = each[1] if binary else np.average(each, weights=None if average == "macro" else support)
            add({"average_precision": {"average": average}}, mean, each)
        for wanted in (0.5, 0.9):
            best = []
            for c in every:
                false, true, _ = sk.roc_curve(truth == c, p[:, c], sample_weight=w, drop_intermediate=False)
                best.append(true[1 - false >= wanted].max())
            add({"sensitivity_at_specificity": wanted}, best[1] if binary else np.mean(best), best)
    return {"says": says, "labels": [f"c{c}" for c in every], "classes": truth.tolist(),
            "probabilities": p.ravel().tolist(), "weights": w.tolist() if weighted else [], "scores": found}


def numbers(says, rows, weighted=False, decimals=None, constant=False):
    y = np.full(rows, 3.0) if constant else rng.normal(50, 20, rows)
    p = y + rng.normal(0, 12, rows)
    if decimals is not None:
        y, p = np.round(y, decimals), np.round(p, decimals)
    w = rng.random(rows) + 0.1 if weighted else np.ones(rows)
    scores = {
        "mape": sk.mean_absolute_percentage_error(y, p, sample_weight=w),
        "smape": np.average(2 * np.abs(y - p) / (np.abs(y) + np.abs(p)), weights=w),
        "medae": sk.median_absolute_error(y, p, sample_weight=w if weighted else None),
        "explained_variance": sk.explained_variance_score(y, p, sample_weight=w),
        "pearson": np.nan if constant else
        np.cov(y, p, aweights=w)[0, 1] / np.sqrt(np.cov(y, aweights=w) * np.cov(p, aweights=w)),
    }
    if not weighted:
        if not constant:
            scores["pearson"] = stats.pearsonr(y, p)[0]
        scores["spearman"] = np.nan if constant else stats.spearmanr(y, p)[0]
        scores["concordance"] = np.nan if constant else (stats.somersd(y, p).statistic + 1) / 2
    else:
        unlike = y[:, None] < y[None, :]
        right = (p[:, None] < p[None, :]) + 0.5 * (p[:, None] == p[None, :])
        pairs = w[:, None] * w[None, :] * unlike
        scores["concordance"] = (pairs * right).sum() / pairs.sum()
    found = [{"metric": name, "value": None if np.isnan(value) else float(value)} for name, value in scores.items()]
    for quantile in (0.1, 0.5, 0.9):
        found.append({"metric": {"pinball": quantile},
                      "value": float(sk.mean_pinball_loss(y, p, sample_weight=w, alpha=quantile))})
    return {"says": says, "numbers": y.tolist(), "predicted": p.tolist(), "weights": w.tolist() if weighted else [],
            "scores": found}


cases = [
    classes("two classes", 2, 40),
    classes("two classes, weighted, with ties", 2, 40, weighted=True, decimals=1),
    classes("four classes", 4, 50, weighted=True),
    classes("four classes, with ties", 4, 60, decimals=1),
    classes("a class without rows", 3, 30, absent=1),
    numbers("numbers", 31),
    numbers("an even count of numbers", 30),
    numbers("numbers, weighted", 30, weighted=True),
    numbers("numbers with ties", 40, decimals=-1),
    numbers("numbers with ties, weighted", 40, weighted=True, decimals=-1),
    numbers("a constant truth", 10, constant=True),
]
print("[\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]")
