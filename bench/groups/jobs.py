"""Whole jobs from process start to the test score: read, prepare, train, evaluate. Same data files, network, epochs, batch."""
import os
import shutil
import statistics
import tempfile

from harness import limits, once, programs

TITLE = "whole jobs: `plumb train` beside the same job in Keras and Lightning, and LightGBM to equal accuracy"
OURS = "plumb train"
JOBS = ["adult", "mnist"]


def contestants(job, options):
    """The programs that do a job: ours from examples/, peers from bench/peers/jobs/<peer>_<job>.py."""
    # Early stopping would give each its own number of epochs.
    yield OURS, [programs.ours(options, "plumb"), "train", str(programs.ROOT / f"examples/{job}/task.yaml"),
                 *(["--set", "train.callbacks=[]"] if job == "adult" else []),
                 *(["--set", "train.epochs=1"] if options.quick else [])]
    for file in sorted((programs.PEERS / "jobs").glob(f"*_{job}.py")):
        if options.peers is not None and file.stem.split("_")[0] not in options.peers:
            continue
        lines = file.read_text().splitlines()
        for line in (line for line in lines if line.startswith("# contestant: ")):
            label, _, extra = line.removeprefix("# contestant: ").partition(" | ")
            yield label, [str(programs.PYTHON), str(file), *extra.split()]


def run(options, results):
    data = os.environ.get("PLUMB_DATA")
    if not data:
        print("  not measured: PLUMB_DATA does not name the folder of the data sets")
        return
    for job in JOBS:
        if options.only and not any(job.startswith(start) for start in options.only):
            continue
        print(f"\n{job}")
        turns, missing, limit = {}, {}, limits.limits(options, len(os.sched_getaffinity(0)))
        for round_ in range(1 if options.quick else options.rounds):
            for label, command in contestants(job, options):
                if label in missing or label in turns and turns[label][0].seconds > 30:  # one turn of a long job tells
                    continue
                try:
                    ran = once_in_a_folder(command)
                except once.Failed as failure:
                    missing[label] = str(failure)
                else:
                    turns.setdefault(label, []).append(ran)
                    say(results, job, label, turns[label], turns.get(OURS), limit)
        score = accuracy(turns[OURS][0]) if OURS in turns else None
        for label, why in missing.items():
            programs.missing(options, label, why)
        if score and (options.peers is None or "lightgbm" in options.peers) and job == "adult":
            to_equal_accuracy(score, options, results, turns[OURS], limit)


def once_in_a_folder(command):
    folder = tempfile.mkdtemp()
    try:
        return once.run_once(command, folder=folder)
    finally:
        shutil.rmtree(folder)


def accuracy(ran):
    if "accuracy" in ran.facts:
        return ran.facts["accuracy"]
    for line in ran.facts["said"].splitlines():
        words = line.replace(":", " ").split()
        if words[:1] == ["accuracy"]:
            return float(words[1].rstrip("%")) / (100 if "%" in words[1] else 1)
    return None


def say(results, job, label, turns, ours, limit):
    seconds = statistics.median(turn.seconds for turn in turns)
    peak = max(turn.peak_mb for turn in turns)
    record = {"job": job, "label": label, "seconds": seconds, "peak_mb": peak, "accuracy": accuracy(turns[0]),
              "turns": len(turns), "ratio": None, "limit": limit}
    line = f"  {label:34} {seconds:8.2f} s   {peak:7.0f} MB   accuracy {record['accuracy'] or float('nan'):.4f}"
    if ours and label != OURS:
        base = statistics.median(turn.seconds for turn in ours)
        record |= {"ratio": seconds / base, "memory_ratio": peak / max(turn.peak_mb for turn in ours)}
        line += f"   {record['ratio']:.2f}x our time, {record['memory_ratio']:.2f}x our memory"
    print(line, flush=True)
    results.add(f"{job} {label}", record)


def to_equal_accuracy(score, options, results, ours, limit):
    """LightGBM with the fewest trees that reach our score; the search for that number is not timed."""
    script = str(programs.PEERS / "jobs/trees.py")
    try:
        found = once.run_once([str(programs.PYTHON), script, "search", str(score)])
        trees = found.facts["trees"]
        turns = [once.run_once([str(programs.PYTHON), script, "train", str(trees)]) for _ in range(options.rounds)]
        say(results, "adult", f"LightGBM, {trees} trees: equal accuracy", turns, ours, limit)
    except once.Failed as failure:
        print(f"  LightGBM                           not measured: {failure}")


def tables(records):
    for job in JOBS:
        of_it = [r for r in records.values() if r["job"] == job]
        limit = limits.best_of(of_it)
        rows = [[r["label"], f"{r['seconds']:.2f}", f"{r['peak_mb']:.0f}", f"{r['accuracy']:.4f}" if r["accuracy"] else "–",
                 f"{r['ratio']:.2f}×" if r["ratio"] else "", f"{r['memory_ratio']:.2f}×" if r["ratio"] else ""] for r in of_it]
        if rows:
            yield (f"{job}{f'; limits {limits.text(limit)}' if limit else ''}",
                   ["", "s", "peak MB", "test accuracy", "time / ours", "memory / ours"], rows)
