// The time of whole training steps of one network, as `plumb train` runs them: forward, loss, backward, AdamW, one
// plan.
//
//     train_step cnn 2 --profile          train_step --list
//
// With --write, the weights and rows at the start go to a file, and the losses of the first five steps (at a learning
// rate that matters, without dropout) are said: a peer that reads the file must lose the same.
#include <chrono>
#include <iostream>

#include "bench/support/arguments.h"
#include "bench/support/contestant.h"
#include "bench/support/example.h"
#include "bench/support/network.h"
#include "bench/support/work.h"
#include "plumb/graph/graph.h"
#include "plumb/graph/lazy_rows.h"
#include "plumb/train/optimizers/adamw.h"
#include "plumb/train/step_graph.h"

using namespace plumb;
using namespace plumb::bench;

namespace {

/// A network in training on one batch that stays.
struct Training {
  Training(const BenchNetwork& kind, const Arguments& arguments, bool drops, double learning_rate)
      : network(kind.make(drops)),
        rows(arguments.rows > 0 ? arguments.rows : kind.batches.at(0)),
        example(network, rows, kind.classes),
        rate(static_cast<float>(learning_rate)),
        inverse_count(1 / static_cast<float>(rows)) {
    TrainTarget target{.spec = {.name = "target"}};
    for (int64_t i = 0; i < kind.classes; ++i) target.spec.labels.push_back(std::to_string(i));
    TrainOptions options;
    options.optimizer = AdamW{.epsilon = 1e-8, .weight_decay = 0.01};
    made = step_graph(network, losses_for(network, {target}, options, false), options, 3, StepPart::whole);
    initialise(*made.graph, states, 3);
    EngineSettings settings = arguments.engine;
    settings.updates = true;
    plan = make_executor(arguments.device, *made.graph, {made.loss}, rows, states, settings);
    for (size_t i = 0; i < made.inputs.size(); ++i) plan->bind(made.inputs[i], example.inputs[i].row(0));
    plan->bind(made.targets[0], example.labels.data());
    plan->bind(made.inverse_count, &inverse_count);
    plan->bind(made.rate, &rate);
    if (made.step) plan->bind(made.step, &number);
  }

  float step() {
    plan->run();
    ++number;
    return *static_cast<const float*>(plan->data(made.loss));
  }

  Network network;
  int64_t rows = 0;
  Example example;
  alignas(64) float rate = 0;
  alignas(64) float inverse_count = 0;
  alignas(64) int32_t number = 0;
  StepGraph made;
  States states;
  std::unique_ptr<Executor> plan;
};

/// What a step computes: its loss, and the next weights and moments.
Values ends(const StepGraph& step) {
  Values all{step.loss};
  for (const Update& update : step.graph->updates) all.push_back(update.next);
  return all;
}

int64_t parameters(const Graph& graph) {
  int64_t sum = 0;
  for (const Parameter& parameter : graph.parameters) sum += count(parameter.value.shape());
  return sum;
}

/// The losses of five steps from the numbers that `write` holds.
Entry first_losses(const BenchNetwork& kind, const Arguments& arguments) {
  Training training(kind, arguments, false, 1e-3);
  write_example(arguments.write, training.example, *training.made.graph, training.states);
  Entry losses = Entry::list();
  for (int i = 0; i < 5; ++i) losses.push(Entry::number(static_cast<double>(training.step())));
  return losses;
}

void run(const Arguments& arguments) {
  const BenchNetwork& kind = find_network(arguments.network);
  Entry facts = Entry::map();
  facts.set("network", Entry::text(kind.name));
  if (!arguments.write.empty()) facts.set("losses", first_losses(kind, arguments));
  const auto start = std::chrono::steady_clock::now();
  Training training(kind, arguments, true, 1e-7);  // tiny: a batch that is learned drifts to denormal numbers
  const std::chrono::duration<double> planned = std::chrono::steady_clock::now() - start;
  const auto step = [&] {
    const float loss = training.step();
    require(loss > 0 && loss < 20, "the loss is {}", loss);
  };
  for (int i = 0; i < 5; ++i) step();
  facts.set("device", Entry::text(arguments.device));
  facts.set("rows", Entry::number(training.rows));
  facts.set("threads", Entry::number(int64_t{arguments.engine.threads}));
  facts.set("precision", Entry::text(arguments.engine.precision == Precision::bf16 ? "bf16" : "fp32"));
  facts.set("loss", Entry::number(static_cast<double>(training.step())));
  facts.set("multiply_adds", Entry::number(multiply_adds(*training.made.graph, ends(training.made), training.rows)));
  facts.set("parameters", Entry::number(parameters(*training.made.graph)));
  facts.set("changed_parameters", Entry::number(touched_weights(*training.made.graph, training.rows, is_lazy_gather)));
  facts.set("prepare_ms", Entry::number(planned.count() * 1e3));
  facts.set("arena_mb", Entry::number(static_cast<double>(training.plan->memory_bytes()) / 1e6));
  if (arguments.serve) {
    serve(facts, step);
  } else {
    say(facts);
    say(measure(step, arguments.seconds));
  }
  if (arguments.engine.profile) std::cout << training.plan->text();
}

}  // namespace

int main(int argc, char** argv) {
  try {
    run(read_arguments(argc, argv));
  } catch (const Error& error) {
    std::cerr << "error: " << error.what() << '\n';
    return error.exit_code();
  }
}
