"""Writes safetensors files, for the scripts beside it."""
import json
import struct

import numpy as np


def save(path, tensors):
    header, blob = {}, b""
    for name, x in tensors.items():
        kind = {"float32": "F32", "int64": "I64", "uint32": "U32"}[str(x.dtype)]
        header[name] = {"dtype": kind, "shape": list(x.shape), "data_offsets": [len(blob), len(blob) + x.nbytes]}
        blob += np.ascontiguousarray(x).tobytes()
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as out:
        out.write(struct.pack("<Q", len(text)) + text + blob)
