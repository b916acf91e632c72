"""Training on a table that memory does not hold: a CSV of 5 GB under `memory_limit: 1G`, written for the purpose and
deleted. BENCH_MEGABYTES and BENCH_LIMIT (megabytes) set other sizes; --quick: 60 MB under 150 MB."""
import importlib.util
import os
import pathlib
import shutil
import subprocess
import tempfile
import time

TITLE = "A CSV larger than memory"
COLUMNS = 20
PIECE = 5  # columns that are written as one text: numbers are formatted once, and rows put together of pieces


def write(file, megabytes):
    """Rows of numbers and a word; the target depends on three of the numbers."""
    import numpy
    draw = numpy.random.default_rng(1)
    values = numpy.round(draw.normal(size=(50000, PIECE)), 5)
    pieces = [",".join(f"{x:.5f}" for x in row) for row in values]
    with open(file, "w") as out:
        out.write(",".join(f"x{i}" for i in range(COLUMNS)) + ",work,rich\n")
        while out.tell() < megabytes * 1e6:
            chosen = draw.integers(0, len(pieces), (20000, COLUMNS // PIECE))
            x = values[chosen[:, 0]]
            rich = x[:, 0] + x[:, 1] * x[:, 2] + 0.3 * draw.normal(size=len(x)) > 0
            work = draw.integers(0, 5, len(x))
            out.write("".join(f"{pieces[a]},{pieces[b]},{pieces[c]},{pieces[d]},job{w},class{int(r)}\n"
                              for (a, b, c, d), w, r in zip(chosen.tolist(), work.tolist(), rich.tolist())))


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
        write(folder / "large.csv", megabytes)
        (folder / "task.yaml").write_text(
            "name: large\ndata: large.csv\ntarget: rich\nsplit: {valid: 0.05, test: 0.05}\n"
            "prepare: [one_hot, standardize]\nmodel: [{dense: {units: 32, activation: relu}}]\n"
            f"train: {{epochs: 2, batch_size: 1024}}\nmemory_limit: {limit}M\n")
        program = pathlib.Path(options.build).resolve() / "plumb"
        start = time.perf_counter()
        child = subprocess.Popen([program, "train", "task.yaml", "--runs", "runs"], cwd=folder,
                                 stdout=subprocess.DEVNULL, stderr=open(folder / "log", "w"))
        _, status, used = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - start
        if status != 0:
            raise SystemExit((folder / "log").read_text())
        record = {"megabytes": megabytes, "limit_mb": limit, "seconds": seconds, "peak_mb": used.ru_maxrss / 1024,
                  "cpu_seconds": used.ru_utime + used.ru_stime}
        print(f"  {megabytes} MB, limit {limit} MB: peak {record['peak_mb']:.0f} MB, {seconds:.0f} s "
              f"({record['cpu_seconds']:.0f} s of processor time), 2 epochs")
        results.add("large csv", record)
        if record["peak_mb"] > limit:
            raise SystemExit(f"the peak of {record['peak_mb']:.0f} MB is above the limit of {limit} MB")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def tables(records):
    rows = [[f"{r['megabytes']}", f"{r['limit_mb']}", f"{r['peak_mb']:.0f}", f"{r['seconds']:.0f}",
             f"{r['cpu_seconds']:.0f}"] for r in records.values()]
    if rows:
        yield "two epochs", ["MB of the file", "limit, MB", "peak, MB", "s", "processor s"], rows
