#!/usr/bin/env python3
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent))
import pyarrow  # noqa: E402
import pyarrow.csv  # noqa: E402
import pyarrow.parquet  # noqa: E402
from table_reader import run  # noqa: E402


def read(path):
    table = pyarrow.csv.read_csv(path) if path.endswith(".csv") else pyarrow.parquet.read_table(path)
    kinds = pyarrow.types
    numbers = [name for name in table.column_names
               if kinds.is_floating(table.schema.field(name).type) or kinds.is_integer(table.schema.field(name).type)]
    return [table[name].to_numpy() for name in numbers]


run(read)
