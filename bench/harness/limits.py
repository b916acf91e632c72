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
    found = [record["limit"] for record in records if record.get("limit")]
    return {name: max(limit[name] for limit in found) for name in found[0]} if found else None


def step_limit_ms(facts, limit):
    """No step can take less than its products at the machine's best rate, nor than AdamW's traffic where its arrays do not
    stay in the cores' own caches: weights and two moments are read and written (gradients are made on the way)."""
    changed = facts["changed_parameters"]
    products = 2 * facts["multiply_adds"] / (limit["gflops"] * 1e6)
    in_cache = 12 * changed <= machine.own_cache_bytes()
    update = 0 if in_cache else 24 * changed / (limit["memory_gb"] * 1e6)
    return products, update
