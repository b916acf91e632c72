#!/usr/bin/env python3
"""Writes the table of the feed benchmark: make_table.py FILE.csv|FILE.parquet MEGABYTES (of CSV)."""
import pathlib
import sys

import numpy
import pyarrow
import pyarrow.csv
import pyarrow.parquet

file, megabytes = pathlib.Path(sys.argv[1]), int(sys.argv[2])
draw = numpy.random.default_rng(1)
rows = megabytes * 4450  # about 225 bytes each
words = numpy.array(["private", "state", "federal", "self employed", "none"])


def block(size):
    columns = {f"number_{i:02}": numpy.round(draw.normal(0, 10 ** (i % 4), size), 5) for i in range(20)}
    columns |= {f"whole_{i}": draw.integers(0, 10 ** (i + 1), size) for i in range(5)}
    columns["work"] = words[draw.integers(0, len(words), size)]
    return pyarrow.table(columns)


schema = block(1).schema
made = file.with_suffix(".part")
writer = pyarrow.csv.CSVWriter(made, schema) if file.suffix == ".csv" else pyarrow.parquet.ParquetWriter(made, schema)
with writer:
    for begin in range(0, rows, 100000):
        writer.write_table(block(min(100000, rows - begin)))
made.rename(file)
