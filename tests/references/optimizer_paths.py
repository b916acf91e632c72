#!/usr/bin/env python3
"""Writes tests/train/optimizer_paths.json: 20 steps of optimizers that PyTorch does not have, by the code of their
authors (lion, schedule-free AdamW, lookahead, sharpness-aware minimization), in float64; losses of sets, ordered classes
and several quantiles by the formulas of their papers.

Usage: optimizer_paths.py > tests/train/optimizer_paths.json        (NumPy)

`paths` are of 8 numbers p with the loss sum(a p^2 / 2 + sin(p)), as in torch_paths.py. `trainings` are of a dense layer
without a bias on 8 rows, which are one batch, from kernels of 0.3; the loss is mean squared error.
"""
import json

import numpy as np

START = np.array([0.5, -1.0, 2.0, 0.1, -0.3, 1.5, -2.5, 0.0])
CURVATURE = np.array([1.0, 0.5, 2.0, 0.1, 3.0, 0.7, 0.01, 1.3])
rng = np.random.default_rng(3)


def slope(p):
    return CURVATURE * p + np.cos(p)


class Sgd:
    def __init__(self, rate, momentum=0.0):
        self.rate, self.momentum, self.v = rate, momentum, 0.0

    def step(self, p, g):
        self.v = self.momentum * self.v + g
        return p - self.rate * self.v


class Adam:
    def __init__(self, rate, eps):
        self.rate, self.eps, self.m, self.v, self.t = rate, eps, 0.0, 0.0, 0

    def step(self, p, g):
        self.t += 1
        self.m, self.v = 0.9 * self.m + 0.1 * g, 0.999 * self.v + 0.001 * g * g
        return p - self.rate * self.m / (1 - 0.9**self.t) / (np.sqrt(self.v / (1 - 0.999**self.t)) + self.eps)


class Lion:  # https://github.com/google/automl/tree/master/lion
    def __init__(self, rate, b1=0.9, b2=0.99, decay=0.0):
        self.rate, self.b1, self.b2, self.decay, self.m = rate, b1, b2, decay, 0.0

    def step(self, p, g):
        p = p * (1 - self.rate * self.decay)
        p = p - self.rate * np.sign(self.b1 * self.m + (1 - self.b1) * g)
        self.m = self.b2 * self.m + (1 - self.b2) * g
        return p


class ScheduleFree:  # https://github.com/facebookresearch/schedule_free, adamw_schedulefree.py, without warm-up and r
    def __init__(self, rate, b1=0.9, b2=0.999, eps=1e-8, decay=0.0):
        self.rate, self.b1, self.b2, self.eps, self.decay = rate, b1, b2, eps, decay
        self.k, self.z, self.v, self.weight_sum, self.greatest = 0, None, 0.0, 0.0, -1.0

    def step(self, y, g):
        if self.z is None:
            self.z = y.copy()
        self.greatest = max(self.rate, self.greatest)
        weight = self.greatest**2
        self.weight_sum += weight
        c = weight / self.weight_sum
        self.v = self.b2 * self.v + (1 - self.b2) * g * g
        u = g / (np.sqrt(self.v / (1 - self.b2 ** (self.k + 1))) + self.eps) + self.decay * y
        y = y + c * (self.z - y)
        y = y + self.rate * (self.b1 * (1 - c) - 1) * u
        self.z = self.z - self.rate * u
        self.k += 1
        return y

    def answers(self, y):
        return y + (1 - 1 / self.b1) * (self.z - y)


class Lookahead:  # https://github.com/michaelrzhang/lookahead, with momentum kept
    def __init__(self, inner, steps, share):
        self.inner, self.steps, self.share, self.slow, self.done = inner, steps, share, None, 0

    def step(self, p, g):
        if self.slow is None:
            self.slow = p.copy()
        p = self.inner.step(p, g)
        self.done += 1
        if self.done % self.steps == 0:
            self.slow = self.slow + self.share * (p - self.slow)
            p = self.slow.copy()
        return p


def path(word, options, optimizer):
    p, steps, answers = START.copy(), [], []
    for _ in range(20):
        p = optimizer.step(p, slope(p))
        steps.append(p.tolist())
        if hasattr(optimizer, "answers"):
            answers.append(optimizer.answers(p).tolist())
    return {"optimizer": word, "options": options, "steps": steps} | ({"answers": answers} if answers else {})


ROWS = np.round(rng.normal(size=(8, 3)), 3)
TRUTH = np.round(ROWS @ np.array([[1.5, -0.4], [-2.0, 0.7], [0.5, 3.0]]) + 0.3 * rng.normal(size=(8, 2)), 3)


def kernel_slope(w):
    return 2 * ROWS.T @ (ROWS @ w - TRUTH) / TRUTH.size


def training(options, inner, ahead=lambda w, g: w, after=lambda w: w, factor=1.0, average=None, epochs=20):
    """What a training of so many steps ends with; `average`: the weights that answer, after step t from 1."""
    w, kept = np.full((3, 2), 0.3), None
    for t in range(1, epochs + 1):
        g = kernel_slope(ahead(w, kernel_slope(w)))
        w = after(w + factor * (inner.step(w, g) - w))
        if average:
            kept = average(t, kept, w)
    return {"train": options, "kernel": (w if kept is None else kept).tolist()}


def sam(rho):
    return lambda w, g: w + rho * g / np.linalg.norm(g)


def asam(rho):
    return lambda w, g: w + rho * w**2 * g / np.linalg.norm(w * g)


def ema(decay):
    return lambda t, kept, w: w if kept is None else kept + max(1 - decay, 1 / t) * (w - kept)


