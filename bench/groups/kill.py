"""kill -9 at 260 moments of a training, a cross-validation, a streamed training and one on augmented images: each time the run
must end with the same bits. Ten rounds of the 26 moments of tests/task/kill_test.cpp, each with another seed."""
import os
import subprocess

from harness import programs

TITLE = "260 runs killed with -9 and resumed: the same bits as without (needs the tests: ./dev test task)"
PROGRAM = programs.ROOT / "build/release/test_task"
ROUNDS, MOMENTS = 10, 26


def run(options, results):
    if options.quick:
        return print(f"  {MOMENTS} moments are killed in each run of the tests themselves")
    if not PROGRAM.exists():
        return programs.missing(options, "Plumbline", f"{PROGRAM} is not built; ./dev test task builds it")
    for done in range(1, ROUNDS + 1):
        seed = str(1000 + done)
        ran = subprocess.run([PROGRAM, "--gtest_filter=*Kill.*"], capture_output=True, text=True,
                             env=dict(os.environ, PLUMB_KILL_SEED=seed))
        if ran.returncode:
            raise SystemExit(f"{ran.stdout}\nseed {seed}: a killed run ended otherwise")
        print(f"  {done * MOMENTS} kills, all resumed to the same bits", flush=True)


def tables(records):
    """Nothing is measured, so nothing is kept for docs/performance.md."""
    return []
