"""What the machine can do at most, measured in the same run (bench/limits.cpp)."""
import json
import subprocess

from harness import machine, programs


_best = {}


def limits(options, threads, bf16=False):
    """{"gflops": of the fastest product, "memory_gb": of reading and writing three arrays, both a second}: the best that was
    seen so far in this run, since other work on the machine can only slow a measurement down."""
    program = programs.ours(options, "limits")
    said = subprocess.run([program, str(threads), *(["--bf16"] if bf16 else [])], capture_output=True, text=True,
                          env=programs.environment(threads), preexec_fn=programs.on_cores(threads), check=True)
    best = _best.setdefault((program, threads, bf16), {})
    for name, rate in json.loads(said.stdout).items():
        best[name] = max(rate, best.get(name, 0))
    return dict(best)


def best_of(records):
    """The best limits among records of one machine, precision and number of threads."""
    best = {}
    for record in records:
        for name, rate in (record.get("limit") or {}).items():
            best[name] = max(rate, best.get(name, 0))
    return best or None


def text(limit):
    """For the heading of a table."""
    return f"{limit['gflops']:.0f} GFLOP/s, {limit['memory_gb']:.1f} GB/s"


def step_limit_ms(facts, limit):
    """No step can take less than its products at the machine's best rate, nor than AdamW's traffic where its arrays do not
    stay in the cores' own caches: weights and two moments are read and written (gradients are made on the way)."""
    changed = facts["changed_parameters"]
    products = 2 * facts["multiply_adds"] / (limit["gflops"] * 1e6)
    in_cache = 12 * changed <= machine.own_cache_bytes()
    update = 0 if in_cache else 24 * changed / (limit["memory_gb"] * 1e6)
    return products, update


def answer_limit_ms(facts, limit, bf16):
    """No answer can take less than its products, nor than the reading of its weights where they do not stay in the cores'
    own caches."""
    products = 2 * facts["multiply_adds"] / (limit["gflops"] * 1e6)
    read = (2 if bf16 else 4) * facts["read_weights"]
    return products, 0 if read <= machine.own_cache_bytes() else read / (limit["memory_gb"] * 1e6)
