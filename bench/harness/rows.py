"""What train and infer share: which contestants did the same work on a row and so may be its fastest, and how near ours came
to what the machine can do. How far answers may differ (`near`) and what a limit is made of (`parts`) is said by each group."""
import math

from harness import contestants, limits, programs

OURS = "Plumbline"


def measure(mode, network, rows, threads, precision, difference, options):
    """The record of a row and what ours said; difference(facts of ours, of another) is a list of numbers or None."""
    measured, facts, missing = contestants.compete(mode, network, rows, threads, precision == "bf16", options)
    ours = facts.get(OURS, {})
    record = {"network": network.name, "title": network.title, "rows": rows, "threads": threads, "precision": precision,
              "missing": missing, "ratio": None, "turns": options.rounds,
              "step_ms": {label: m.step_ms for label, m in measured.items()},
              "low_ms": {label: m.low for label, m in measured.items()},
              "high_ms": {label: m.high for label, m in measured.items()},
              "cpu_ms": {label: m.cpu_ms for label, m in measured.items()},
              "difference": {label: difference(ours, facts.get(label, {})) for label in measured if label != OURS}}
    for label, why in missing.items():
        programs.missing(options, label, why)
    return record, ours


def against(record, limit, parts, milliseconds, ours, digits=3):
    """Adds a limit and the milliseconds of its parts to a record, and how long ours was prepared; a sentence about them."""
    record |= {"limit": limit, "prepare_ms": ours["prepare_ms"], **dict(zip(parts, milliseconds, strict=True))}
    unit = {"gflops": "{gflops:.0f} GFLOP/s", "memory_gb": "{memory_gb:.1f} GB/s"}
    of_it = ", ".join(f"{ms.removesuffix('_ms')} {record[ms]:.{digits}f} at {unit[rate].format(**limit)}" for ms, rate in parts.items())
    return f"  limit {max(milliseconds):.{digits}f} ms ({of_it}): {share_of(record, limit, parts):.0%} of ours"


def compare(record, near):
    """Adds the fastest peer and what it took in times of ours; says it."""
    peers = same_work(record, near)
    if OURS not in record["step_ms"] or not peers:
        return
    cpu = record["cpu_ms"]
    best = min(peers, key=peers.get)
    record |= {"fastest_peer": best, "ratio": ratio(record, near), "ratio_cpu": min(cpu[label] for label in peers) / cpu[OURS]}
    print(f"  {record['ratio']:.2f}x the fastest peer ({best}) by the clock, {record['ratio_cpu']:.2f}x the thriftiest in "
          "processor time", flush=True)


def agree(apart, record, near):
    return all(a < most for a, most in zip(apart, near[record["precision"]]))


def parted(record, near):
    """Peers whose numbers differ from ours, and how far: they compute something else."""
    apart = record.get("difference", {})  # a record of earlier may have none
    return {label: max(numbers) for label, numbers in apart.items() if numbers and not agree(numbers, record, near)}


def same_work(record, near):
    """Times of the peers that may be the fastest. (Compiled PyTorch, whose numbers are not read, is eager PyTorch's network.)"""
    return {label: ms for label, ms in record["step_ms"].items() if label != OURS and label not in parted(record, near)}


def ratio(record, near):
    """The fastest peer's time in times of ours; None where one of them is missing."""
    peers = same_work(record, near)
    return min(peers.values()) / record["step_ms"][OURS] if peers and OURS in record["step_ms"] else None


def share_of(record, limit, parts):
    """Of the time of ours, what the machine needs at least at these rates; None where no limit was measured. `parts`: the
    milliseconds of a record, and which rate they were counted at."""
    if not record.get("limit"):
        return None
    return max(record[ms] * record["limit"][rate] / limit[rate] for ms, rate in parts.items()) / record["step_ms"][OURS]


def table(records, near, parts, name, more=None, digits=3):
    """Columns and rows with a line for each record, behind a heading that sums them up. A † marks what is not the same work.
    `more`: further columns, by their heading a function of the record."""
    labels = sorted({label for r in records for label in r["step_ms"]} - {OURS})
    limit = limits.best_of(records)
    rows, ratios = [], []
    for r in records:
        mark = {label: f" † {most:.0e}" for label, most in parted(r, near).items()}
        cell = lambda label: f"{r['step_ms'][label]:.{digits}f}{mark.get(label, '')}" if label in r["step_ms"] else "–"
        times, share = ratio(r, near), share_of(r, limit, parts)
        ratios += [times] if times else []
        rows.append([name(r), cell(OURS), *map(cell, labels), *(text(r) for text in (more or {}).values()), in_times(times),
                     f"{share:.0%}" if share else "–"])
    columns = ["network", OURS, *labels, *(more or {}), "fastest peer / ours", "share of limit"]
    return (f"; limits {limits.text(limit)}" if limit else "") + (f"; {summary(ratios)}" if ratios else ""), columns, rows


def in_times(value):
    return f"{value:.2f}×" if value else "–"


def summary(ratios):
    return (f"geometric mean {geometric_mean(ratios):.2f}× the fastest peer over {plural(len(ratios), 'row')}, smallest "
            f"{min(ratios):.2f}×")


def geometric_mean(ratios):
    return math.exp(sum(map(math.log, ratios)) / len(ratios))


def plural(number, word):
    return f"{number} {word}{'s' if number > 1 else ''}"
