#!/usr/bin/env python3
"""Writes tests/engine/foreign/: weights as PyTorch's and Keras's layers name and lay them out, in safetensors files, and
what such networks answer, computed here in the layout of their library.

Usage: foreign_weights.py tests/engine/foreign        (NumPy)

PyTorch: torch.nn.Conv2d [out, in, h, w] on [rows, channels, height, width], BatchNorm2d, Flatten, Linear [out, in], LSTM
(gates i f g o) and GRU (gates r z n) with batch_first. Keras: Conv2D [h, w, in, out], BatchNormalization, Dense.
"""
import json
import sys

import numpy as np
import safetensors_file

rng = np.random.default_rng(17)
folder = sys.argv[1]


def save(file, tensors):
    safetensors_file.save(f"{folder}/{file}", tensors)


def draw(*shape):
    return np.round(rng.normal(size=shape) * 0.5, 3).astype(np.float32)


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def conv_nchw(x, w, b):
    rows, _, height, width = x.shape
    out, _, kh, kw = w.shape
    y = np.zeros((rows, out, height - kh + 1, width - kw + 1))
    for i in range(y.shape[2]):
        for j in range(y.shape[3]):
            y[:, :, i, j] = np.tensordot(x[:, :, i:i + kh, j:j + kw], w, ([1, 2, 3], [1, 2, 3]))
    return y + b[None, :, None, None]


def images():
    x = draw(3, 2, 6, 5)
    w, b = draw(4, 2, 3, 3), draw(4)
    gamma, beta, mean, variance = draw(4), draw(4), draw(4), np.abs(draw(4)) + 0.5
    fc, fb = draw(2, 4 * 4 * 3), draw(2)
    y = np.maximum(conv_nchw(x, w, b), 0)
    y = (y - mean[None, :, None, None]) / np.sqrt(variance + 1e-3)[None, :, None, None]
    y = y * gamma[None, :, None, None] + beta[None, :, None, None]
    answers = y.reshape(3, -1) @ fc.T + fb
    norm = {"weight": gamma, "bias": beta, "running_mean": mean, "running_var": variance}
    count = {"num_batches_tracked": np.array(7, dtype=np.int64)}
    layers = [("0", {"weight": w, "bias": b}), ("2", norm | count), ("10", {"weight": fc, "bias": fb})]
    save("torch_sequential.safetensors", {f"{n}.{k}": v for n, l in layers for k, v in l.items()})
    named = dict(zip(("0", "2", "10"), ("features.conv", "features.norm", "classifier")))
    save("torch_named.safetensors", {f"{named[n]}.{k}": v for n, l in layers for k, v in l.items()})
    # The same in Keras: channels last, and so the rows of the dense kernel in another order.
    dense = fc.reshape(2, 4, 4, 3).transpose(2, 3, 1, 0).reshape(-1, 2)
    save("keras.safetensors", {
        "conv2d/kernel:0": w.transpose(2, 3, 1, 0), "conv2d/bias:0": b, "batch_normalization/gamma:0": gamma,
        "batch_normalization/beta:0": beta, "batch_normalization/moving_mean:0": mean,
        "batch_normalization/moving_variance:0": variance, "dense/kernel:0": dense, "dense/bias:0": fb})
    return {"rows": x.transpose(0, 2, 3, 1).ravel().tolist(), "answers": answers.ravel().tolist()}


def sequences(kind):
    x, units = draw(2, 5, 3), 4
    gates = {"lstm": 4, "gru": 3}[kind]
    w, u, b, c = draw(gates * units, 3), draw(gates * units, units), draw(gates * units), draw(gates * units)
    fc, fb = draw(2, units), draw(2)
    h, cell = np.zeros((2, units)), np.zeros((2, units))
    for t in range(5):
        a, r = x[:, t] @ w.T + b, h @ u.T + c
        if kind == "lstm":
            i, f, g, o = np.split(a + r, 4, axis=1)
            cell = sigmoid(f) * cell + sigmoid(i) * np.tanh(g)
            h = sigmoid(o) * np.tanh(cell)
        else:
            (ar, az, an), (rr, rz, rn) = np.split(a, 3, axis=1), np.split(r, 3, axis=1)
            n = np.tanh(an + sigmoid(ar + rr) * rn)
            z = sigmoid(az + rz)
            h = (1 - z) * n + z * h
    save(f"torch_{kind}.safetensors", {
        "rnn.weight_ih_l0": w, "rnn.weight_hh_l0": u, "rnn.bias_ih_l0": b, "rnn.bias_hh_l0": c, "fc.weight": fc, "fc.bias": fb})
    return {"rows": x.ravel().tolist(), "answers": (h @ fc.T + fb).ravel().tolist()}


def words():
    table, fc, fb = draw(9, 4), draw(3, 4), draw(3)
    codes = np.array([[0, 3, 8], [5, 5, 1]])
    save("torch_words.safetensors", {"words.weight": table, "out.weight": fc, "out.bias": fb})
    return {"rows": codes.ravel().tolist(), "answers": (table[codes].mean(1) @ fc.T + fb).ravel().tolist()}


def depthwise():
    """Conv2d(3, 6, 3, groups=3), Conv2d(6, 4, 1), Flatten, Linear: a separable convolution in two layers."""
    x = draw(3, 3, 5, 4)
    windows, point, bias = draw(6, 1, 3, 3), draw(4, 6, 1, 1), draw(4)
    fc, fb = draw(2, 4 * 3 * 2), draw(2)
    groups = [conv_nchw(x[:, c:c + 1], windows[2 * c:2 * c + 2], np.zeros(2)) for c in range(3)]
    y = conv_nchw(np.concatenate(groups, 1), point, bias)
    save("torch_depthwise.safetensors", {
        "windows.weight": windows, "map.weight": point, "map.bias": bias, "fc.weight": fc, "fc.bias": fb})
    return {"rows": x.transpose(0, 2, 3, 1).ravel().tolist(), "answers": (y.reshape(3, -1) @ fc.T + fb).ravel().tolist()}


with open(f"{folder}/answers.json", "w") as out:
    json.dump({"images": images(), "lstm": sequences("lstm"), "gru": sequences("gru"), "words": words(),
               "depthwise": depthwise()}, out, indent=1)
    out.write("\n")
