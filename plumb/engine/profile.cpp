#include "plumb/engine/profile.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "plumb/core/text_table.h"

namespace plumb {
namespace {

/// Calls with what all shards and threads took for them, and what they would have taken at the peak.
struct Row {
  const CallTime* call = nullptr;
  double seconds = 0, flops = 0, bytes = 0;
  double products_at_peak = 0, memory_at_peak = 0;  // seconds
  int times = 0;

  void add(const Row& other) {
    seconds += other.seconds;
    flops += other.flops;
    bytes += other.bytes;
    products_at_peak += other.products_at_peak;
    memory_at_peak += other.memory_at_peak;
    ++times;
  }
};

Row row_of(const CallTime& call, const Peaks& peaks) {
  const auto at = [](double work, double peak) { return peak > 0 ? work / peak : 0; };
  return {.call = &call,
          .seconds = call.seconds,
          .flops = call.flops,
          .bytes = call.bytes,
          .products_at_peak = at(call.flops, call.bf16 ? peaks.bf16_flops : peaks.flops),
          .memory_at_peak = at(call.bytes, peaks.bytes)};
}

std::vector<Row> rows_of(const StepTimes& times, const Peaks& peaks) {
  std::vector<Row> rows;
  std::map<int, size_t> known;
  for (const CallTime& call : times.calls) {
    const auto [found, fresh] = known.try_emplace(call.call, rows.size());
    if (fresh) rows.push_back({.call = &call});
    rows[found->second].add(row_of(call, peaks));
  }
  return rows;
}

/// Products are held against products, the others against memory.
struct Rate {
  std::string text = {}, of_peak = {};
  double share = 0;
};

Rate rate_of(const Row& row) {
  if (row.seconds <= 0 || (row.flops <= 0 && row.bytes <= 0)) return {};
  const bool products = row.flops > 0;
  Rate rate{.share = (products ? row.products_at_peak : row.memory_at_peak) / row.seconds};
  rate.text =
      fmt::format("{:.1f} {}", (products ? row.flops : row.bytes) / row.seconds / 1e9, products ? "GFLOP/s" : "GB/s");
  rate.of_peak = fmt::format("{:.0f} %", 100 * rate.share);
  return rate;
}

double thread_seconds(const StepTimes& times) { return times.seconds * times.threads; }

std::string share_text(double seconds, const StepTimes& times) {
  return fmt::format("{:.1f} %", 100 * seconds / thread_seconds(times));
}

std::string microseconds(double seconds) { return fmt::format("{:.1f}", 1e6 * seconds); }

/// "conv2d", or what a call that belongs to no operator does: "reorder".
std::string kind_of(const CallTime& call) {
  return call.kernel.empty() ? call.what.substr(0, call.what.find(':')) : call.kernel;
}

std::string table_of_operators(const std::vector<Row>& rows, const StepTimes& times) {
  std::map<std::string, Row> sums;
  double all = 0;
  for (const Row& row : rows) {
    sums[kind_of(*row.call)].add(row);
    all += row.seconds;
  }
  std::vector<std::pair<std::string, Row>> sorted(sums.begin(), sums.end());
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const auto& a, const auto& b) { return a.second.seconds > b.second.seconds; });
  TextTable table({"operator", "calls", "us", "share", "rate", "of peak"});
  for (const auto& [name, sum] : sorted) {
    const Rate rate = rate_of(sum);
    table.row({name, std::to_string(sum.times), microseconds(sum.seconds), share_text(sum.seconds, times), rate.text,
               rate.of_peak});
  }
  const double rest = std::max(0.0, thread_seconds(times) - all);
  table.row({"waiting and between calls", "", microseconds(rest), share_text(rest, times), "", ""});
  return table.text();
}

}  // namespace

