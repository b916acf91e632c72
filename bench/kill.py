#!/usr/bin/env python3
"""kill -9 at 200 moments of a training and of a cross-validation: each time the run must end with the same bits.

Usage: bench/kill.py [ROUNDS]     default 10: each round is the test's 20 moments with another seed. Needs the dev build.
"""
import os
import pathlib
import subprocess
import sys

PROGRAM = pathlib.Path(__file__).resolve().parent.parent / "build/dev/test_task"
MOMENTS = 20  # of one round: tests/task/kill_test.cpp


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    for seed in range(1, rounds + 1):
        ran = subprocess.run([PROGRAM, "--gtest_filter=*Kill.*"], capture_output=True, text=True,
                             env=dict(os.environ, PLUMB_KILL_SEED=str(1000 + seed)))
        if ran.returncode:
            sys.exit(f"{ran.stdout}\nseed {1000 + seed}: a killed run ended otherwise")
        print(f"{seed * MOMENTS} kills, all resumed to the same bits", flush=True)


if __name__ == "__main__":
    main()
