"""Where programs lie, and how they are started."""
import os
import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
DEPS = pathlib.Path(os.environ.get("PLUMB_DEPS", ROOT / ".deps"))
PYTHON = DEPS / "peers/bin/python"
PEERS = ROOT / "bench/peers"


def ours(options, name):
    return str(options.build.absolute() / ("plumb" if name == "plumb" else f"bench/{name}"))


def peer(name):
    return [str(PYTHON), str(PEERS / f"{name}.py")]


def has(module):
    """Whether the peers' Python has a module."""
    if not PYTHON.exists():
        return False
    return subprocess.run([PYTHON, "-c", f"import importlib.util as u, sys; sys.exit(u.find_spec('{module}') is None)"],
                          capture_output=True).returncode == 0


def missing(options, label, why):
    """Says why a contestant is not measured; the test, which runs ours alone, fails."""
    print(f"  {label:30} not measured: {why}", flush=True)
    if options.quick:
        raise SystemExit(f"{label}: {why}")


def environment(threads):
    # Bound threads: unbound ones may share a core, and then wait a scheduler tick for each other in every region.
    return dict(os.environ, OMP_PROC_BIND="true", OMP_NUM_THREADS=str(threads), PYTHONDONTWRITEBYTECODE="1",
                TORCHINDUCTOR_CACHE_DIR=str(ROOT / "build/bench/inductor"), TORCHINDUCTOR_FX_GRAPH_CACHE="1")


def on_cores(threads):
    """Run in the child before it starts: no contestant gets more cores than it is said to use."""
    cores = sorted(os.sched_getaffinity(0))[:threads]
    return lambda: os.sched_setaffinity(0, cores)
