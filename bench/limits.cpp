// What this machine can do at most, measured: products of large matrices (GFLOP/s, through our engine and so oneDNN's
// best kernel) and memory traffic (GB/s of a triad a = b + s c over 400 MB). Rows of the tables are compared with
// these.
//
//     limits THREADS [--bf16]
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <thread>
#include <vector>

#include "bench/support/contestant.h"
#include "plumb/engine/executor.h"
#include "plumb/graph/operators.h"

using namespace plumb;
using namespace plumb::bench;

namespace {

double best_seconds(const std::function<void()>& work) {
  double best = 1e9;
  for (int i = 0; i < 12; ++i) {
    const auto start = std::chrono::steady_clock::now();
    work();
    best = std::min(best, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  }
  return best;
}

double gflops(int threads, Precision precision) {
  const int64_t n = 1536;
  Graph graph;
  const Value a = graph.input("a", {n, n}), b = graph.input("b", {n, n}, Type::f32, false);
  const Value product = matmul(a, b);
  States states;
  initialise(graph, states, 1);
  const auto plan = make_executor("cpu", graph, {product}, n, states, {.threads = threads, .precision = precision});
  const std::vector<float> numbers(static_cast<size_t>(n * n), 0.5F);
  plan->bind(a, numbers.data());
  plan->bind(b, numbers.data());
  return 2 * static_cast<double>(n) * n * n / best_seconds([&] { plan->run(); }) / 1e9;
}

double triad_gb(int threads) {
  const size_t size = size_t{32} << 20;  // of floats, each of three arrays
  const auto make = [&](float value) {
    auto made = std::make_unique<float[]>(size);
    std::fill_n(made.get(), size, value);
    return made;
  };
  const auto a = make(0), b = make(1), c = make(2);
  const auto part = [&](size_t t) {
    const size_t end = size * (t + 1) / static_cast<size_t>(threads);
    float* to = a.get();
    const float *x = b.get(), *y = c.get();
    for (size_t i = size * t / static_cast<size_t>(threads); i < end; ++i) to[i] = x[i] + 3 * y[i];
  };
  const double seconds = best_seconds([&] {
    std::vector<std::thread> others;
    for (int t = 1; t < threads; ++t) others.emplace_back(part, static_cast<size_t>(t));
    part(0);
    for (std::thread& other : others) other.join();
  });
  return 3 * static_cast<double>(size * sizeof(float)) / seconds / 1e9;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    require(argc > 1, "usage: limits THREADS [--bf16]");
    const int threads = std::atoi(argv[1]);
    const bool bf16 = argc > 2 && std::string_view(argv[2]) == "--bf16";
    Entry facts = Entry::map();
    facts.set("gflops", Entry::number(gflops(threads, bf16 ? Precision::bf16 : Precision::fp32)));
    facts.set("memory_gb", Entry::number(triad_gb(threads)));
    say(facts);
  } catch (const Error& error) {
    std::cerr << "error: " << error.what() << '\n';
    return error.exit_code();
  }
}
