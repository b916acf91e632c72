// The machine's peaks, measured by the engine's own plans, so that its calls can be held against them.
#include <algorithm>
#include <chrono>

#include "plumb/engine/executor.h"
#include "plumb/engine/profile.h"
#include "plumb/graph/operators.h"

namespace plumb {
namespace {

constexpr double seconds_each = 0.3;
constexpr int64_t long_row = 1 << 20;

/// The fastest run of a while.
StepTimes fastest_run(const Graph& graph, Value out, int64_t rows, int threads, Precision precision,
                      const std::vector<std::pair<Value, const float*>>& inputs) {
  using Clock = std::chrono::steady_clock;
  States states;
  const auto executor = make_executor("cpu", graph, {out}, rows, states,
                                      {.threads = threads, .precision = precision, .profile = true, .shards = threads});
  for (const auto& [input, data] : inputs) executor->bind(input, data);
  const auto begin = Clock::now();
  do executor->run();
  while (std::chrono::duration<double>(Clock::now() - begin).count() < seconds_each);
  return dynamic_cast<const Profiled&>(*executor).times();
}

/// What the calls of a product reach, without the copies that are made for them.
double product_rate(int threads, Precision precision) {
  double best = 0;
  for (const int64_t side : {384, 1024}) {  // in a core's cache, and not
    Graph g;
    const int64_t rows = threads * side;
    const Value x = g.input("x", {rows, side}), w = g.input("w", {side, side}, Type::f32, false);
    const std::vector<float> a(static_cast<size_t>(rows * side), 0.5F), b(static_cast<size_t>(side * side), 0.25F);
    double flops = 0, seconds = 0;
    for (const CallTime& call :
         fastest_run(g, matmul(x, w), rows, threads, precision, {{x, a.data()}, {w, b.data()}}).calls)
      if (call.flops > 0) {
        flops += call.flops;
        seconds += call.seconds;
      }
    if (seconds > 0) best = std::max(best, flops / seconds);
  }
  return best;
}

double memory_rate(int threads) {
  Graph g;
  const int64_t rows = threads * 16;
  const Value x = g.input("x", {rows, long_row}), y = g.input("y", {rows, long_row});
  const std::vector<float> a(static_cast<size_t>(rows * long_row), 0.5F), b(a);
  const double seconds = fastest_run(g, x + y, rows, threads, Precision::fp32, {{x, a.data()}, {y, b.data()}}).seconds;
  return 3.0 * sizeof(float) * 16 * long_row / seconds;
}

}  // namespace

Peaks measure_peaks(int threads, bool also_bf16) {
  return {.flops = product_rate(threads, Precision::fp32),
          .bytes = memory_rate(threads),
          .bf16_flops = also_bf16 ? product_rate(threads, Precision::bf16) : 0};
}

}  // namespace plumb
