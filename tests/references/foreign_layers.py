#!/usr/bin/env python3
"""Writes tests/engine/foreign/layers.json and the safetensors files that it names: networks of PyTorch and Keras, as their
`state_dict()` and `model.weights` (by `path`) name the weights, the same network in our words, and what they answer.

Usage: foreign_layers.py tests/engine/foreign        (torch 2.13, keras 3.15.1 on jax 0.10.2)
"""
import json
import os
import sys

os.environ.update(KERAS_BACKEND="jax", JAX_PLATFORMS="cpu")
import keras  # noqa: E402
import numpy as np  # noqa: E402
import safetensors_file  # noqa: E402
import torch  # noqa: E402
from keras import layers  # noqa: E402
from torch import nn  # noqa: E402

FOLDER, ROWS = sys.argv[1], 3
rng = np.random.default_rng(5)


def numbers(array):
    return [round(float(x), 6) for x in np.asarray(array).ravel()]


def case(file, model, shape, tensors, answers, x, names):
    safetensors_file.save(f"{FOLDER}/{file}.safetensors", tensors)
    return {"file": f"{file}.safetensors", "model": model, "shape": list(shape), "names": names or {}, "rows": numbers(x),
            "answers": numbers(answers)}


def draw(name, shape):
    low, high = (0.4, 1.4) if "var" in name else (-0.7, 0.7)
    return np.round(rng.uniform(low, high, shape), 3).astype(np.float32)


def of_torch(file, model, shape, net, names=None):
    """`net` takes rows as we have them, channels last."""
    state = net.state_dict()
    for name, tensor in state.items():
        if tensor.is_floating_point():
            tensor.copy_(torch.from_numpy(draw(name, tuple(tensor.shape))))
    x = np.round(rng.uniform(-1, 1, (ROWS, *shape)), 3).astype(np.float32)
    with torch.no_grad():
        answers = net.eval()(torch.from_numpy(x))
    return case(file, model, shape, {name: tensor.numpy() for name, tensor in state.items()}, answers, x, names)


def of_keras(file, model, shape, net, names=None):
    for v in net.weights:
        if "seed" not in v.path:
            v.assign(draw(v.path, v.shape))
    x = np.round(rng.uniform(-1, 1, (ROWS, *shape)), 3).astype(np.float32)
    tensors = {v.path: np.asarray(v) for v in net.weights}
    assert len(tensors) == len(net.weights)
    return case(file, model, shape, tensors, net(x, training=False), x, names)


class ChannelsFirst(nn.Module):
    def forward(self, x):
        return x.movedim(-1, 1)


class ChannelsLast(nn.Module):
    def forward(self, x):
        return x.movedim(1, -1)


class Recurrent(nn.Module):
    """The last state of each direction of the last layer, and a linear map of it."""

    def __init__(self, rnn, norm=False):
        super().__init__()
        self.rnn = rnn
        width = rnn.hidden_size * (2 if rnn.bidirectional else 1)
        self.norm = nn.LayerNorm(width) if norm else nn.Identity()
        self.fc = nn.Linear(width, 2)

    def forward(self, x):
        last = self.rnn(x)[1]
        last = last[0] if isinstance(last, tuple) else last
        return self.fc(self.norm(torch.cat(list(last[-2:] if self.rnn.bidirectional else last[-1:]), -1)))


class Attends(nn.Module):
    def __init__(self, part):
        super().__init__()
        self.part = part
        self.fc = nn.Linear(6, 2)

    def forward(self, x):
        y = self.part(x, x, x, need_weights=False)[0] if isinstance(self.part, nn.MultiheadAttention) else self.part(x)
        return self.fc(y.mean(1))


class Upwards(nn.Module):
    def __init__(self):
        super().__init__()
        self.up = nn.ConvTranspose2d(3, 4, 3, stride=2)
        self.groups = nn.GroupNorm(2, 4)
        self.each = nn.InstanceNorm2d(4, affine=True)
        self.flat = nn.BatchNorm1d(4 * 5 * 7)
        self.fc = nn.Linear(4 * 5 * 7, 2)

    def forward(self, x):
        y = self.each(self.groups(self.up(x.movedim(-1, 1))))
        return self.fc(self.flat(y.flatten(1)))


