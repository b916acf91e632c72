#!/usr/bin/env python3
"""Writes tests/train/torch_paths.json: 20 steps of each optimizer by PyTorch (CPU, fp32), and its losses.

Usage: torch_paths.py > tests/train/torch_paths.json        (torch 2.13)

The parameters are 8 numbers p with the loss sum(a * p^2 / 2 + sin(p)), whose gradient a * p + cos(p) a test computes.
"""
import json

import torch

START = [0.5, -1.0, 2.0, 0.1, -0.3, 1.5, -2.5, 0.0]
CURVATURE = [1.0, 0.5, 2.0, 0.1, 3.0, 0.7, 0.01, 1.3]
OPTIMIZERS = {
    "sgd": [
        ({"learning_rate": 0.1}, lambda p: torch.optim.SGD(p, lr=0.1)),
        ({"learning_rate": 0.05, "momentum": 0.9}, lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9)),
        ({"learning_rate": 0.05, "momentum": 0.9, "nesterov": True, "weight_decay": 0.01},
         lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9, nesterov=True, weight_decay=0.01)),
    ],
    "adam": [
        ({"learning_rate": 0.05, "epsilon": 1e-8}, lambda p: torch.optim.Adam(p, lr=0.05, eps=1e-8)),
        ({"learning_rate": 0.02, "beta_1": 0.8, "beta_2": 0.99, "epsilon": 1e-6, "weight_decay": 0.1},
         lambda p: torch.optim.Adam(p, lr=0.02, betas=(0.8, 0.99), eps=1e-6, weight_decay=0.1)),
    ],
    "adamw": [
        ({"learning_rate": 0.05, "epsilon": 1e-8, "weight_decay": 0.1},
         lambda p: torch.optim.AdamW(p, lr=0.05, eps=1e-8, weight_decay=0.1)),
    ],
    "rmsprop": [
        ({"learning_rate": 0.01, "rho": 0.9, "epsilon": 1e-8}, lambda p: torch.optim.RMSprop(p, lr=0.01, alpha=0.9, eps=1e-8)),
        ({"learning_rate": 0.01, "rho": 0.95, "epsilon": 1e-6, "momentum": 0.5, "centered": True, "weight_decay": 0.01},
         lambda p: torch.optim.RMSprop(p, lr=0.01, alpha=0.95, eps=1e-6, momentum=0.5, centered=True, weight_decay=0.01)),
    ],
}


def path(make):
    p = torch.tensor(START, requires_grad=True)
    a = torch.tensor(CURVATURE)
    optimizer = make([p])
    steps = []
    for _ in range(20):
        optimizer.zero_grad()
        (a * p * p / 2 + torch.sin(p)).sum().backward()
        optimizer.step()
        steps.append(p.tolist())
    return steps


def losses():
    torch.manual_seed(0)
    F = torch.nn.functional
    z = torch.randn(5, 3, dtype=torch.float64) * 3
    labels = torch.tensor([0, 2, 1, 1, 0])
    shares = torch.softmax(torch.randn(5, 3, dtype=torch.float64), 1)
    x, y = torch.randn(5, 2, dtype=torch.float64) * 2, torch.randn(5, 2, dtype=torch.float64)
    u, t = torch.randn(5, 1, dtype=torch.float64) * 4, torch.tensor([0, 1, 1, 0, 1])
    tf = t.double().unsqueeze(1)
    case = lambda loss, options, prediction, target, rows: {
        "loss": loss, "options": options, "prediction": prediction.tolist(), "target": target.tolist(), "rows": rows.tolist()}
    bce = lambda smooth: F.binary_cross_entropy_with_logits(u, tf * (1 - smooth) + smooth / 2, reduction="none").mean(1)
    return [
        case("mean_squared_error", {}, x, y, ((x - y) ** 2).mean(1)),
        case("mean_absolute_error", {}, x, y, (x - y).abs().mean(1)),
        case("huber", {"delta": 0.7}, x, y, F.huber_loss(x, y, delta=0.7, reduction="none").mean(1)),
        case("binary_crossentropy", {}, u, t, bce(0)),
        case("binary_crossentropy", {"label_smoothing": 0.2}, u, t, bce(0.2)),
        case("sparse_categorical_crossentropy", {}, z, labels, F.cross_entropy(z, labels, reduction="none")),
        case("sparse_categorical_crossentropy", {"label_smoothing": 0.1}, z, labels,
             F.cross_entropy(z, labels, reduction="none", label_smoothing=0.1)),
        case("categorical_crossentropy", {}, z, shares, F.cross_entropy(z, shares, reduction="none")),
        case("categorical_crossentropy", {"label_smoothing": 0.1}, z, shares,
             F.cross_entropy(z, shares, reduction="none", label_smoothing=0.1)),
    ]


def one_cycle():
    optimizer = torch.optim.SGD([torch.zeros(1)], lr=1)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=0.1, total_steps=50)
    rates = []
    for _ in range(50):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        schedule.step() if len(rates) < 50 else None
    return rates


parts = {
    "start": START,
    "curvature": CURVATURE,
    "paths": [{"optimizer": name, "options": options, "steps": path(make)}
              for name, runs in OPTIMIZERS.items() for options, make in runs],
    "losses": losses(),
    "one_cycle": one_cycle(),
}
# A line for each path and each loss, so that differences can be read.
lines = lambda value: "[\n" + ",\n".join(json.dumps(item) for item in value) + "\n]"
print("{\n" + ",\n".join(f'"{name}": ' + (lines(value) if isinstance(value[0], dict) else json.dumps(value))
                         for name, value in parts.items()) + "\n}")
