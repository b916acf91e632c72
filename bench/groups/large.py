"""Training on a table that memory does not hold: a CSV of 5 GB under `memory_limit: 1G`, written for the purpose and
deleted. BENCH_MEGABYTES and BENCH_LIMIT (megabytes) set other sizes; --quick: 60 MB under 150 MB."""
import importlib.util
import json
import os
import pathlib
import shutil
import subprocess
import tempfile

from harness import once, programs

TITLE = "A CSV larger than memory"
COLUMNS = 20
PIECE = 5  # columns that are written as one text: numbers are formatted once, and rows put together of pieces
EPOCHS = 2
TASK = """name: large
data: large.csv
target: rich
split: {{valid: 0.05, test: 0.05}}
prepare: [one_hot, standardize]
model: [{{dense: {{units: 32, activation: relu}}}}]
train: {{epochs: {epochs}, batch_size: 1024}}
memory_limit: {limit}M
"""


def write(file, megabytes):
    """Rows of numbers and a word; the target depends on three of the numbers. Returns how many."""
    import numpy
    draw = numpy.random.default_rng(1)
    values = numpy.round(draw.normal(size=(50000, PIECE)), 5)
    pieces = [",".join(f"{x:.5f}" for x in row) for row in values]
    rows = 0
    with open(file, "w") as out:
        out.write(",".join(f"x{i}" for i in range(COLUMNS)) + ",work,rich\n")
        while out.tell() < megabytes * 1e6:
            chosen = draw.integers(0, len(pieces), (20000, COLUMNS // PIECE))
            x = values[chosen[:, 0]]
            rich = x[:, 0] + x[:, 1] * x[:, 2] + 0.3 * draw.normal(size=len(x)) > 0
            work = draw.integers(0, 5, len(x))
            out.write("".join(f"{pieces[a]},{pieces[b]},{pieces[c]},{pieces[d]},job{w},class{int(r)}\n"
                              for (a, b, c, d), w, r in zip(chosen.tolist(), work.tolist(), rich.tolist())))
            rows += len(x)
    return rows


def run(options, results):
    if importlib.util.find_spec("numpy") is None:
        print("  not measured: no numpy to write the data with")
        return
    megabytes = int(os.environ.get("BENCH_MEGABYTES", 60 if options.quick else 5000))
    limit = int(os.environ.get("BENCH_LIMIT", 150 if options.quick else 1024))
    folder = pathlib.Path(tempfile.mkdtemp(prefix="plumb-large-"))
    try:
        if shutil.disk_usage(folder).free < 1.5e6 * megabytes:
            print(f"  not measured: {megabytes} MB do not fit on the disk of {folder}")
            return
        rows = write(folder / "large.csv", megabytes)
        (folder / "task.yaml").write_text(TASK.format(epochs=EPOCHS, limit=limit))
        program = programs.ours(options, "plumb")
        said = subprocess.run([program, "plan", "task.yaml", "--json", "--quiet"], cwd=folder, capture_output=True, text=True)
        if said.returncode:
            raise SystemExit(said.stderr)
        forecast = json.loads(said.stdout)["memory_bytes"]
        ran = once.run_once([program, "train", "task.yaml", "--runs", "runs", "--quiet"], folder=folder)
    except once.Failed as failure:
        raise SystemExit(str(failure)) from None
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    record = {"megabytes": megabytes, "rows": rows, "limit_mb": limit * 2**20 / 1e6, "whole_mb": forecast["peak"] / 1e6,
              "forecast_mb": forecast["streaming"] / 1e6, "peak_mb": ran.peak_mb, "seconds": ran.seconds}
    print(f"  {rows:,} rows, {megabytes} MB, limit {record['limit_mb']:.0f} MB: forecast {record['forecast_mb']:.0f} MB, peak "
          f"{record['peak_mb']:.0f} MB, {ran.seconds:.0f} s, {EPOCHS} epochs", flush=True)
    if record["peak_mb"] > record["limit_mb"]:
        raise SystemExit("the peak is above the limit")
    results.add(f"csv of {megabytes} MB under {limit} MiB", record)


def tables(records):
    yield (f"{EPOCHS} epochs of streamed training",
           ["file", "rows", "in memory it would take, MB", "`memory_limit`, MB", "forecast, MB", "peak, MB", "s"],
           [[f"CSV of {r['megabytes']:,} MB", f"{r['rows']:,}", f"{r['whole_mb']:.0f}", f"{r['limit_mb']:.0f}",
             f"{r['forecast_mb']:.0f}", f"{r['peak_mb']:.0f}", f"{r['seconds']:.0f}"] for r in records.values()])