def torch_cases():
    yield of_torch("torch_conv1d", "[{conv1d: {filters: 4, kernel_size: 3, groups: 2, activation: relu}}, flatten, {dense: 2}]",
                   (6, 4), nn.Sequential(ChannelsFirst(), nn.Conv1d(4, 4, 3, groups=2), nn.ReLU(), nn.Flatten(), nn.Linear(16, 2)))
    yield of_torch("torch_upwards",
                   "[{conv2d_transpose: {filters: 4, kernel_size: 3, strides: 2}}, {group_normalization: {groups: 2, epsilon: "
                   "0.00001}}, {instance_normalization: {epsilon: 0.00001}}, flatten, {batch_normalization: {epsilon: 0.00001}}, "
                   "{dense: 2}]", (2, 3, 3), Upwards(),
                   {"up": "conv2d_transpose", "groups": "group_normalization", "each": "instance_normalization",
                    "flat": "batch_normalization"})
    yield of_torch("torch_pointwise",
                   "[{conv2d: {filters: 3, kernel_size: 2}}, {dense: {units: 4, activation: relu}}, global_average_pooling2d]",
                   (3, 4, 2), nn.Sequential(ChannelsFirst(), nn.Conv2d(2, 3, 2), ChannelsLast(), nn.Linear(3, 4), nn.ReLU(),
                                            ChannelsFirst(), nn.AdaptiveAvgPool2d(1), nn.Flatten()))
    yield of_torch("torch_rnn", "[{simple_rnn: 4}, {layer_normalization: {epsilon: 0.00001}}, {dense: 2}]", (5, 3),
                   Recurrent(nn.RNN(3, 4, batch_first=True), norm=True),
                   {"rnn": "simple_rnn", "norm": "layer_normalization"})
    yield of_torch("torch_lstm_of_two", "[{lstm: {units: 3, return_sequences: true}}, {lstm: 3}, {dense: 2}]", (5, 3),
                   Recurrent(nn.LSTM(3, 3, 2, batch_first=True)), {"fc": "dense"})
    yield of_torch("torch_lstm_both_ways", "[{bidirectional: {layer: {lstm: 3}}}, {dense: 2}]", (5, 3),
                   Recurrent(nn.LSTM(3, 3, batch_first=True, bidirectional=True)), {"rnn": "bidirectional"})
    yield of_torch("torch_gru_of_two_both_ways",
                   "[{bidirectional: {layer: {gru: {units: 3, return_sequences: true}}}}, {bidirectional: {layer: {gru: 3}}}, "
                   "{dense: 2}]", (4, 3), Recurrent(nn.GRU(3, 3, 2, batch_first=True, bidirectional=True)),
                   {"rnn.l0": "bidirectional", "rnn.l1": "bidirectional_1"})
    yield of_torch("torch_attention", "[{multi_head_attention: 2}, global_average_pooling1d, {dense: 2}]", (5, 6),
                   Attends(nn.MultiheadAttention(6, 2, batch_first=True)), {"part": "multi_head_attention"})
    block = nn.TransformerEncoderLayer(6, 2, 7, dropout=0.0, activation="gelu", batch_first=True)
    ours = "{transformer_encoder: {intermediate_dim: 7, num_heads: 2, activation: gelu}}"
    yield of_torch("torch_transformer", f"[{ours}, {ours}, global_average_pooling1d, {{dense: 2}}]", (4, 6),
                   Attends(nn.TransformerEncoder(block, 2, enable_nested_tensor=False)), {"fc": "dense"})


def keras_cases():
    layers.Dense(1), layers.GRU(1)  # so that the next ones are numbered
    yield of_keras("keras_sequences",
                   "[{conv1d: {filters: 4, kernel_size: 2, activation: relu}}, {simple_rnn: {units: 3, return_sequences: true}}, "
                   "{bidirectional: {layer: {lstm: {units: 2, return_sequences: true}}}}, {gru: 3}, {dense: 3}, {dense: 2}]",
                   (5, 3), keras.Sequential([
                       keras.Input((5, 3)), layers.Conv1D(4, 2, activation="relu"), layers.SimpleRNN(3, return_sequences=True),
                       layers.Bidirectional(layers.LSTM(2, return_sequences=True)), layers.GRU(3, dropout=0.5), layers.Dense(3),
                       layers.Dense(2)]))
    yield of_keras("keras_upwards",
                   "[{conv2d_transpose: {filters: 4, kernel_size: 3, strides: 2}}, {group_normalization: {groups: 2}}, "
                   "{layer_normalization: {epsilon: 0.001, center: false}}, flatten, {dense: 2}]", (2, 2, 3), keras.Sequential([
                       keras.Input((2, 2, 3)), layers.Conv2DTranspose(4, 3, 2), layers.GroupNormalization(2),
                       layers.LayerNormalization(center=False), layers.Flatten(), layers.Dense(2)]))
    rows = keras.Input((5, 4))
    # Without the scores, Keras takes an attention of JAX's that wants keys and values of one size.
    y = layers.MultiHeadAttention(2, 3, 2)(rows, rows, return_attention_scores=True)[0]
    y = layers.RMSNormalization(epsilon=1e-5)(y)
    y = layers.MultiHeadAttention(2, 2, use_gate=True)(y, y)
    yield of_keras("keras_attention",
                   "[{multi_head_attention: {num_heads: 2, key_dim: 3, value_dim: 2}}, {rms_normalization: {epsilon: 0.00001}}, "
                   "{multi_head_attention: {num_heads: 2, key_dim: 2, use_gate: true}}, global_average_pooling1d]", (5, 4),
                   keras.Model(rows, layers.GlobalAveragePooling1D()(y)))


with open(f"{FOLDER}/layers.json", "w") as out:
    cases = ",\n".join(json.dumps(one) for one in [*torch_cases(), *keras_cases()])
    out.write(f"[\n{cases}\n]\n")
