"""Whole training steps: forward, loss, backward, AdamW. A row for each network of bench/networks/ and each of its batches."""
import math

from harness import contestants, limits, programs
from harness.networks import all_networks

TITLE = "training steps beside PyTorch's, compiled PyTorch's and Keras's on TensorFlow and JAX"
OURS = "Plumbline"
LIMIT = ("Limits count convolutions as the plain sum has them; ours of 3 by 3 have up to 2.25 times fewer products, so networks "
         "of them may pass 100 %.")


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
        print(f"\n{precision}: {summary(all_of)}")
    print(LIMIT)
    if len(ratios) > 1:
        print(f"best precision of each: {summary([ratio for _, ratio in best_ratios(records)])}")


def summary(ratios):
    return (f"geometric mean {geometric_mean(ratios):.2f}× the fastest peer over {len(ratios)} rows, smallest "
            f"{min(ratios):.2f}×")


def best_ratios(records):
    """Of each row that was measured in several precisions: the fastest peer in its best one, over ours in our best one."""
    rows = {}
    for r in records:
        rows.setdefault((r["network"], r["rows"], r["threads"]), []).append(r)
    for of_it in rows.values():
        ours = [r["step_ms"][OURS] for r in of_it if OURS in r["step_ms"]]
        peers = [ms for r in of_it for ms in same_work(r).values()]
        if len(of_it) > 1 and ours and peers:
            yield of_it[0], min(peers) / min(ours)


def geometric_mean(ratios):
    return math.exp(sum(map(math.log, ratios)) / len(ratios))


def row(network, rows, threads, precision, options):
    print(f"\n{network.title}, batch {rows}, {precision}, {in_words(threads)}")
    measured, facts, missing = contestants.compete("train", network, rows, threads, precision == "bf16", options)
    for label, m in measured.items():
        print(f"  {label:30} {m.step_ms:9.3f} ms   (turns {m.low:.3f} to {m.high:.3f})   processor {m.cpu_ms:9.3f} ms   "
              f"{agreement(facts, label)}")
    for label, why in missing.items():
        programs.missing(options, label, why)
    record = {"network": network.name, "title": network.title, "rows": rows, "threads": threads, "precision": precision,
              "missing": missing, "ratio": None,
              "step_ms": {label: m.step_ms for label, m in measured.items()},
              "cpu_ms": {label: m.cpu_ms for label, m in measured.items()},
              "difference": {label: difference(facts, label) for label in measured}}
    if OURS in measured:
        limit = limits.limits(options, threads, precision == "bf16")
        products, update = limits.step_limit_ms(facts[OURS], limit)
        record |= {"limit": limit, "products_ms": products, "update_ms": update}
        share = share_of(record, limit)
        print(f"  limit {max(products, update):.3f} ms (products {products:.3f} at {limit['gflops']:.0f} GFLOP/s, update "
              f"{update:.3f} at {limit['memory_gb']:.1f} GB/s): Plumbline runs at {share:.0%} of it")
        peers = same_work(record)
        if peers:
            best = min(peers, key=peers.get)
            record |= {"fastest_peer": best, "ratio": peers[best] / measured[OURS].step_ms,
                       "ratio_cpu": min(measured[label].cpu_ms for label in peers) / measured[OURS].cpu_ms}
            print(f"  {record['ratio']:.2f}x the fastest peer ({best}) by the clock, {record['ratio_cpu']:.2f}x the thriftiest "
                  "in processor time", flush=True)
    return record


def parted(record):
    """Peers whose losses differ from ours, and how far: they compute something else."""
    return {label: max(apart) for label, apart in record["difference"].items() if apart and not agree(apart, record["precision"])}


def same_work(record):
    """Steps of the peers that may be the fastest. (Compiled PyTorch, whose losses are not read, is eager PyTorch's network.)"""
    return {label: ms for label, ms in record["step_ms"].items() if label != OURS and label not in parted(record)}


def share_of(record, limit):
    """Of the time of our step, what the machine needs at least at these rates; None where no limit was measured."""
    if not record.get("limit"):
        return None
    then = record["limit"]
    return max(record["products_ms"] * then["gflops"] / limit["gflops"],
               record["update_ms"] * then["memory_gb"] / limit["memory_gb"]) / record["step_ms"][OURS]


def difference(facts, label):
    """Relative differences of the first five losses from ours: of the first, and the largest; or None."""
    ours, theirs = (facts.get(name, {}).get("losses") for name in (OURS, label))
    if not ours or not theirs:
        return None
    apart = [abs(a - b) / abs(a) for a, b in zip(ours, theirs)]
    return apart[0], max(apart)


def agreement(facts, label):
    """The first tells whether the networks are the same. Later ones part a little where gradients are as small as Adam's
    epsilon: Keras adds it before the correction of the moments, ours and PyTorch's after."""
    apart = difference(facts, label)
    if label == OURS or apart is None:
        return ""
    says = "agree" if agree(apart, facts[OURS]["precision"]) else "DIFFER, so not counted"
    return f"losses {says} ({apart[0]:.0e}, after four steps {apart[1]:.0e})"


def agree(apart, precision):
    first, largest = (1e-2, 5e-2) if precision == "bf16" else (1e-5, 2e-3)
    return apart[0] < first and apart[1] < largest


def tables(records):
    """One table a precision: the time of each, the ratio, the limit. Then the best precision of each row."""
    for threads in sorted({r["threads"] for r in records.values()}, reverse=True):
        for precision in ("fp32", "bf16"):
            of_it = [r for r in records.values() if r["precision"] == precision and r["threads"] == threads]
            if of_it:
                yield table(of_it, f"{precision}, {in_words(threads)}, ms a step")
        best = list(best_ratios(r for r in records.values() if r["threads"] == threads))
        if best:
            yield (f"each one's best precision, {in_words(threads)}: {summary([ratio for _, ratio in best])}",
                   ["network", "fastest peer / ours"], [[row_name(r), f"{ratio:.2f}×"] for r, ratio in best])


def table(records, heading):
    labels = sorted({label for r in records for label in r["step_ms"]} - {OURS})
    limit = limits.best_of(records)
    rows, ratios = [], []
    for r in records:
        apart, peers, share = parted(r), same_work(r), share_of(r, limit)
        ratio = min(peers.values()) / r["step_ms"][OURS] if peers and OURS in r["step_ms"] else None
        ratios += [ratio] if ratio else []
        mark = {label: f" † {most:.0e}" for label, most in apart.items()}
        cell = lambda label: f"{r['step_ms'][label]:.3f}{mark.get(label, '')}" if label in r["step_ms"] else "–"
        rows.append([row_name(r), cell(OURS), *map(cell, labels), f"{ratio:.2f}×" if ratio else "–",
                     f"{share:.0%}" if share else "–"])
    heading += f"; limits {limit['gflops']:.0f} GFLOP/s, {limit['memory_gb']:.1f} GB/s" if limit else ""
    heading += f"; {summary(ratios)}" if ratios else ""
    return heading, ["network", OURS, *labels, "fastest peer / ours", "share of limit"], rows


def row_name(record):
    return f"{record['title']}, batch {record['rows']}"


def in_words(threads):
    return f"{threads} thread{'s' if threads > 1 else ''}"
