#!/usr/bin/env python3
"""Writes tests/model/torch_recurrent.json: outputs and gradients of recurrent networks by PyTorch (CPU, float64).

Usage: torch_recurrent.py > tests/model/torch_recurrent.json        (torch 2.13)

Each case has a layer of ours with its weights in our order (gates as Keras has them), rows of sequences with lengths,
and what PyTorch gives for the packed sequences: all states (the last one repeated behind a row's length, as Keras does
with a mask), and the gradients of sum(states * weight) where weight is stored too. `keras` is the same forward by the
formulas in Keras's documentation, written down in numpy; the two must agree before anything is printed.
"""
import json

import numpy as np
import torch
from torch import nn

ROWS, TIME, FEATURES, UNITS = 3, 5, 2, 3
LENGTHS = [5, 2, 4]


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def keras_states(kind, x, lengths, kernel, recurrent, bias, recurrent_bias, backwards):
    """Keras 3: simple_rnn, lstm (gates i, f, c, o), gru with reset_after (z, r, h); a masked step keeps the state."""
    states = np.zeros((ROWS, TIME, UNITS))
    for row in range(ROWS):
        h, c = np.zeros(UNITS), np.zeros(UNITS)
        for t in range(TIME - 1, -1, -1) if backwards else range(TIME):
            if t < lengths[row]:
                z = x[row, t] @ kernel + bias
                if kind == "simple_rnn":
                    h = np.tanh(z + h @ recurrent)
                elif kind == "lstm":
                    i, f, g, o = np.split(z + h @ recurrent, 4)
                    c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
                    h = sigmoid(o) * np.tanh(c)
                else:
                    xz, xr, xh = np.split(z, 3)
                    hz, hr, hh = np.split(h @ recurrent + recurrent_bias, 3)
                    u, r = sigmoid(xz + hz), sigmoid(xr + hr)
                    h = u * h + (1 - u) * np.tanh(xh + r * hh)
            states[row, t] = h
    return states


def ours(kind, w):
    """PyTorch's [gates * units, n] or [gates * units] with its gates (gru: r, z, n) as ours."""
    if kind == "gru":
        r, z, n = w.chunk(3, 0)
        w = torch.cat([z, r, n], 0)
    return w.t() if w.dim() == 2 else w


def case(kind, backwards, padded):
    module = {"simple_rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}[kind](FEATURES, UNITS, batch_first=True).double()
    x = torch.randn(ROWS, TIME, FEATURES, dtype=torch.float64, requires_grad=True)
    lengths = LENGTHS if padded else [TIME] * ROWS
    weight = torch.randn(ROWS, TIME, UNITS, dtype=torch.float64)
    rows = []
    for row, length in enumerate(lengths):  # each row by itself: no padding at all
        part = x[row:row + 1, :length]
        y = module(part.flip(1) if backwards else part)[0]
        y = y.flip(1) if backwards else y
        behind = torch.zeros_like(y[:, :1]) if backwards else y[:, -1:]
        rows.append(torch.cat([y, behind.expand(1, TIME - length, UNITS)], 1))
    states = torch.cat(rows)
    (states * weight).sum().backward()
    named = {"kernel": module.weight_ih_l0, "recurrent_kernel": module.weight_hh_l0, "bias": module.bias_ih_l0}
    inner = torch.zeros_like(module.bias_hh_l0)
    if kind == "gru":
        named["recurrent_bias"] = module.bias_hh_l0
        inner = module.bias_hh_l0
    else:  # PyTorch's second bias is only added
        named["bias"] = (module.bias_ih_l0 + module.bias_hh_l0).detach()
        named["bias"].grad = module.bias_ih_l0.grad
    weights = {name: ours(kind, w.detach()) for name, w in named.items()}
    formula = keras_states(kind, x.detach().numpy(), lengths, weights["kernel"].numpy(), weights["recurrent_kernel"].numpy(),
                           weights["bias"].numpy(), ours(kind, inner.detach()).numpy(), backwards)
    assert np.abs(formula - states.detach().numpy()).max() < 1e-12, kind
    rounded = lambda t: [round(v, 10) for v in t.detach().flatten().tolist()]
    gradients = {name: ours(kind, w.grad) for name, w in named.items()}
    if kind == "gru":  # one tensor [2, 3 units], as in Keras
        for values in weights, gradients:
            values["bias"] = torch.stack([values["bias"], values.pop("recurrent_bias")])
    return {
        "layer": kind, "go_backwards": backwards, "lengths": lengths if padded else [],
        "x": rounded(x), "weight": rounded(weight), "states": rounded(states), "dx": rounded(x.grad),
        "weights": {name: rounded(w) for name, w in weights.items()},
        "gradients": {name: rounded(w) for name, w in gradients.items()},
    }


torch.manual_seed(0)
cases = [case(kind, backwards, padded) for kind in ("simple_rnn", "lstm", "gru")
         for backwards in (False, True) for padded in (False, True)]
print("[\n" + ",\n".join(json.dumps(c) for c in cases) + "\n]")