std::string profile_text(const StepTimes& times, const Peaks& peaks) {
  const std::vector<Row> rows = rows_of(times, peaks);
  TextTable table({"call", "layer", "layout", "us", "share", "rate", "of peak"});
  int reorders = 0;
  for (const Row& row : rows) {
    const Rate rate = rate_of(row);
    reorders += row.call->what == "reorder";
    table.row({row.call->what, row.call->layer, row.call->layout, microseconds(row.seconds),
               share_text(row.seconds, times), rate.text, rate.of_peak});
  }
  const std::string in_bf16 =
      peaks.bf16_flops > 0 ? fmt::format(", those of bf16 copies {:.1f}", peaks.bf16_flops / 1e9) : "";
  return fmt::format(
      "{}\n{}\n"
      "A step: {:.3f} ms, the fastest of {}; threads: {}, shards: {}, calls: {}, reorders: {}.\n"
      "Times are sums over shards and threads. "
      "Peaks of a thread, measured now: products {:.1f} GFLOP/s{}, memory {:.1f} GB/s.\n"
      "Above 100 %: what is read was still in a cache; "
      "or a convolution of 3 by 3 has 2.25 times fewer products than its\n"
      "formula, whose GFLOP are counted (Winograd).\n",
      table.text(), table_of_operators(rows, times), 1e3 * times.seconds, times.runs, times.threads,
      std::max(1, times.shards), rows.size(), reorders, peaks.flops / 1e9, in_bf16, peaks.bytes / 1e9);
}

Entry profile_entry(const StepTimes& times, const Peaks& peaks) {
  Entry entry = Entry::map(), calls = Entry::list();
  entry.set("seconds", Entry::number(times.seconds));
  entry.set("runs", Entry::number(times.runs));
  entry.set("threads", Entry::number(static_cast<int64_t>(times.threads)));
  entry.set("shards", Entry::number(static_cast<int64_t>(std::max(1, times.shards))));
  entry.set("peak_flops_of_a_thread", Entry::number(peaks.flops));
  if (peaks.bf16_flops > 0) entry.set("peak_bf16_flops_of_a_thread", Entry::number(peaks.bf16_flops));
  entry.set("peak_bytes_of_a_thread", Entry::number(peaks.bytes));
  for (const Row& row : rows_of(times, peaks)) {
    const CallTime& call = *row.call;
    Entry one = Entry::map(), operators = Entry::list();
    for (const std::string& name : call.operators) operators.push(Entry::text(name));
    one.set("call", Entry::text(call.what));
    one.set("kernel", Entry::text(kind_of(call)));
    one.set("operators", std::move(operators));
    one.set("layer", Entry::text(call.layer));
    one.set("layout", Entry::text(call.layout));
    one.set("seconds", Entry::number(row.seconds));
    one.set("share", Entry::number(row.seconds / thread_seconds(times)));
    one.set("flops", Entry::number(row.flops));
    if (call.bf16) one.set("bf16", Entry::boolean(true));
    one.set("bytes", Entry::number(row.bytes));
    one.set("of_peak", Entry::number(rate_of(row).share));
    calls.push(std::move(one));
  }
  entry.set("calls", std::move(calls));
  return entry;
}

std::string chrome_trace(const StepTimes& times) {
  Entry events = Entry::list();
  for (int thread = 0; thread < times.threads; ++thread) {
    Entry name = Entry::map(), arguments = Entry::map();
    name.set("name", Entry::text("thread_name"));
    name.set("ph", Entry::text("M"));
    name.set("pid", Entry::number(int64_t{1}));
    name.set("tid", Entry::number(static_cast<int64_t>(thread)));
    arguments.set("name", Entry::text(fmt::format("thread {}", thread)));
    name.set("args", std::move(arguments));
    events.push(std::move(name));
  }
  for (const CallTime& call : times.calls) {
    Entry event = Entry::map(), arguments = Entry::map();
    event.set("name", Entry::text(call.what));
    event.set("cat", Entry::text(kind_of(call)));
    event.set("ph", Entry::text("X"));
    event.set("pid", Entry::number(int64_t{1}));
    event.set("tid", Entry::number(static_cast<int64_t>(call.thread)));
    event.set("ts", Entry::number(1e6 * call.begin));
    event.set("dur", Entry::number(1e6 * call.seconds));
    arguments.set("layer", Entry::text(call.layer));
    arguments.set("layout", Entry::text(call.layout));
    arguments.set("shard", Entry::number(static_cast<int64_t>(call.shard)));
    if (call.flops > 0) arguments.set("GFLOP/s", Entry::number(call.flops / call.seconds / 1e9));
    if (call.bytes > 0) arguments.set("GB/s", Entry::number(call.bytes / call.seconds / 1e9));
    event.set("args", std::move(arguments));
    events.push(std::move(event));
  }
  Entry trace = Entry::map();
  trace.set("traceEvents", std::move(events));
  trace.set("displayTimeUnit", Entry::text("ms"));
  return to_json(trace, -1) + "\n";
}

}  // namespace plumb
