// An optimizer whose step sees the weights as one line is one loop over the flat buffer; clipping, averages of the
// weights and sums of the gradients of several batches are folded into it.
#include <set>

#include "plumb/model/architecture.h"
#include "plumb/model/layers/dense.h"
#include "plumb/train/callbacks/ema.h"
#include "plumb/train/step_graph.h"
#include "tests/engine/passes/planned.h"

namespace plumb::testing {
namespace {

/// Whether a step sees more of the weights than one long line: what belongs to a layer, its length or its matrix, or
/// the gradient at another place. Such a step is more than one loop.
bool sees_more_than_a_line(const Optimizer& optimizer) {
  if (optimizer.looks_ahead()) return true;
  Graph graph;
  const auto zeros = [](const Shape& shape, uint64_t, float* to) { std::fill_n(to, count(shape), 0.0F); };
  graph.parameter("kernel", {4, 5}, zeros);
  graph.parameter("bias", {5}, zeros);
  graph.seal();
  const Value gradient =
      pack({graph.input("of kernel", {4, 5}, Type::f32, false), graph.input("of bias", {5}, Type::f32, false)},
           graph.flat());
  const Value rate = graph.input("rate", {}, Type::f32, false);
  const int before = graph.size();
  optimizer.build(graph, gradient, rate);
  for (int id = before; id < graph.size(); ++id)
    if (const Shape& shape = graph.node(id).shape(); !shape.empty() && shape != graph.flat().shape()) return true;
  return false;
}

/// The calls that write something of the size of the flat buffer; "pack" brings the gradient together.
std::string loops_over_weights(const TrainOptions& options, StepPart part = StepPart::whole) {
  const TrainTarget target{.spec = {.name = "y", .labels = {"a", "b", "c"}}};
  const Network network = Architecture(Layers{Dense{.units = 5, .activation = relu}})
                              .build({.inputs = {{.name = "x", .shape = {4}}}, .targets = {target.spec}, .rows = 8})
                              .network;
  const StepGraph step = step_graph(network, losses_for(network, {target}, options, false), options, 1, part);
  const Planned p = plan(*step.graph, {step.loss}, 8);
  std::string all;
  for (const engine::Group& group : p.groups) {
    const Node& leader = p.prepared.graph->node(group.leader);
    if (!leader.op->view && leader.shape() == step.graph->flat().shape())
      all += (all.empty() ? "" : ", ") + std::string(group.kernel);
  }
  return all;
}

TEST(Passes, AnOptimizerIsOneChainWithClippingInIt) {
  std::set<std::string> of_more;
  for (const std::string& name : registry<Optimizer>().words()) {
    SCOPED_TRACE(name);
    TrainOptions options;
    options.optimizer = registry<Optimizer>().make(Entry::text(name));
    if (sees_more_than_a_line(options.optimizer)) {
      of_more.insert(name);
      continue;
    }
    EXPECT_EQ(loops_over_weights(options), "pack, chain");
    options.clip_value = 0.5;
    EXPECT_EQ(loops_over_weights(options), "pack, chain") << "clip_value";
    options.clip_norm = 1;  // of what was clipped, which must be known before the first weight is changed
    EXPECT_EQ(loops_over_weights(options), "pack, chain, chain") << "clip_value and clip_norm";
    options.clip_value = {};
    EXPECT_EQ(loops_over_weights(options), "pack, chain") << "clip_norm";
    if (name != "schedule_free_adamw") {  // which answers with an average of its own
      options.callbacks = {Ema{}};
      EXPECT_EQ(loops_over_weights(options), "pack, chain") << "clip_norm and ema";
    }
    EXPECT_EQ(loops_over_weights(options, StepPart::sum_gradients), "pack, chain") << "a batch of several";
    // The sum begins again at 0, in a loop that reads nothing. A norm must know the whole sum before the first step.
    EXPECT_EQ(loops_over_weights(options, StepPart::update_with_sum), "pack, chain, chain, chain") << "with clip_norm";
    options.clip_norm = {};
    EXPECT_EQ(loops_over_weights(options, StepPart::update_with_sum), "pack, chain, chain") << "the last of several";
  }
  // The lengths of layers, their matrices, and the gradient elsewhere.
  EXPECT_EQ(of_more, (std::set<std::string>{"lamb", "muon", "sam"}));
}

}  // namespace
}  // namespace plumb::testing
