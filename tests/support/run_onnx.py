#!/usr/bin/env python3
"""Runs ONNX models in ONNX Runtime: what tests hold our own results against.

Usage: run_onnx.py CASES.json OUTPUTS.json

CASES is a list of {model: FILE, feeds: {name: {type, shape, values}}}; OUTPUTS a list of {name: {type, shape, values}}.
Each model first goes through the official checker with full shape inference. Numbers that are not finite are strings.
"""
import json
import math
import sys

import numpy as np
import onnx
import onnxruntime

TYPES = {"float32": np.float32, "float64": np.float64, "int64": np.int64, "int32": np.int32, "uint8": np.uint8,
         "bool": np.bool_, "string": object}


def to_array(tensor):
    values = tensor["values"]
    if tensor["type"].startswith("float"):
        values = [float(value) for value in values]
    return np.array(values, dtype=TYPES[tensor["type"]]).reshape(tensor["shape"])


def to_tensor(array):
    values = array.ravel().tolist()
    if array.dtype.kind == "f":
        values = [value if math.isfinite(value) else str(value) for value in values]
    kind = "string" if array.dtype.kind in "OU" else array.dtype.name
    return {"type": kind, "shape": list(array.shape), "values": values}


def main():
    outputs = []
    for case in json.load(open(sys.argv[1])):
        onnx.checker.check_model(onnx.load(case["model"]), full_check=True)
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        session = onnxruntime.InferenceSession(case["model"], options, providers=["CPUExecutionProvider"])
        feeds = {name: to_array(tensor) for name, tensor in case["feeds"].items()}
        names = [output.name for output in session.get_outputs()]
        outputs.append({name: to_tensor(array) for name, array in zip(names, session.run(names, feeds))})
    json.dump(outputs, open(sys.argv[2], "w"))


if __name__ == "__main__":
    main()
