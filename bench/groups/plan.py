"""What `plumb plan` says of the examples before they run, beside what `plumb train` then takes: time, peak memory and disk.

A forecast is of all epochs, so callbacks that stop a training early are left out; three epochs tell as much as fifty.
Both run on the same machine, one after the other: a machine that is busy in the one and idle in the other tells little."""
import json
import os
import subprocess
import tempfile
import threading

from harness import once, programs

TITLE = "what `plumb plan` forecasts of the examples, beside what they take"
BOUND = 1.5
EPOCHS = 3


def forecast(plumb, words, folder):
    ran = subprocess.run([plumb, "plan", *words, "--json"], cwd=folder, capture_output=True, text=True)
    if ran.returncode:
        raise once.Failed(ran.stderr.strip().splitlines()[-1])
    return json.loads(ran.stdout)


class Watched:
    """The size of a folder at its largest, in megabytes: checkpoints come and go while a run is trained."""

    def __init__(self, folder):
        self.folder, self.megabytes, self.over = folder, 0, threading.Event()
        self.thread = threading.Thread(target=self.watch)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        self.thread.join()

    def watch(self):
        while True:
            last = self.over.wait(0.005)  # a checkpoint is written in milliseconds, beside those before it
            files = (os.path.join(at, name) for at, _, names in os.walk(self.folder) for name in names)
            self.megabytes = max(self.megabytes, sum(map(size, files)) / 1e6)
            if last:
                return


def size(file):
    try:
        return os.path.getsize(file)
    except OSError:  # a temporary file that is gone
        return 0


def run(options, results):
    if options.quick:
        return print("  short forms of the same run in the tests (tests/forecast_test.cpp)")
    if "PLUMB_DATA" not in os.environ:
        return programs.missing(options, "examples", "set PLUMB_DATA to the folder of the data sets")
    plumb = programs.ours(options, "plumb")
    for task in sorted(programs.ROOT.glob("examples/*/task.yaml")):
        name = task.parent.name
        if options.only and not any(name.startswith(word) for word in options.only):
            continue
        words = [str(task), "--set", f"train.epochs={EPOCHS}", "--set", "train.callbacks=[]"]
        with tempfile.TemporaryDirectory() as folder:
            try:
                said = forecast(plumb, words, folder)
                with Watched(f"{folder}/runs") as disk:
                    took = once.run_once([plumb, "train", *words, "--quiet", "--runs", f"{folder}/runs"], folder=folder)
            except once.Failed as failure:
                programs.missing(options, name, str(failure))
                continue
            pairs = {"seconds": (said["seconds"]["all"], took.seconds),
                     "peak_mb": (said["memory_bytes"]["peak"] / 1e6, took.peak_mb),
                     "disk_mb": (said["disk_bytes"]["least"] / 1e6, said["disk_bytes"]["most"] / 1e6, disk.megabytes)}
        results.add(name, {"name": name, **pairs})
        print(f"  {name:20} " + "   ".join(what + " {} / {} = {}".format(*cells(pair)) for what, pair in pairs.items()), flush=True)


def ratio(*pair):
    """Of what was said to what was taken; of a range, what of it comes nearest."""
    *said, taken = pair
    nearest = min(max(taken, said[0]), said[-1]) if len(said) > 1 else said[0]
    return f"{nearest / taken:.2f}" + ("" if 1 / BOUND <= nearest / taken <= BOUND else " ✗")


def cells(pair):
    *said, taken = pair
    numbers = [f"{number:.2f}" if number < 1 else f"{number:.1f}" for number in dict.fromkeys(said)]
    return " to ".join(numbers), f"{taken:.2f}" if taken < 1 else f"{taken:.1f}", ratio(*pair)


def tables(records):
    rows = [[r["name"], *(cell for what in ("seconds", "peak_mb", "disk_mb") for cell in cells(r[what]))]
            for r in records.values()]
    if rows:
        yield (f"{EPOCHS} epochs, without early stopping",
               ["example", "forecast, s", "taken, s", "ratio", "forecast, MB", "peak, MB", "ratio",
                "disk forecast, MB", "disk, MB", "ratio"], rows)
