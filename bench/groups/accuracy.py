"""How well the examples answer, measured in full: on the official test set with several seeds, else over the folds of the task.

Each file of bench/accuracy/ is a row, and a row is added by adding a file:

    {"example": "adult",                    the task examples/adult/task.yaml; without it: the file's name
     "metric": "accuracy", "at_least": 0.87,          or "at_most", of errors
     "most_parameters": 20000,              of the network: more of them, and the row is not reached
     "seeds": [1, 2, 3],                    a training each, of folds where the task has them; without it: one
     "set": ["train.epochs=60"],            what the full form sets beside the task as it stands
     "beside": {"LightGBM": 0.8724},        what others reach on the same rows, and were measured elsewhere
     "init": ["adult/adult.data", "--target", "income"],   the words of `plumb init` in the data's folder: the task that it
                                            writes is measured too, and must come within a point, or 2 % of an error
     "init_set": ["split.folds=5"],         sets the same rows aside as the example does
     "why": "..."}                          said where the figure is not reached

`--precision bf16` trains in bf16 instead, `--precision fp32 bf16` in both; a table of its own has both scores side by side. Data
lie in $PLUMB_DATA. Trainings are not timed; they run one after the other, each in a process of its own.
"""
import json
import os
import pathlib
import statistics
import subprocess
import tempfile

from harness import programs

TITLE = "what the examples reach: official test sets with several seeds, else folds"
ROWS = programs.ROOT / "bench/accuracy"
POINT, SHARE = 0.01, 0.02  # how far the task of `plumb init` may stay behind


class Failed(Exception):
    pass


def plumb(options, *words, folder):
    ran = subprocess.run([programs.ours(options, "plumb"), *map(str, words)], cwd=folder, capture_output=True, text=True)
    if ran.returncode:
        raise Failed((ran.stderr.strip() or ran.stdout.strip() or f"exit code {ran.returncode}").splitlines()[-1])
    return ran.stdout


def as_words(settings):
    return [word for setting in settings for word in ("--set", setting)]


def parameters(options, row, task, folder):
    return json.loads(plumb(options, "summary", task, "--json", *as_words(row.get("set", [])), folder=folder))["parameters"]


def scores(options, row, task, settings, folder):
    """The scores of all trainings: of each seed, or of each fold."""
    found = []
    for seed in row.get("seeds", [None]):
        sets = [*settings, *([] if seed is None else [f"seed={seed}"])]
        said = json.loads(plumb(options, "train", task, "--json", "--quiet", *as_words(sets), folder=folder))
        target = next(iter(said["metrics"]["targets"].values()))
        score = target["scores"][row["metric"]]
        found += score["folds"] if isinstance(score, dict) else [score]
    return found


def init_scores(options, row, folder):
    words = row["init"]
    data = pathlib.Path(os.environ["PLUMB_DATA"]) / words[0]
    plumb(options, "init", data, *words[1:], "--output", "written.yaml", folder=folder)
    settings = [f"evaluate=[{row['metric']}]", *(os.path.expandvars(setting) for setting in row.get("init_set", []))]
    return scores(options, row, "written.yaml", settings, folder)


def rows(options):
    for file in sorted(ROWS.glob("*.json")):
        row = {"example": file.stem, **json.loads(file.read_text())}
        if not options.only or any(file.stem.startswith(word) for word in options.only):
            yield file.stem, row


def reached(row, mean, size):
    """`size`: parameters of the network, where the row bounds them."""
    good = mean >= row["at_least"] if "at_least" in row else mean <= row["at_most"]
    return good and size <= row.get("most_parameters", size)


def near(row, example, init):
    """Whether what `plumb init` wrote comes near enough."""
    return init >= example - POINT if "at_least" in row else init <= example * (1 + SHARE)


def measured(options, row, folder):
    """The scores of the example, those of the task of `plumb init`, and how many parameters, in what was asked for."""
    task = programs.ROOT / "examples" / row["example"] / "task.yaml"
    settings = row.get("set", [])
    record = {}
    if "fp32" in options.trained_in:
        found = scores(options, row, task, settings, folder)
        size = parameters(options, row, task, folder) if "most_parameters" in row else 0
        record |= {"metric": row["metric"], "wanted": f"≥ {row['at_least']}" if "at_least" in row else f"≤ {row['at_most']}",
                   "mean": statistics.mean(found), "spread": spread(found), "count": len(found), "by": kind(row, found),
                   "reached": reached(row, statistics.mean(found), size), "parameters": size,
                   "beside": row.get("beside", {}), "why": row.get("why", "")}
        if "init" in row:
            record["init"] = statistics.mean(init_scores(options, row, folder))
    if "bf16" in options.trained_in:
        found = scores(options, row, task, [*settings, "train.precision=bf16"], folder)
        record["bf16"] = [statistics.mean(found), spread(found), len(found)]
    return record


def run(options, results):
    if options.quick:
        return print("  short forms of the same tasks run in the tests (tests/examples/scores.yaml)")
    if "PLUMB_DATA" not in os.environ:
        return programs.missing(options, "examples", "set PLUMB_DATA to the folder of the data sets")
    for name, row in rows(options):
        with tempfile.TemporaryDirectory() as folder:
            try:
                record = measured(options, row, folder)
            except Failed as failure:
                programs.missing(options, name, str(failure))
                continue
        print(said(name, row, record), flush=True)
        results.add(name, results.of(name) | record)


def kind(row, found):
    """What each score is of."""
    seeds = len(row.get("seeds", [None]))
    return "seeds" if len(found) == seeds > 1 else "folds" if seeds == 1 else f"folds, {seeds} seeds"


def spread(found):
    return statistics.stdev(found) if len(found) > 1 else 0


def said(name, row, record):
    line = f"  {name:24} {row['metric']:10}"
    if "mean" in record:
        line += f" {record['mean']:12.5g} ± {record['spread']:.2g} of {record['count']} {record['by']}, wanted {record['wanted']}"
        if record["parameters"]:
            line += f"; {record['parameters']} parameters, at most {row['most_parameters']}"
        if "init" in record:
            line += f"; plumb init {record['init']:.5g}{'' if near(row, record['mean'], record['init']) else ' IS NOT NEAR'}"
        if not record["reached"]:
            line += f"   NOT REACHED {record['why']}"
    if "bf16" in record:
        line += "   in bf16 {:.5g} ± {:.2g} of {}".format(*record["bf16"])
    return line


def tables(records):
    in_fp32 = {name: r for name, r in records.items() if "mean" in r}
    if in_fp32:
        columns = ["", "metric", "Plumbline", "wanted", "`plumb init`", "others"]
        table = [[name, r["metric"], f"{r['mean']:.5g} ± {r['spread']:.2g}{'' if r['reached'] else ' ✗'}", r["wanted"],
                  f"{r['init']:.5g}" if "init" in r else "–",
                  ", ".join(f"{peer} {score:g}" for peer, score in r["beside"].items()) or "–"] for name, r in in_fp32.items()]
        yield "measured with `./dev bench accuracy`; mean and spread of seeds on the official test set, or of folds", columns, table
    both = {name: r for name, r in in_fp32.items() if "bf16" in r}
    if both:
        yield ("in both precisions; mean and spread of the same seeds or folds", ["", "metric", "fp32", "bf16"],
               [[name, r["metric"], f"{r['mean']:.5g} ± {r['spread']:.2g}", "{:.5g} ± {:.2g}".format(*r["bf16"])]
                for name, r in both.items()])
