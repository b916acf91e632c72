// What this machine can do at most, measured: products of matrices, large ones and ones that stay in a core's cache
// (GFLOP/s of the fastest, through our engine and so oneDNN's best kernel), and memory traffic (GB/s of reading and
// writing three arrays, 480 MB on large pages, as an optimizer does). Rows of the tables are compared with these.
//
//     limits THREADS [--bf16]
#include <sys/mman.h>

#include <algorithm>
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
  double best = 0;
  for (const int64_t n : {256, 384, 768, 1536}) {
    const int64_t rows = threads * n;
    Graph graph;
    const Value a = graph.input("a", {rows, n}), b = graph.input("b", {n, n}, Type::f32, false);
    const Value product = matmul(a, b);
    States states;
    initialise(graph, states, 1);
    const auto plan = make_executor("cpu", graph, {product}, rows, states,
                                    {.threads = threads, .precision = precision, .shards = threads});
    const std::vector<float> left(static_cast<size_t>(rows * n), 0.5F), right(static_cast<size_t>(n * n), 0.25F);
    plan->bind(a, left.data());
    plan->bind(b, right.data());
    plan->run();
    best = std::max(best, 2 * static_cast<double>(rows * n * n) / best_seconds([&] { plan->run(); }) / 1e9);
  }
  return best;
}

struct Freed {
  void operator()(float* memory) const { std::free(memory); }
};

double update_gb(int threads) {
  constexpr size_t size = size_t{40} << 20;  // of floats, each of three arrays
  const auto make = [&] {
    void* memory = std::aligned_alloc(size_t{2} << 20, size * sizeof(float));
    require(memory != nullptr, "needs 480 MB of memory");
    madvise(memory, size * sizeof(float), MADV_HUGEPAGE);
    std::fill_n(static_cast<float*>(memory), size, 0.5F);
    return std::unique_ptr<float, Freed>(static_cast<float*>(memory));
  };
  const auto a = make(), b = make(), c = make();
  const auto part = [&](size_t t) {
    const size_t end = size * (t + 1) / static_cast<size_t>(threads);
    float* __restrict x = a.get(), * __restrict y = b.get(), * __restrict z = c.get();
#pragma omp simd  // one float at a time is bound by instructions, not by memory
    for (size_t i = size * t / static_cast<size_t>(threads); i < end; ++i) {
      y[i] = 0.9F * y[i] + 0.1F;
      z[i] = 0.9F * z[i] + 0.1F;
      x[i] -= 0.001F * y[i] * z[i];
    }
  };
  const double seconds = best_seconds([&] {
    std::vector<std::thread> others;
    for (int t = 1; t < threads; ++t) others.emplace_back(part, static_cast<size_t>(t));
    part(0);
    for (std::thread& other : others) other.join();
  });
  return 6 * static_cast<double>(size * sizeof(float)) / seconds / 1e9;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    require(argc > 1, "usage: limits THREADS [--bf16]");
    const int threads = std::atoi(argv[1]);
    const bool bf16 = argc > 2 && std::string_view(argv[2]) == "--bf16";
    Entry facts = Entry::map();
    facts.set("gflops", Entry::number(gflops(threads, bf16 ? Precision::bf16 : Precision::fp32)));
    facts.set("memory_gb", Entry::number(update_gb(threads)));
    say(facts);
  } catch (const Error& error) {
    std::cerr << "error: " << error.what() << '\n';
    return error.exit_code();
  }
}
