#!/usr/bin/env python3
"""Writes tests/model/torch_attention.json: nn.MultiheadAttention and nn.TransformerEncoderLayer on small sequences.

Usage: torch_attention.py > tests/model/torch_attention.json        (torch 2.13)

Weights are stored as our layers hold them: kernels transposed, queries, keys and values beside each other. Steps behind
a sequence's end are padding: PyTorch is told so by `key_padding_mask`, and only the other steps are compared.
"""
import json

import torch

torch.manual_seed(0)
WIDTH, HEADS, TIME, ROWS = 6, 2, 5, 3
LENGTHS = [5, 1, 3]


def numbers(tensor):
    return [round(x, 6) for x in tensor.detach().flatten().tolist()]


def attention_weights(attention, prefix):
    return {
        prefix + "dense/kernel": numbers(attention.in_proj_weight.T),
        prefix + "dense/bias": numbers(attention.in_proj_bias),
        prefix + "dense_1/kernel": numbers(attention.out_proj.weight.T),
        prefix + "dense_1/bias": numbers(attention.out_proj.bias),
    }


def randomise(module):
    with torch.no_grad():
        for p in module.parameters():
            p.copy_((torch.rand_like(p) * 2 - 1) * 0.6)
    return module.eval()


def masks(causal, padded):
    return {
        "mask": torch.triu(torch.full((TIME, TIME), float("-inf")), 1) if causal else None,
        "padding": torch.arange(TIME)[None] >= torch.tensor(LENGTHS)[:, None] if padded else None,
    }


def attention_case(causal, padded):
    x = torch.rand(ROWS, TIME, WIDTH) * 4 - 2
    layer = randomise(torch.nn.MultiheadAttention(WIDTH, HEADS, batch_first=True))
    m = masks(causal, padded)
    padding = None if m["padding"] is None else m["padding"].float().masked_fill(m["padding"], float("-inf"))
    y, _ = layer(x, x, x, attn_mask=m["mask"], key_padding_mask=padding, need_weights=False)
    return {"layer": f"multi_head_attention: {{num_heads: {HEADS}, causal: {str(causal).lower()}}}",
            "lengths": LENGTHS if padded else [], "x": numbers(x), "y": numbers(y),
            "weights": attention_weights(layer, "multi_head_attention/")}


def encoder_case(first, activation, causal, padded):
    x = torch.rand(ROWS, TIME, WIDTH) * 4 - 2
    layer = randomise(torch.nn.TransformerEncoderLayer(
        WIDTH, HEADS, 7, dropout=0.0, activation=activation, batch_first=True, norm_first=first))
    m = masks(causal, padded)
    padding = None if m["padding"] is None else m["padding"].float().masked_fill(m["padding"], float("-inf"))
    y = layer(x, src_mask=m["mask"], src_key_padding_mask=padding)
    prefix = "transformer_encoder/"
    weights = attention_weights(layer.self_attn, prefix + "multi_head_attention/")
    for name, part in (("dense", layer.linear1), ("dense_1", layer.linear2)):
        weights[prefix + name + "/kernel"] = numbers(part.weight.T)
        weights[prefix + name + "/bias"] = numbers(part.bias)
    for name, part in (("layer_normalization", layer.norm1), ("layer_normalization_1", layer.norm2)):
        weights[prefix + name + "/gamma"] = numbers(part.weight)
        weights[prefix + name + "/beta"] = numbers(part.bias)
    return {"layer": f"transformer_encoder: {{intermediate_dim: 7, num_heads: {HEADS}, activation: {activation}, "
                     f"normalize_first: {str(first).lower()}, causal: {str(causal).lower()}}}",
            "lengths": LENGTHS if padded else [], "x": numbers(x), "y": numbers(y), "weights": weights}


cases = [attention_case(c, p) for c in (False, True) for p in (False, True)]
cases += [encoder_case(False, "relu", False, False), encoder_case(True, "gelu", False, True),
          encoder_case(False, "gelu", True, False)]
print(json.dumps({"width": WIDTH, "time": TIME, "rows": ROWS, "cases": cases}, indent=None, separators=(",", ":"))
      .replace('{"layer"', '\n{"layer"'))
