"""Whole training steps: forward, loss, backward, AdamW. A row for each network of bench/networks/ and each of its batches."""
from harness import limits
from harness import rows as shared
from harness.networks import all_networks
from harness.rows import OURS, plural

TITLE = "training steps beside PyTorch's, compiled PyTorch's and Keras's on TensorFlow and JAX"
LIMIT = ("Limits count convolutions as the plain sum has them; ours of 3 by 3 have up to 2.25 times fewer products, so networks "
         "of them may pass 100 %.")
# How far a peer's losses may be from ours, of the first step and of the first five. The first tells whether the networks are
# the same. Later ones part a little where gradients are as small as Adam's epsilon: Keras adds it before the correction of
# the moments, ours and PyTorch's after.
NEAR = {"fp32": [1e-5, 2e-3], "bf16": [1e-2, 5e-2]}
PARTS = {"products_ms": "gflops", "update_ms": "memory_gb"}


def run(options, results):
    records, ratios = [], {}
    for network in all_networks(options):
        for rows in network.batches:
            for threads in options.threads:
                for precision in options.precision:
                    record = row(network, rows, threads, precision, options)
                    results.add(f"{network.name} {rows} {threads} {precision}", record)
                    records.append(record)
                    if record["ratio"]:
                        ratios.setdefault(precision, []).append(record["ratio"])
    for precision, all_of in ratios.items():
        print(f"\n{precision}: {shared.summary(all_of)}")
    print(LIMIT)
    if len(ratios) > 1:
        print(f"best precision of each: {shared.summary([ratio for _, ratio in best_ratios(records)])}")


def best_ratios(records):
    """Of each row that was measured in several precisions: the fastest peer in its best one, over ours in our best one."""
    rows = {}
    for r in records:
        rows.setdefault((r["network"], r["rows"], r["threads"]), []).append(r)
    for of_it in rows.values():
        ours = [r["step_ms"][OURS] for r in of_it if OURS in r["step_ms"]]
        peers = [ms for r in of_it for ms in shared.same_work(r, NEAR).values()]
        if len(of_it) > 1 and ours and peers:
            yield of_it[0], min(peers) / min(ours)


def row(network, rows, threads, precision, options):
    print(f"\n{network.title}, batch {rows}, {precision}, {plural(threads, 'thread')}")
    record, ours = shared.measure("train", network, rows, threads, precision, difference, options)
    for label, ms in record["step_ms"].items():
        print(f"  {label:30} {ms:9.3f} ms   (turns {record['low_ms'][label]:.3f} to {record['high_ms'][label]:.3f})   "
              f"processor {record['cpu_ms'][label]:9.3f} ms   {agreement(record, label)}")
    if OURS in record["step_ms"]:
        limit = limits.limits(options, threads, precision == "bf16")
        print(shared.against(record, limit, PARTS, limits.step_limit_ms(ours, limit), ours))
    shared.compare(record, NEAR)
    return record


def difference(ours, theirs):
    """Relative differences of the first five losses from ours: of the first, and the largest; or None."""
    ours, theirs = ours.get("losses"), theirs.get("losses")
    if not ours or not theirs:
        return None
    apart = [abs(a - b) / abs(a) for a, b in zip(ours, theirs)]
    return [apart[0], max(apart)]


def agreement(record, label):
    apart = record["difference"].get(label)
    if not apart:
        return ""
    says = "agree" if shared.agree(apart, record, NEAR) else "DIFFER, so not counted"
    return f"losses {says} ({apart[0]:.0e}, after four steps {apart[1]:.0e})"


def tables(records):
    """One table a precision: the time of each, the ratio, the limit. Then the best precision of each row."""
    for threads in sorted({r["threads"] for r in records.values()}, reverse=True):
        for precision in ("fp32", "bf16"):
            of_it = [r for r in records.values() if r["precision"] == precision and r["threads"] == threads]
            if of_it:
                says, *rest = shared.table(of_it, NEAR, PARTS, row_name)
                yield f"{precision}, {plural(threads, 'thread')}, ms a step{says}", *rest
        best = list(best_ratios(r for r in records.values() if r["threads"] == threads))
        if best:
            yield (f"each one's best precision, {plural(threads, 'thread')}: {shared.summary([ratio for _, ratio in best])}",
                   ["network", "fastest peer / ours"], [[row_name(r), f"{ratio:.2f}×"] for r, ratio in best])


def row_name(record):
    return f"{record['title']}, batch {record['rows']}"
