"""Answers of a network that is trained: the latency of one row, and 256 at once."""
from harness import contestants, programs
from harness.networks import all_networks

TITLE = "answers for one row and for 256, beside ONNX Runtime's and the peers of training"
OURS = "Plumbline"
ROWS = [1, 256]


def run(options, results):
    for network in all_networks(options):
        for rows in ROWS:
            for threads in options.threads:
                for precision in options.precision:
                    results.add(f"{network.name} {rows} {threads} {precision}", row(network, rows, threads, precision, options))


def row(network, rows, threads, precision, options):
    print(f"\n{network.title}, {rows} row{'s' if rows > 1 else ''}, {precision}, {threads} thread{'s' if threads > 1 else ''}")
    measured, facts, missing = contestants.compete("infer", network, rows, threads, precision == "bf16", options)
    for label, m in measured.items():
        print(f"  {label:30} {m.step_ms:9.4f} ms   (turns {m.low:.4f} to {m.high:.4f})   processor {m.cpu_ms:9.4f} ms   "
              f"{rows / m.step_ms * 1e3:12,.0f} rows/s   {agreement(facts, label, precision)}")
    for label, why in missing.items():
        programs.missing(options, label, why)
    record = {"network": network.name, "title": network.title, "rows": rows, "threads": threads, "precision": precision,
              "missing": missing, "step_ms": {label: m.step_ms for label, m in measured.items()},
              "cpu_ms": {label: m.cpu_ms for label, m in measured.items()}, "ratio": None, "ratio_onnx": None}
    if OURS in measured and len(measured) > 1:
        peers = {label: m.step_ms for label, m in measured.items() if label != OURS}
        best = min(peers, key=peers.get)
        record |= {"fastest_peer": best, "ratio": peers[best] / measured[OURS].step_ms}
        print(f"  {record['ratio']:.2f}x the fastest peer ({best})", end="")
        if "ONNX Runtime" in peers:
            record["ratio_onnx"] = peers["ONNX Runtime"] / measured[OURS].step_ms
            print(f", {record['ratio_onnx']:.2f}x ONNX Runtime", end="")
        print(flush=True)
    return record


def agreement(facts, label, precision):
    ours, theirs = (facts.get(name, {}).get("outputs") for name in (OURS, label))
    if label == OURS or not ours or not theirs:
        return ""
    apart = max(abs(a - b) for a, b in zip(ours, theirs))
    near = 1e-4 if precision == "fp32" else 2e-2
    return f"answers {'agree' if apart < near else 'DIFFER'} ({apart:.0e})"


def tables(records):
    for threads in sorted({r["threads"] for r in records.values()}, reverse=True):
        for precision in ("fp32", "bf16"):
            for rows in ROWS:
                of_it = [r for r in records.values() if (r["precision"], r["threads"], r["rows"]) == (precision, threads, rows)]
                if not of_it:
                    continue
                labels = sorted({label for r in of_it for label in r["step_ms"]} - {OURS})
                lines = []
                for r in of_it:
                    cell = lambda label: f"{r['step_ms'][label]:.4f}" if label in r["step_ms"] else "–"
                    ratio = lambda value: f"{value:.2f}×" if value else "–"
                    lines.append([r["title"], cell(OURS), *map(cell, labels), ratio(r["ratio_onnx"]), ratio(r["ratio"])])
                heading = f"{precision}, {rows} row{'s' if rows > 1 else ''}, {threads} thread{'s' if threads > 1 else ''}, ms"
                yield heading, ["network", OURS, *labels, "ONNX Runtime / ours", "fastest peer / ours"], lines
