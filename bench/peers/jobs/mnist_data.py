"""mnist as examples/mnist/task.yaml reads it: pixels from 0 to 1."""
import gzip
import os

import numpy


def idx(name):
    with gzip.open(os.path.join(os.environ["PLUMB_DATA"], "mnist", name + ".gz")) as file:
        content = file.read()
    shape = [int.from_bytes(content[4 * i:4 * i + 4], "big") for i in range(1, 1 + content[3])]
    return numpy.frombuffer(content, numpy.uint8, offset=4 + 4 * content[3]).reshape(shape)


def tensors():
    part = lambda name: ((idx(f"{name}-images-idx3-ubyte") / 255).astype("float32")[..., None],
                         idx(f"{name}-labels-idx1-ubyte").astype("int64"))
    return part("train"), part("t10k")
