"""Groups of benchmarks: each file of bench/groups/ has a TITLE, `run(options, results)`, which measures and keeps a record
for each row, and `tables(records)`, which yields (heading, columns, rows) for a page of docs/."""
import importlib
import pathlib

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "groups"


def all_groups():
    return {file.stem: importlib.import_module(f"groups.{file.stem}") for file in sorted(FOLDER.glob("[a-z]*.py"))}
