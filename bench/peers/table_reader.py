"""What a reader in Python says: the time from a file to one matrix of fp32, and the mean of what it read."""
import json
import sys
import time

import numpy


def run(read):
    """`read` turns a path into the numeric columns."""
    start = time.perf_counter()
    columns = read(sys.argv[1])
    matrix = numpy.empty((len(columns[0]), len(columns)), numpy.float32)
    for i, column in enumerate(columns):
        matrix[:, i] = column
    seconds = time.perf_counter() - start
    print(json.dumps({"seconds": seconds, "rows": len(matrix), "columns": len(columns),
                      "mean": float(matrix.mean(dtype=numpy.float64))}))
