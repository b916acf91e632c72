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
        ({"learning_rate": 0.3, "beta_2": 0.5, "epsilon": 1e-6, "amsgrad": True},
         lambda p: torch.optim.Adam(p, lr=0.3, betas=(0.9, 0.5), eps=1e-6, amsgrad=True)),
    ],
    "adamw": [
        ({"learning_rate": 0.05, "epsilon": 1e-8, "weight_decay": 0.1},
         lambda p: torch.optim.AdamW(p, lr=0.05, eps=1e-8, weight_decay=0.1)),
        ({"learning_rate": 0.3, "beta_2": 0.6, "epsilon": 1e-6, "weight_decay": 0.1, "amsgrad": True},
         lambda p: torch.optim.AdamW(p, lr=0.3, betas=(0.9, 0.6), eps=1e-6, weight_decay=0.1, amsgrad=True)),
    ],
    "rmsprop": [
        ({"learning_rate": 0.01, "rho": 0.9, "epsilon": 1e-8}, lambda p: torch.optim.RMSprop(p, lr=0.01, alpha=0.9, eps=1e-8)),
        ({"learning_rate": 0.01, "rho": 0.95, "epsilon": 1e-6, "momentum": 0.5, "centered": True, "weight_decay": 0.01},
         lambda p: torch.optim.RMSprop(p, lr=0.01, alpha=0.95, eps=1e-6, momentum=0.5, centered=True, weight_decay=0.01)),
    ],
    "nadam": [
        ({"learning_rate": 0.005, "epsilon": 1e-8}, lambda p: torch.optim.NAdam(p, lr=0.005, eps=1e-8)),
        ({"learning_rate": 0.02, "beta_1": 0.8, "beta_2": 0.99, "epsilon": 1e-6, "momentum_decay": 0.01, "weight_decay": 0.1},
         lambda p: torch.optim.NAdam(p, lr=0.02, betas=(0.8, 0.99), eps=1e-6, momentum_decay=0.01, weight_decay=0.1)),
    ],
    "adamax": [
        ({"learning_rate": 0.02, "beta_2": 0.9, "epsilon": 1e-8, "weight_decay": 0.1},
         lambda p: torch.optim.Adamax(p, lr=0.02, betas=(0.9, 0.9), eps=1e-8, weight_decay=0.1)),
    ],
    "adagrad": [
        ({"learning_rate": 0.1, "epsilon": 1e-10}, lambda p: torch.optim.Adagrad(p, lr=0.1, eps=1e-10)),
        ({"learning_rate": 0.1, "initial": 0.1, "epsilon": 1e-6, "decay": 0.05, "weight_decay": 0.1},
         lambda p: torch.optim.Adagrad(p, lr=0.1, initial_accumulator_value=0.1, eps=1e-6, lr_decay=0.05, weight_decay=0.1)),
    ],
    "adadelta": [
        ({"learning_rate": 1, "rho": 0.8, "epsilon": 1e-4, "weight_decay": 0.1},
         lambda p: torch.optim.Adadelta(p, lr=1, rho=0.8, eps=1e-4, weight_decay=0.1)),
    ],
    "radam": [
        ({"learning_rate": 0.02, "beta_2": 0.9, "epsilon": 1e-8}, lambda p: torch.optim.RAdam(p, lr=0.02, betas=(0.9, 0.9), eps=1e-8)),
        ({"learning_rate": 0.02, "epsilon": 1e-6, "weight_decay": 0.1},
         lambda p: torch.optim.RAdam(p, lr=0.02, eps=1e-6, weight_decay=0.1)),
    ],
    "lamb": [({"learning_rate": 0.02, "weight_decay": 0.1}, lambda p: Lamb(p, 0.02, 0.9, 0.999, 1e-6, 0.1))],
    "muon": [
        ({"learning_rate": rate, "momentum": momentum, "weight_decay": decay},
         lambda p, rate=rate, momentum=momentum, decay=decay: torch.optim.Muon(
             p, lr=rate, momentum=momentum, weight_decay=decay, adjust_lr_fn="match_rms_adamw"))
        for rate, momentum, decay in [(0.02, 0.95, 0.0), (0.05, 0.8, 0.1)]
    ],
}
SHAPES = {"muon": [2, 4]}  # else [8]


class Plain(torch.optim.Optimizer):
    """An optimizer that PyTorch does not have, by the formulas of its paper; one tensor."""

    def __init__(self, p, *options):
        super().__init__(p, {})
        self.options, self.m, self.v, self.t = options, 0, 0, 0


