"""kill -9 at moments of small trainings (tests/task/kill_test.cpp): plain, cross-validated, streamed, on augmented images, …
Each time the run is resumed and must end with the same bits. Ten rounds, each with another seed and so other moments."""
import json
import os
import pathlib
import subprocess
import tempfile

from harness import programs

TITLE = "runs killed with -9 and resumed: the same bits as without (needs the tests: ./dev test task)"
ROUNDS = 10
WHERE = {"AtAnyOperationOnFiles": "in_files", "AtAnyTime": "in_time"}


def run(options, results):
    if options.quick:
        return print("  runs are killed whenever the tests themselves are run")
    program = options.build.absolute() / "test_task"
    if not program.exists():
        return programs.missing(options, "Plumbline", f"{program} is not built; ./dev test task builds it")
    records = {}
    for done in range(1, ROUNDS + 1):
        for kind, where, kills, same in round_of(program, seed=1000 + done):
            record = records.setdefault(kind, {"rounds": ROUNDS, "in_files": 0, "in_time": 0})
            record[where] += kills
            if not same:
                raise SystemExit(f"seed {1000 + done}, {kind}: a killed run ended otherwise")
        print(f"  {all_of(records)} kills, all resumed to the same bits", flush=True)
    for kind, record in records.items():
        results.add(kind, record)


def round_of(program, seed):
    """(kind of run, where it was killed, how often, whether all ended with the same bits) of each test, as it counted."""
    with tempfile.TemporaryDirectory() as folder:
        report = pathlib.Path(folder) / "report.json"
        ran = subprocess.run([program, "--gtest_filter=*/Kill.*", f"--gtest_output=json:{report}"], capture_output=True,
                             text=True, env=dict(os.environ, PLUMB_KILL_SEED=str(seed)))
        if not report.exists():
            raise SystemExit(f"{ran.stdout}{ran.stderr}")
        if ran.returncode:
            print(ran.stdout)
        for test in (test for suite in json.loads(report.read_text())["testsuites"] for test in suite["testsuite"]):
            name, kind = test["name"].split("/")
            same = "failures" not in test
            yield kind.replace("_", " "), WHERE[name], int(test["kills"]) if same else 0, same


def all_of(records):
    return sum(record["in_files"] + record["in_time"] for record in records.values())


def tables(records):
    yield (f"{ROUNDS} rounds; {all_of(records)} kills, and each time the same bits",
           ["run", "killed at an operation on a file", "killed at any time"],
           [[kind, str(r["in_files"]), str(r["in_time"])] for kind, r in records.items()])
