"""How long a user waits before anything of theirs is done: the smallest command of each program."""
import statistics
import tempfile

from harness import once, programs

TITLE = "start-up: the smallest command, and the imports that peers begin with"
TASK = """name: tiny
data: {train: "%s"}
target: label
model: linear
train: {epochs: 1}
"""


def commands(options, folder):
    plumb = programs.ours(options, "plumb")
    task = f"{folder}/task.yaml"
    with open(f"{folder}/rows.csv", "w") as rows:
        rows.write("a,b,label\n" + "".join(f"{i},{i * 7 % 5},{'yes' if i % 3 else 'no'}\n" for i in range(40)))
    with open(task, "w") as file:
        file.write(TASK % f"{folder}/rows.csv")
    yield "plumb --help", [plumb, "--help"]
    yield "plumb check task.yaml", [plumb, "check", task]
    yield "plumb render task.yaml", [plumb, "render", task]
    yield "plumb schema", [plumb, "schema"]
    once.run_once([plumb, "train", task, "--runs", f"{folder}/runs", "--quiet"])
    with open(f"{folder}/row.csv", "w") as row:
        row.write("a,b\n3,1\n")
    yield "plumb predict RUN row.csv", [plumb, "predict", f"{folder}/runs/tiny-1", f"{folder}/row.csv"]
    if options.peers == []:
        return
    for module in ["torch", "tensorflow", "keras", "jax", "lightning", "lightgbm", "onnxruntime", "pyarrow", "pandas"]:
        if programs.has(module):
            yield f"python -c 'import {module}'", [str(programs.PYTHON), "-c", f"import {module}"]


def run(options, results):
    with tempfile.TemporaryDirectory() as folder:
        all_of = dict(commands(options, folder))
        taken = {label: [] for label in all_of}
        for _ in range(options.rounds + 1):  # the first finds the files on the disk
            for label, command in all_of.items():
                taken[label].append(once.run_once(command))
        for label, turns in taken.items():
            ms = statistics.median(turn.seconds for turn in turns[-options.rounds:]) * 1e3
            peak = max(turn.peak_mb for turn in turns)
            print(f"  {label:34} {ms:9.1f} ms   {peak:7.0f} MB", flush=True)
            results.add(label, {"label": label, "ms": ms, "peak_mb": peak})


def tables(records):
    yield "", ["command", "ms", "peak memory, MB"], [[f"`{r['label']}`", f"{r['ms']:.0f}", f"{r['peak_mb']:.0f}"]
                                                     for r in records.values()]
