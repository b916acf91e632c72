"""Answers of a network that is trained: the latency of one row, and 256 at once."""
from harness import limits
from harness import rows as shared
from harness.networks import all_networks
from harness.rows import OURS, plural

TITLE = "answers for one row and for 256, beside ONNX Runtime's and the peers of training"
ROWS = [1, 256]
NEAR = {"fp32": [1e-4], "bf16": [2e-2]}  # how far a peer's probabilities may be from ours
PARTS = {"products_ms": "gflops", "weights_ms": "memory_gb"}


def run(options, results):
    ratios = {}
    for network in all_networks(options):
        for rows in ROWS:
            for threads in options.threads:
                for precision in options.precision:
                    record = row(network, rows, threads, precision, options)
                    results.add(f"{network.name} {rows} {threads} {precision}", record)
                    if record["ratio"]:
                        ratios.setdefault(f"{precision}, {plural(rows, 'row')}", []).append(record["ratio"])
    for name, all_of in ratios.items():
        print(f"\n{name}: {shared.summary(all_of)}")


def row(network, rows, threads, precision, options):
    print(f"\n{network.title}, {plural(rows, 'row')}, {precision}, {plural(threads, 'thread')}")
    record, ours = shared.measure("infer", network, rows, threads, precision, difference, options)
    for label, ms in record["step_ms"].items():
        print(f"  {label:30} {ms:9.4f} ms   (turns {record['low_ms'][label]:.4f} to {record['high_ms'][label]:.4f})   "
              f"processor {record['cpu_ms'][label]:9.4f} ms   {rows / ms * 1e3:12,.0f} rows/s   {agreement(record, label)}")
    if OURS in record["step_ms"]:
        limit = limits.limits(options, threads, precision == "bf16")
        parts = limits.answer_limit_ms(ours, limit, precision == "bf16")
        print(f"{shared.against(record, limit, PARTS, parts, ours, digits=4)}; first answer {record['prepare_ms']:.1f} ms after "
              "the weights are there")
    shared.compare(record, NEAR)
    return record


def difference(ours, theirs):
    """The largest of the first thousand probabilities."""
    ours, theirs = ours.get("outputs"), theirs.get("outputs")
    return [max(abs(a - b) for a, b in zip(ours, theirs, strict=True))] if ours and theirs else None


def agreement(record, label):
    apart = record["difference"].get(label)
    if not apart:
        return ""
    return f"answers {'agree' if shared.agree(apart, record, NEAR) else 'DIFFER, so not counted'} ({apart[0]:.0e})"


def onnx_ratio(record):
    onnx = shared.same_work(record, NEAR).get("ONNX Runtime")
    return shared.in_times(onnx / record["step_ms"][OURS] if onnx and OURS in record["step_ms"] else None)


def first_answer(record):
    return f"{record['prepare_ms']:.1f}" if "prepare_ms" in record else "–"


def tables(records):
    for threads in sorted({r["threads"] for r in records.values()}, reverse=True):
        for precision in ("fp32", "bf16"):
            for rows in ROWS:
                of_it = [r for r in records.values() if (r["precision"], r["threads"], r["rows"]) == (precision, threads, rows)]
                if of_it:
                    says, *rest = shared.table(of_it, NEAR, PARTS, lambda r: r["title"], digits=4, more={
                        "our first answer": first_answer, "ONNX Runtime / ours": onnx_ratio})
                    yield f"{precision}, {plural(rows, 'row')}, {plural(threads, 'thread')}, ms{says}", *rest