def swa(first):
    return lambda t, kept, w: None if t < first else w if kept is None else kept + (w - kept) / (t - first + 1)


def max_norm(limit):  # keras.constraints.MaxNorm
    def constrained(w):
        norms = np.linalg.norm(w, axis=0, keepdims=True)
        return w * np.clip(norms, 0, limit) / (1e-7 + norms)
    return constrained


def unit_norm(w):  # keras.constraints.UnitNorm
    return w / (1e-7 + np.linalg.norm(w, axis=0, keepdims=True))


def sgd_word(rate, **more):
    return {"sgd": {"learning_rate": rate} | more}


TRAININGS = [
    training({"optimizer": {"sam": {"optimizer": sgd_word(0.1, momentum=0.5), "rho": 0.3}}}, Sgd(0.1, 0.5), ahead=sam(0.3)),
    training({"optimizer": {"sam": {"optimizer": sgd_word(0.1), "rho": 0.8, "adaptive": True}}}, Sgd(0.1), ahead=asam(0.8)),
    training({"optimizer": sgd_word(0.2), "callbacks": [{"ema": 0.8}]}, Sgd(0.2), average=ema(0.8)),
    training({"optimizer": sgd_word(0.2), "callbacks": [{"swa": 0.5}]}, Sgd(0.2), average=swa(11)),
    training({"optimizer": sgd_word(0.2), "layer": {"constraint": {"max_norm": 1.5}}}, Sgd(0.2), after=max_norm(1.5)),
    training({"optimizer": sgd_word(0.2), "layer": {"constraint": "unit_norm"}}, Sgd(0.2), after=unit_norm),
    training({"optimizer": sgd_word(0.2, momentum=0.9), "layer": {"rate_factor": 0.25}}, Sgd(0.2, 0.9), factor=0.25),
]


def softplus(z):
    return np.logaddexp(0, z)


def losses():
    z, u = np.round(rng.normal(size=(5, 3)) * 3, 3), np.round(rng.normal(size=(5, 3)), 3)
    ordered, flags = np.array([0, 3, 1, 2, 3]), (rng.random((5, 3)) > 0.6).astype(float)
    y = np.round(rng.normal(size=(5, 1)), 3)
    corn = [sum(softplus(z[i, k]) - (c > k) * z[i, k] for k in range(min(c, 2) + 1)) for i, c in enumerate(ordered)]

    def asymmetric(positive, negative, clip):  # https://github.com/Alibaba-MIIL/ASL, AsymmetricLoss
        p = 1 / (1 + np.exp(-z))
        no = np.minimum(1 - p + clip, 1) if clip else 1 - p
        loss = flags * np.log(p) + (1 - flags) * np.log(no)
        right = p * flags + no * (1 - flags)
        return -(loss * (1 - right) ** (positive * flags + negative * (1 - flags))).sum(1)

    def quantiles(qs):
        miss = y - u
        return np.mean([np.maximum(q * miss[:, i], (q - 1) * miss[:, i]) for i, q in enumerate(qs)], axis=0)

    def case(loss, options, head, prediction, target, rows):
        return {"loss": loss, "options": options, "head": head, "prediction": prediction.tolist(),
                "target": target.tolist(), "rows": np.asarray(rows).tolist()}

    return [
        case("corn", {}, "ordinal", z, ordered, corn),
        case("asymmetric", {}, "sigmoid", z, flags, asymmetric(1, 4, 0.05)),
        case("asymmetric", {"positive_focus": 0, "negative_focus": 2, "clip": 0}, "sigmoid", z, flags, asymmetric(0, 2, 0)),
        case("asymmetric", {"positive_focus": 0, "negative_focus": 0, "clip": 0}, "sigmoid", z, flags,
             (softplus(z) - flags * z).sum(1)),
        case("quantile", {"quantiles": [0.1, 0.5, 0.9]}, "linear", u, y, quantiles([0.1, 0.5, 0.9])),
    ]


def ordered_probabilities():
    z = np.round(rng.normal(size=(4, 3)) * 4, 3)
    above = np.cumprod(1 / (1 + np.exp(-z)), axis=1)
    edges = np.hstack([np.ones((4, 1)), above, np.zeros((4, 1))])
    return {"z": z.tolist(), "probabilities": (edges[:, :-1] - edges[:, 1:]).tolist()}


print(json.dumps({
    "start": START.tolist(),
    "curvature": CURVATURE.tolist(),
    "paths": [
        path("lion", {"learning_rate": 0.02}, Lion(0.02)),
        path("lion", {"learning_rate": 0.01, "beta_1": 0.8, "beta_2": 0.95, "weight_decay": 0.5}, Lion(0.01, 0.8, 0.95, 0.5)),
        path("schedule_free_adamw", {"learning_rate": 0.05}, ScheduleFree(0.05)),
        path("schedule_free_adamw", {"learning_rate": 0.1, "beta_1": 0.8, "beta_2": 0.99, "epsilon": 1e-6, "weight_decay": 0.1},
             ScheduleFree(0.1, 0.8, 0.99, 1e-6, 0.1)),
        path("lookahead", {"optimizer": sgd_word(0.1, momentum=0.9), "steps": 5, "share": 0.5}, Lookahead(Sgd(0.1, 0.9), 5, 0.5)),
        path("lookahead", {"optimizer": {"adam": {"learning_rate": 0.05, "epsilon": 1e-8}}, "steps": 3, "share": 0.8},
             Lookahead(Adam(0.05, 1e-8), 3, 0.8)),
    ],
    "rows": ROWS.tolist(),
    "truth": TRUTH.tolist(),
    "trainings": TRAININGS,
    "losses": losses(),
    "ordinal": ordered_probabilities(),
}, indent=1))
