#!/usr/bin/env python3
"""ONNX Runtime: answers of the graph that our program wrote beside its example."""
from contestant import Example, parser, serve


NETWORKS = None  # it reads ours


def contestants(mode, network, bf16):
    if mode == "infer" and not bf16:  # its CPU kernels have no bf16
        yield "ONNX Runtime", []


def main():
    options = parser().parse_args()
    import onnxruntime

    settings = onnxruntime.SessionOptions()
    settings.intra_op_num_threads = options.threads
    session = onnxruntime.InferenceSession(f"{options.read}.onnx", settings, providers=["CPUExecutionProvider"])
    inputs = Example(options.read).inputs
    answer = lambda: session.run(["target"], inputs)
    serve(answer, {"outputs": [float(v) for v in answer()[0].flatten()[:1000]]})


if __name__ == "__main__":
    main()