class Lamb(Plain):
    def step(self):
        p = self.param_groups[0]["params"][0]
        rate, b1, b2, eps, decay = self.options
        self.t += 1
        with torch.no_grad():
            self.m = b1 * self.m + (1 - b1) * p.grad
            self.v = b2 * self.v + (1 - b2) * p.grad**2
            u = self.m / (1 - b1**self.t) / ((self.v / (1 - b2**self.t)).sqrt() + eps) + decay * p
            p -= rate * p.norm() / u.norm() * u


torch.Tensor.bfloat16 = torch.Tensor.clone  # Muon's iterations in fp32, as ours


def path(make, shape):
    p = torch.tensor(START).reshape(shape).requires_grad_()
    a = torch.tensor(CURVATURE).reshape(shape)
    optimizer = make([p])
    steps = []
    for _ in range(20):
        optimizer.zero_grad()
        (a * p * p / 2 + torch.sin(p)).sum().backward()
        optimizer.step()
        steps.append(p.flatten().tolist())
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
    case = lambda loss, options, prediction, target, rows, **head: head | {
        "loss": loss, "options": options, "prediction": prediction.tolist(), "target": target.tolist(), "rows": rows.tolist()}
    sign = 2 * tf - 1
    hit = z.gather(1, labels.unsqueeze(1))
    rival = (hit - z + 1).scatter(1, labels.unsqueeze(1), torch.inf).min(1).values
    log_p = torch.log_softmax(z, 1).gather(1, labels.unsqueeze(1)).squeeze(1)
    right = torch.sigmoid(u * sign)
    binary_focal = lambda gamma, alpha: (-(alpha * tf + (1 - alpha) * (1 - tf)) * (1 - right) ** gamma * F.logsigmoid(u * sign)).mean(1)
    masks, p3 = (torch.rand(5, 3, dtype=torch.float64) > 0.5).double(), torch.sigmoid(z)
    overlap = lambda a, b, s: 1 - ((p3 * masks).sum(1) + s) / (
        (p3 * masks).sum(1) + a * (p3 * (1 - masks)).sum(1) + b * ((1 - p3) * masks).sum(1) + s)
    counts = torch.tensor([[0.0, 3.0], [1.0, 0.0], [7.0, 2.0], [4.0, 1.0], [2.0, 5.0]], dtype=torch.float64)
    quantile = lambda q: torch.maximum(q * (y - x), (q - 1) * (y - x)).mean(1)
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
        case("log_cosh", {}, x, y, torch.log(torch.cosh(x - y)).mean(1)),
        case("quantile", {"quantile": 0.9}, x, y, quantile(0.9)),
        case("quantile", {}, x, y, quantile(0.5)),
        case("cosine_similarity", {}, x, y, 1 - F.cosine_similarity(x, y)),
        case("poisson", {}, x, counts, F.poisson_nll_loss(x, counts, log_input=True, reduction="none").mean(1), head="exponential"),
        case("poisson", {}, x, counts, F.poisson_nll_loss(F.softplus(x), counts, log_input=False, eps=0, reduction="none").mean(1),
             head="softplus"),
        case("hinge", {}, u, t, F.relu(1 - sign * u).mean(1), head="sigmoid"),
        case("hinge", {}, u, t, F.relu(1 - sign * u).mean(1)),
        case("squared_hinge", {}, u, t, (F.relu(1 - sign * u) ** 2).mean(1), head="sigmoid"),
        case("categorical_hinge", {}, z, labels, F.relu(2 - rival), head="softmax"),
        case("kl_divergence", {}, z, shares, F.kl_div(torch.log_softmax(z, 1), shares, reduction="none").sum(1), head="softmax"),
        case("focal", {}, z, labels, -((1 - log_p.exp()) ** 2) * log_p, head="softmax"),
        case("focal", {"gamma": 1.5}, z, labels, -((1 - log_p.exp()) ** 1.5) * log_p, head="softmax"),
        case("focal", {"gamma": 2, "alpha": 0.25}, u, t, binary_focal(2, 0.25), head="sigmoid"),
        case("dice", {}, z, masks, overlap(0.5, 0.5, 1), head="sigmoid"),
        case("tversky", {"alpha": 0.2, "beta": 0.7, "smooth": 0.5}, z, masks, overlap(0.2, 0.7, 0.5), head="sigmoid"),
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
    "paths": [{"optimizer": name, "options": options, "shape": SHAPES.get(name, [8]), "steps": path(make, SHAPES.get(name, [8]))}
              for name, runs in OPTIMIZERS.items() for options, make in runs],
    "losses": losses(),
    "one_cycle": one_cycle(),
}
# A line for each path and each loss, so that differences can be read.
lines = lambda value: "[\n" + ",\n".join(json.dumps(item) for item in value) + "\n]"
print("{\n" + ",\n".join(f'"{name}": ' + (lines(value) if isinstance(value[0], dict) else json.dumps(value))
                         for name, value in parts.items()) + "\n}")
