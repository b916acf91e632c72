"""From a file to tensors: a table of numbers and words, written once into build/bench/data."""
import os
import statistics
import subprocess

from harness import limits, once, programs, results as kept

TITLE = "CSV and Parquet to tensors, beside pyarrow and pandas"
OURS = "Plumbline"
FORMATS = ["csv", "parquet"]


def data(format_, megabytes):
    """A file of about this many megabytes as CSV: 20 columns of numbers, 5 of integers, one of words."""
    file = kept.FOLDER / f"data/table_{megabytes}.{format_}"
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run([programs.PYTHON, programs.PEERS / "make_table.py", file, str(megabytes)], check=True)
    return file


def run(options, results):
    if not programs.has("pyarrow"):
        print("  not measured: no pyarrow to write the data with")
        return
    os.environ.setdefault("PLUMB_ARROW_PLUGIN", str(options.build / "libplumb_arrow.so"))  # it lies beside `plumb`
    megabytes = int(os.environ.get("BENCH_MEGABYTES", 20 if options.quick else 1000))
    for format_ in FORMATS:
        if options.only and format_ not in options.only or options.quick and format_ != "csv":
            continue
        file = data(format_, megabytes)
        print(f"\n{format_}, {file.stat().st_size / 1e6:.0f} MB")
        commands = {OURS: [programs.ours(options, "read_table"), str(file)]}
        if options.peers is None:
            for peer in sorted((programs.PEERS / "feed").glob("*.py")):
                commands[peer.stem.replace("_", " ")] = [str(programs.PYTHON), str(peer), str(file)]
        turns, missing = {}, {}
        for _ in range(options.rounds):
            for label, command in commands.items():
                if label in missing:
                    continue
                try:
                    ran = once.run_once(command)
                except once.Failed as failure:
                    missing[label] = str(failure)
                else:
                    turns.setdefault(label, []).append(ran)
        if turns:
            say(results, format_, file, turns, limits.limits(options, len(os.sched_getaffinity(0))))
        for label, why in missing.items():
            programs.missing(options, label, why)


def say(results, format_, file, turns, limit):
    ours = turns.get(OURS)
    for label, all_of in turns.items():
        median = lambda some: statistics.median(turn.facts["seconds"] for turn in some)
        mean = all_of[0].facts["mean"]
        record = {"format": format_, "label": label, "seconds": median(all_of), "megabytes": file.stat().st_size / 1e6,
                  "peak_mb": max(turn.peak_mb for turn in all_of), "ratio": median(all_of) / median(ours) if ours else None,
                  "limit": limit}
        same = not ours or abs(mean - ours[0].facts["mean"]) < 1e-6 * max(1, abs(mean))
        print(f"  {label:34} {record['seconds']:8.3f} s   {record['megabytes'] / record['seconds']:8.0f} MB/s   "
              f"{record['peak_mb']:7.0f} MB   {record['ratio'] or float('nan'):.2f}x our time"
              f"{'' if same else '   ANOTHER MEAN'}", flush=True)
        results.add(f"{format_} {label}", record)
    print(f"  memory gives {limit['memory_gb']:.1f} GB/s, read and written")


def tables(records):
    for format_ in FORMATS:
        of_it = [r for r in records.values() if r["format"] == format_]
        limit = limits.best_of(of_it)
        rows = [[r["label"], f"{r['seconds']:.2f}", f"{r['megabytes'] / r['seconds']:.0f}", f"{r['peak_mb']:.0f}",
                 f"{r['ratio']:.2f}×" if r["ratio"] else "–"] for r in of_it]
        if rows:
            yield (f"{format_}{f'; limits {limits.text(limit)}' if limit else ''}",
                   ["", "s", "MB/s of the file", "peak MB", "time / ours"], rows)
