#!/usr/bin/env python3
"""Writes tests/model/torch_normalized.json: weight_norm and spectral_norm of PyTorch (CPU, float64).

Usage: torch_normalized.py > tests/model/torch_normalized.json        (torch 2.13)

Each case has a layer of ours, rows for it, its weights and states under our names and in our order (kernels transposed,
images channels-last), and what PyTorch gives for one training step: the output y, the gradients of sum(y * y) by the
weights, and the states behind it. Spectral norm is that of torch.nn.utils.spectral_norm, which goes from u as the paper
does; torch.nn.utils.parametrizations.spectral_norm goes from v.
"""
import json
import warnings

import torch
from torch.nn.utils import parametrizations

warnings.simplefilter("ignore")
torch.manual_seed(0)
torch.set_default_dtype(torch.float64)
ROWS = 3


def numbers(tensor):
    return [round(x, 7) for x in tensor.detach().flatten().tolist()]


def ours(kernel):
    """[out, in] -> [in, out]; [filters, channels, height, width] -> [height, width, channels, filters]."""
    return kernel.T if kernel.dim() == 2 else kernel.permute(2, 3, 1, 0)


def rows_of(module):
    if isinstance(module, torch.nn.Linear):
        x = torch.rand(ROWS, 5) * 4 - 2
        return x, x, [5], lambda y: y
    x = torch.rand(ROWS, 5, 4, 3) * 4 - 2  # height 5, width 4, 3 channels
    return x, x.permute(0, 3, 1, 2), [5, 4, 3], lambda y: y.permute(0, 2, 3, 1)


def modules():
    yield "{dense: 4}", "dense", torch.nn.Linear(5, 4)
    yield "{conv2d: {filters: 4, kernel_size: [3, 2]}}", "conv2d", torch.nn.Conv2d(3, 4, (3, 2))


def case(word, inner, name, module, weights, states, more=""):
    x, fed, shape, back = rows_of(module)
    before = {key: numbers(get()) for key, get in states.items()}
    y = back(module(fed))
    (y * y).sum().backward()
    prefix = f"{word}/{name}/"
    return {"layer": f"{word}: {{layer: {inner}{more}}}", "shape": shape, "x": numbers(x), "y": numbers(y),
            "weights": {prefix + key: numbers(change(p)) for key, (p, change) in weights.items()},
            "gradients": {prefix + key: numbers(change(p.grad)) for key, (p, change) in weights.items()},
            "states": {prefix + key: value for key, value in before.items()},
            "after": {prefix + key: numbers(get()) for key, get in states.items()}}


def same(tensor):
    return tensor


cases = []
for inner, name, module in modules():
    parametrizations.weight_norm(module)
    g, v = module.parametrizations.weight.original0, module.parametrizations.weight.original1
    with torch.no_grad():
        g.mul_(torch.rand_like(g) + 0.5)
    cases.append(case("weight_normalization", inner, name, module,
                      {"kernel": (v, ours), "kernel_length": (g, torch.flatten), "bias": (module.bias, same)}, {}))
for steps, more in ((1, ""), (3, ", power_iterations: 3")):
    for inner, name, module in modules():
        torch.nn.utils.spectral_norm(module, n_power_iterations=steps)
        cases.append(case("spectral_normalization", inner, name, module,
                          {"kernel": (module.weight_orig, ours), "bias": (module.bias, same)},
                          {"kernel_u": lambda module=module: module.weight_u}, more))
print(json.dumps({"rows": ROWS, "cases": cases}, separators=(",", ":")).replace('{"layer"', '\n{"layer"'))
