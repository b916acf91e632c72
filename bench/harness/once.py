"""A program that runs once, from process start to its end: wall time, peak memory, and the facts that it printed."""
import collections
import json
import os
import subprocess
import tempfile
import time

from harness import programs

Ran = collections.namedtuple("Ran", "seconds peak_mb facts")


class Failed(Exception):
    pass


def run_once(command, threads=None, folder=None):
    threads = threads or len(os.sched_getaffinity(0))
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as errors:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=errors, text=True, cwd=folder,
                                   env=programs.environment(threads), preexec_fn=programs.on_cores(threads))
        try:
            _, status, used = os.wait4(process.pid, 0)
        except KeyboardInterrupt:
            process.kill()
            raise
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0), errors.seek(0)
        said = out.read()
        if process.returncode:
            lines = [line for line in (errors.read() + said).splitlines() if line.strip()]
            raise Failed(lines[-1][:300] if lines else f"exit code {process.returncode}")
        facts = {"said": said}
        for line in said.splitlines():
            if line.startswith("{") and line.endswith("}"):
                facts |= json.loads(line)
        return Ran(seconds, used.ru_maxrss * 1024 / 1e6, facts)
