#!/usr/bin/env python3
"""Writes tests/model/table_layers.json: layers of tables as the authors of their papers have them in PyTorch (CPU,
float64): numeric embeddings (Gorishniy et al., 2022), the tokens of FT-Transformer (2021), the linear layer of an
ensemble that shares its weights (TabM, 2024); and squeeze-and-excitation (Hu et al., 2018) as convolutions of 1 by 1.

Usage: table_layers.py > tests/model/table_layers.json
       (torch 2.13, rtdl_num_embeddings 0.0.12, rtdl_revisiting_models 0.0.2, tabm 0.0.3)

Each case has a layer of ours, rows for its inputs (numbers, or codes), its weights under our names and in our order, and
what PyTorch gives for them: y, and the derivatives of sum(y * y) by the weights and by the numbers.
"""
import json
import warnings

import rtdl_num_embeddings as embeddings
import rtdl_revisiting_models as models
import tabm
import torch

warnings.simplefilter("ignore")  # a column of one bin is meant
torch.manual_seed(0)
torch.set_default_dtype(torch.float64)
ROWS = 3


def numbers(tensor):
    return [round(x, 7) for x in tensor.detach().flatten().tolist()]


def drawn(*shape, low=-2.0, high=2.0):
    """Numbers that their stored digits say in full."""
    return ((torch.rand(*shape) * (high - low) + low) * 1e4).round() / 1e4


def case(layer, inputs, names, answer):
    """`names`: our names of the weights, with what each is and how their tensor becomes ours."""
    word = layer.split(":")[0]
    for parameter, _ in names.values():
        parameter.data = drawn(*parameter.shape, low=-1, high=1)
    for x in inputs:
        x.requires_grad_(x.is_floating_point())
    y = answer(*inputs)
    (y * y).sum().backward()
    return {"layer": layer,
            "inputs": [{"shape": list(x.shape[1:]), "codes": 0 if x.is_floating_point() else 7, "x": numbers(x),
                        "by_x": numbers(x.grad) if x.is_floating_point() else []} for x in inputs],
            "y": numbers(y),
            "weights": {f"{word}/{name}": numbers(ours(p)) for name, (p, ours) in names.items()},
            "gradients": {f"{word}/{name}": numbers(ours(p.grad)) for name, (p, ours) in names.items()}}


def same(tensor):
    return tensor


def periodic(activation):
    theirs = embeddings.PeriodicEmbeddings(3, 4, n_frequencies=5, activation=activation, lite=False)
    word = "" if activation else ", activation: linear"
    return case(f"periodic_embedding: {{units: 4, frequencies: 5{word}}}", [drawn(ROWS, 3, low=-1, high=1)],
                {"frequencies": (theirs.periodic.weight, same),
                 "kernel": (theirs.linear.weight, lambda w: torch.cat([w[:, 5:], w[:, :5]], 1)),  # cos and sin change
                 "bias": (theirs.linear.bias, same)}, theirs)


def piecewise_linear(activation):
    """Ours stops at the outer edges, where the paper's goes on: so theirs gets the numbers that are brought back to them.
    Theirs has the weights of a column's last bin behind the places that only columns of more bins need."""
    edges = [[-1, -0.3, 0.2, 1.1], [0, 1], [-0.5, 0.5, 1.5]]
    theirs = embeddings.PiecewiseLinearEmbeddings([torch.tensor(e, dtype=torch.get_default_dtype()) for e in edges], 4,
                                                  activation=activation, version="A")
    low, high = (torch.tensor([e[end] for e in edges], dtype=torch.get_default_dtype()) for end in (0, -1))

    def ours(weights):
        moved = torch.zeros_like(weights)
        for column, bins in enumerate(len(e) - 1 for e in edges):
            moved[column, :bins - 1], moved[column, bins - 1] = weights[column, :bins - 1], weights[column, -1]
        return moved

    word = ", activation: relu" if activation else ""
    return case(f"piecewise_linear_embedding: {{units: 4, edges: [[-1, -0.3, 0.2, 1.1], [], [-0.5, 0.5, 1.5]]{word}}}",
                [drawn(ROWS, 3)], {"kernel": (theirs.linear.weight, ours), "bias": (theirs.linear.bias, same)},
                lambda x: theirs(torch.minimum(torch.maximum(x, low), high)))


def tokens():
    """Two columns of numbers, then two of words."""
    of_numbers, of_words = models.LinearEmbeddings(2, 5), models.CategoricalEmbeddings([7, 7], 5)
    bias = torch.nn.Parameter(torch.empty(4, 5))

    def answer(x, first, second):
        of_numbers.bias, of_words.bias = torch.nn.Parameter(torch.zeros(2, 5)), None
        return torch.cat([of_numbers(x), of_words(torch.stack([first, second], 1))], 1) + bias

    return case("feature_tokenizer: {units: 5}",
                [drawn(ROWS, 2), torch.randint(0, 7, (ROWS,)), torch.randint(0, 7, (ROWS,))],
                {"kernel": (of_numbers.weight, same), "embedding/embeddings": (of_words.embeddings[0].weight, same),
                 "embedding_1/embeddings": (of_words.embeddings[1].weight, same), "bias": (bias, same)}, answer)


def ensemble(*members):
    """All members see the same rows, or each its own."""
    theirs = tabm.LinearBatchEnsemble(5, 4, k=3, scaling_init="ones")
    return case("ensemble_dense: {units: 4, members: 3, activation: tanh}", [drawn(ROWS, *members, 5)],
                {"input_scale": (theirs.r, same), "kernel": (theirs.weight, torch.t), "output_scale": (theirs.s, same),
                 "bias": (theirs.bias, same)},
                lambda x: torch.tanh(theirs(x if members else x[:, None].expand(-1, 3, -1))))


def squeeze_excitation():
    narrow, wide = torch.nn.Conv2d(6, 2, 1), torch.nn.Conv2d(2, 6, 1)

    def kernel(weights):
        return weights[:, :, 0, 0].T

    def answer(x):  # [rows, height, width, channels]
        image = x.permute(0, 3, 1, 2)
        gate = torch.sigmoid(wide(torch.relu(narrow(torch.nn.functional.adaptive_avg_pool2d(image, 1)))))
        return (image * gate).permute(0, 2, 3, 1)

    return case("squeeze_excitation: {ratio: 3}", [drawn(ROWS, 3, 2, 6)],
                {"dense/kernel": (narrow.weight, kernel), "dense/bias": (narrow.bias, same),
                 "dense_1/kernel": (wide.weight, kernel), "dense_1/bias": (wide.bias, same)}, answer)


cases = [periodic(True), periodic(False), piecewise_linear(True), piecewise_linear(False), tokens(), ensemble(),
         ensemble(3), squeeze_excitation()]
print(json.dumps({"rows": ROWS, "cases": cases}, separators=(",", ":")).replace('{"layer"', '\n{"layer"'))
