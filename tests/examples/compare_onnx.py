#!/usr/bin/env python3
"""Feeds the raw rows of a CSV file to an exported graph in ONNX Runtime and compares with the answers of `plumb predict`.

Usage: compare_onnx.py MODEL.onnx ROWS.csv ANSWERS.csv TARGET
"""
import csv
import json
import re
import sys

import numpy as np
import onnx
import onnxruntime

model, rows_file, answers_file, target = sys.argv[1:]
onnx.checker.check_model(onnx.load(model), full_check=True)
session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
rows = list(csv.DictReader(open(rows_file, newline="")))
answers = list(csv.DictReader(open(answers_file, newline="")))
cuts = {entry.key[len("words."):]: json.loads(entry.value) for entry in onnx.load(model).metadata_props
        if entry.key.startswith("words.")}


def words(cell, split, length):
    """The cut that the metadata names (docs/decisions/040), for texts in Latin letters."""
    assert split["tokens"] == "word"
    found = re.findall(r"[^\W_]+(?:'[^\W_]+)*|[^\w\s]|_", cell.lower() if split["lowercase"] else cell)[:length]
    return found + [""] * (length - len(found))


feeds = {}
for wanted in session.get_inputs():
    cells = [row[wanted.name].strip() for row in rows]
    if wanted.name in cuts:
        feeds[wanted.name] = np.array([words(cell, cuts[wanted.name], wanted.shape[1]) for cell in cells], dtype=object)
    elif wanted.type == "tensor(string)":
        feeds[wanted.name] = np.array(cells, dtype=object).reshape(-1, 1)
    else:
        feeds[wanted.name] = np.array([float(c) if c else np.nan for c in cells], dtype=np.float32).reshape(-1, 1)
outputs = dict(zip([o.name for o in session.get_outputs()], session.run(None, feeds)))
labels = next(value for value in outputs.values() if value.dtype.kind in "OU").ravel()
probabilities = next(value for value in outputs.values() if value.dtype.kind == "f")
expected = np.array([[float(a[k]) for k in a if k.startswith("probability_")] for a in answers])
difference = np.abs(probabilities - expected).max()
same = sum(str(label) == answer[target] for label, answer in zip(labels, answers))
if difference > 1e-4 or same != len(rows) or len(answers) != len(rows):
    sys.exit(f"largest difference {difference}, {same} of {len(rows)} labels are the same")
print(f"{len(rows)} rows agree, largest difference {difference:.2e}")
