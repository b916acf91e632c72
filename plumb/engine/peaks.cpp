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

/// The fastest run of a while, after one that warms up.
double fastest_run(const Graph& graph, Value out, int64_t rows, int threads,
                   const std::vector<std::pair<Value, const float*>>& inputs) {
  using Clock = std::chrono::steady_clock;
  const auto since = [](Clock::time_point t) { return std::chrono::duration<double>(Clock::now() - t).count(); };
  States states;
  const auto executor = make_executor("cpu", graph, {out}, rows, states, {.threads = threads, .shards = threads});
  for (const auto& [input, data] : inputs) executor->bind(input, data);
  executor->run();
  double best = 1e9;
  for (const auto start = Clock::now(); since(start) < seconds_each;) {
    const auto begin = Clock::now();
    executor->run();
    best = std::min(best, since(begin));
  }
  return best;
}

}  // namespace

Peaks measure_peaks(int threads) {
  Peaks peaks;
  for (const int64_t side : {384, 1024}) {  // in a core's cache, and not
    Graph g;
    const int64_t rows = threads * side;
    const Value x = g.input("x", {rows, side}), w = g.input("w", {side, side}, Type::f32, false);
    const std::vector<float> a(static_cast<size_t>(rows * side), 0.5F), b(static_cast<size_t>(side * side), 0.25F);
    const double seconds = fastest_run(g, matmul(x, w), rows, threads, {{x, a.data()}, {w, b.data()}});
    peaks.flops = std::max(peaks.flops, 2.0 * static_cast<double>(side * side * side) / seconds);
  }
  {
    Graph g;
    const int64_t rows = threads * 16;
    const Value x = g.input("x", {rows, long_row}), y = g.input("y", {rows, long_row});
    const std::vector<float> a(static_cast<size_t>(rows * long_row), 0.5F), b(a);
    const double seconds = fastest_run(g, x + y, rows, threads, {{x, a.data()}, {y, b.data()}});
    peaks.bytes = 3.0 * sizeof(float) * 16 * long_row / seconds;
  }
  return peaks;
}

}  // namespace plumb
