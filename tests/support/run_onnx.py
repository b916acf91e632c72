#!/usr/bin/env python3
"""Runs ONNX models in ONNX Runtime: what tests hold our own results against.

Usage: run_onnx.py CASES.json OUTPUTS.json

CASES is a list of {model: FILE, feeds: {name: TENSOR}}; OUTPUTS a list of {name: TENSOR}. A tensor is {type, shape} and
`values`, a list of strings, or `file`, where its numbers lie as float32, float64 or int64.
Each model first goes through the official checker with full shape inference.
"""
import json
import sys

import numpy as np
import onnx
import onnxruntime

TYPES = {"float32": np.float32, "float64": np.float64, "int64": np.int64, "int32": np.int32, "uint8": np.uint8,
         "bool": np.bool_, "string": object}


def stored(dtype):
    return dtype if dtype.kind == "f" else np.dtype(np.int64)


def to_array(tensor):
    dtype = np.dtype(TYPES[tensor["type"]])
    values = np.fromfile(tensor["file"], stored(dtype)) if "file" in tensor else np.array(tensor["values"], dtype=object)
    return values.astype(dtype).reshape(tensor["shape"])


def to_tensor(array, file):
    tensor = {"type": "string" if array.dtype.kind in "OU" else array.dtype.name, "shape": list(array.shape)}
    if array.dtype.kind in "OU":
        return {**tensor, "values": array.ravel().tolist()}
    array.astype(stored(array.dtype)).tofile(file)
    return {**tensor, "file": file}


def main():
    outputs = []
    for case in json.load(open(sys.argv[1])):
        onnx.checker.check_model(onnx.load(case["model"]), full_check=True)
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        session = onnxruntime.InferenceSession(case["model"], options, providers=["CPUExecutionProvider"])
        feeds = {name: to_array(tensor) for name, tensor in case["feeds"].items()}
        names = [output.name for output in session.get_outputs()]
        arrays = session.run(names, feeds)
        outputs.append({name: to_tensor(array, f"{case['model']}.{i}.numbers")
                        for i, (name, array) in enumerate(zip(names, arrays))})
    json.dump(outputs, open(sys.argv[2], "w"))


if __name__ == "__main__":
    main()
