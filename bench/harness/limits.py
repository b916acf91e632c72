"""What the machine can do at most, measured in the same run (bench/limits.cpp)."""
import functools
import json
import subprocess

from harness import machine, programs


@functools.lru_cache(None)
def _measure(program, threads, bf16):
    said = subprocess.run([program, str(threads), *(["--bf16"] if bf16 else [])], capture_output=True, text=True,
                          env=programs.environment(threads), preexec_fn=programs.on_cores(threads))
    return json.loads(said.stdout) if said.returncode == 0 else None


def limits(options, threads, bf16=False):
    """{"gflops": of the fastest product, "memory_gb": of reading and writing three arrays, both a second}, or None where ours
    has no such precision."""
    return _measure(programs.ours(options, "limits"), threads, bf16)


def step_limit_ms(facts, limit):
    """No step can take less than its products at the machine's best rate, nor than AdamW's traffic where its arrays do not
    stay in the cores' own caches: weights and two moments are read and written (gradients are made on the way)."""
    changed = facts["changed_parameters"]
    products = 2 * facts["multiply_adds"] / (limit["gflops"] * 1e6)
    in_cache = 12 * changed <= machine.own_cache_bytes()
    update = 0 if in_cache else 24 * changed / (limit["memory_gb"] * 1e6)
    return products, update
