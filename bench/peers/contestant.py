"""What every peer says to bench/run, and what it reads; see bench/support/contestant.h for our side of it.

A peer is a program `PEER.py MODE NETWORK THREADS [--rows N] [--bf16] [--read FILE] [its own options]`. When ready it
prints a line of facts, then for each number of seconds that it reads repeats its work and prints what that took.
"""
import argparse
import importlib
import json
import pathlib
import struct
import sys
import time


def parser():
    options = argparse.ArgumentParser()
    options.add_argument("mode", choices=["train", "infer"])
    options.add_argument("network")
    options.add_argument("threads", type=int)
    options.add_argument("--rows", type=int, default=0)
    options.add_argument("--bf16", action="store_true")
    options.add_argument("--read", type=pathlib.Path, required=True, help="weights and rows that our program wrote")
    return options


def definition(family, name):
    """bench/peers/FAMILY/NAME.py, where a peer's side of a network is written."""
    sys.path.insert(0, str(pathlib.Path(__file__).parent))
    return importlib.import_module(f"{family}.{name}")


class Example:
    """The rows and weights that our program wrote: `inputs` and `outputs` by name, `labels`, `weights` in our order."""

    def __init__(self, file):
        import numpy

        content = file.read_bytes()
        length = struct.unpack("<Q", content[:8])[0]
        header = json.loads(content[8:8 + length])
        header.pop("__metadata__", None)
        tensors = {}
        for name, tensor in header.items():
            begin, end = (8 + length + offset for offset in tensor["data_offsets"])
            kind = {"F32": numpy.float32, "I32": numpy.int32}[tensor["dtype"]]
            tensors[name] = numpy.frombuffer(content[begin:end], kind).reshape(tensor["shape"])
        under = lambda folder: {name.split("/", 1)[1]: value for name, value in tensors.items() if name.startswith(folder)}
        self.inputs, self.outputs = under("input/"), under("output/")
        self.labels = tensors["labels"]
        self.weights = [value for _, value in sorted(under("weight/").items())]


def measure(step, seconds):
    for _ in range(3):
        step()
    times, processor, start = [], time.process_time(), time.perf_counter()
    while len(times) < 5 or time.perf_counter() - start < seconds:
        begin = time.perf_counter()
        step()
        times.append(time.perf_counter() - begin)
    processor = (time.process_time() - processor) / len(times)
    times.sort()
    return {"step_ms": times[len(times) // 2] * 1e3, "best_ms": times[0] * 1e3, "cpu_ms": processor * 1e3, "steps": len(times)}


def serve(step, facts):
    """`step` does one whole step and waits for its end."""
    for _ in range(3):
        step()
    print(json.dumps(facts), flush=True)
    for line in sys.stdin:
        print(json.dumps(measure(step, float(line))), flush=True)
