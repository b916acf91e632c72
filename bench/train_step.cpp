// The time of whole training steps: forward, loss, backward, AdamW. Prints the median and the loss, which must make
// sense.
//
//     train_step cnn|mlp|resnet|transformer THREADS [--profile] [--seconds S]
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <iostream>

#include "plumb/model/layers/embedding.h"
#include "plumb/model/layers/global_average_pooling1d.h"
#include "plumb/model/layers/position_embedding.h"
#include "plumb/model/layers/transformer_encoder.h"
#include "tests/engine/networks.h"

using namespace plumb;

namespace {

struct Options {
  std::string network = "cnn";
  EngineSettings engine = {.updates = true};
  double seconds = 2;
};

Options read(int argc, char** argv) {
  Options options;
  require(
      argc > 2,
      "usage: train_step cnn|resnet|mlp|small|transformer THREADS [--profile] [--unfused] [--any-threads] [--shards N] "
      "[--seconds S]");
  options.network = argv[1];
  options.engine.threads = std::atoi(argv[2]);
  for (int i = 3; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word == "--profile")
      options.engine.profile = true;
    else if (word == "--unfused")
      options.engine.fuse = false;
    else if (word == "--any-threads")
      options.engine.any_threads = true;
    else if (word == "--shards" && i + 1 < argc)
      options.engine.shards = std::atoi(argv[++i]);
    else if (word == "--seconds" && i + 1 < argc)
      options.seconds = std::atof(argv[++i]);
    else
      throw Error("unknown option {}", word);
  }
  return options;
}

/// Two blocks of the Transformer's encoder over 100 tokens of 10,000: width 128, 4 heads, 512 in between, dropout 0.1.
void transformer(testing::Training& net, int64_t rows) {
  Scope scope(net.graph, true, 7);
  net.x = net.graph.input("x", {rows, 100});
  Value h = cast(net.x * 4999 + 5000, Type::s32);  // the batch's numbers are of [-1, 1)
  for (const Layer& layer : Layers{Embedding{10000, 128}, PositionEmbedding{100}, TransformerEncoder{512, 4, 0.1},
                                   TransformerEncoder{512, 4, 0.1}, GlobalAveragePooling1D{}})
    h = layer.build(scope, h);
  net.finish(testing::dense(net.graph, "out", h, 2));
}

int64_t build(testing::Training& net, const std::string& name) {
  const int64_t rows = name == "cnn" || name == "resnet" ? 128 : name == "mlp" ? 256 : name == "transformer" ? 64 : 32;
  if (name == "cnn")
    testing::cnn(net, rows);
  else if (name == "resnet")
    testing::resnet(net, rows);
  else if (name == "mlp")
    testing::mlp(net, rows, 108, {256, 128}, 2, 0.1);
  else if (name == "small")
    testing::mlp(net, rows, 32, {64}, 8);
  else if (name == "transformer")
    transformer(net, rows);
  else
    throw Error("unknown network {}; there are cnn, resnet, mlp, small and transformer", name);
  net.adamw(1e-7);  // tiny: a fixed batch that is learned drifts to loss 0 and denormal numbers
  return rows;
}

void measure(const Options& options) {
  using Clock = std::chrono::steady_clock;
  const auto since = [](Clock::time_point t) { return std::chrono::duration<double>(Clock::now() - t).count(); };
  auto start = Clock::now();
  testing::Training net;
  const int64_t rows = build(net, options.network);
  const double traced = since(start);
  States states;
  initialise(net.graph, states, 3);
  start = Clock::now();
  const auto executor = make_executor("cpu", net.graph, {net.loss}, rows, states, options.engine);
  const double planned = since(start);
  const testing::Batch batch(net, rows);
  batch.bind(*executor, net);
  const int32_t step = 0;  // dropout draws by it
  if (const Value number = net.graph.find_input("step")) executor->bind(number, &step);

  for (int i = 0; i < 10; ++i) executor->run();
  std::vector<double> times;
  const std::clock_t cpu = std::clock();
  for (start = Clock::now(); times.size() < 10 || since(start) < options.seconds;) {
    const auto begin = Clock::now();
    executor->run();
    times.push_back(since(begin));
  }
  const double cpu_ms =
      1e3 * static_cast<double>(std::clock() - cpu) / CLOCKS_PER_SEC / static_cast<double>(times.size());
  std::sort(times.begin(), times.end());
  const float loss = *static_cast<const float*>(executor->data(net.loss));
  require(loss > 0 && loss < 10, "the loss is {}", loss);
  const double median = times[times.size() / 2];
  std::cout << fmt::format("step_ms {:.5f}\nloss {:.6f}\n", median * 1e3, loss);
  std::cout << fmt::format(
      R"({{"network": "{}", "threads": {}, "step_ms": {:.5f}, "best_ms": {:.5f}, "cpu_ms": {:.5f}, "steps": {}, "loss": {:.6f}, )"
      R"("trace_ms": {:.2f}, "plan_ms": {:.2f}, "arena_mb": {:.2f}}})"
      "\n",
      options.network, options.engine.threads, median * 1e3, times[0] * 1e3, cpu_ms, times.size(), loss, traced * 1e3,
      planned * 1e3, static_cast<double>(executor->memory_bytes()) / 1e6);
  if (options.engine.profile) std::cout << executor->text();
}

}  // namespace

int main(int argc, char** argv) {
  try {
    measure(read(argc, argv));
  } catch (const Error& error) {
    std::cerr << "error: " << error.what() << '\n';
    return error.exit_code();
  }
}
