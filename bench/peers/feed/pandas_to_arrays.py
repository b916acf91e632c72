#!/usr/bin/env python3
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent))
import pandas  # noqa: E402
from table_reader import run  # noqa: E402


def read(path):
    table = pandas.read_csv(path) if path.endswith(".csv") else pandas.read_parquet(path)
    return [column.to_numpy() for _, column in table.select_dtypes("number").items()]


run(read)
