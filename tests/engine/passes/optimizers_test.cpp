// An optimizer is one loop over the flat buffer, whichever it is, and clipping is folded into it.
#include "plumb/model/architecture.h"
#include "plumb/model/layers/dense.h"
#include "plumb/train/step_graph.h"
#include "tests/engine/passes/planned.h"

namespace plumb::testing {
namespace {

// Their steps depend on lengths of each layer, on its matrices, or on a second gradient.
const std::vector<std::string> no_single_loop{"lamb", "muon", "sam"};

/// The calls that write something of the size of the flat buffer; "pack" brings the gradient together.
std::string loops_over_weights(const TrainOptions& options) {
  const TrainTarget target{.spec = {.name = "y", .labels = {"a", "b", "c"}}};
  const Network network = Architecture(Layers{Dense{.units = 5, .activation = relu}})
                              .build({.inputs = {{.name = "x", .shape = {4}}}, .targets = {target.spec}, .rows = 8})
                              .network;
  const StepGraph step =
      step_graph(network, losses_for(network, {target}, options, false), options, 1, StepPart::whole);
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
  int of_one_loop = 0;
  for (const std::string& name : registry<Optimizer>().words()) {
    if (std::find(no_single_loop.begin(), no_single_loop.end(), name) != no_single_loop.end()) continue;
    SCOPED_TRACE(name);
    TrainOptions options;
    options.optimizer = registry<Optimizer>().make(Entry::text(name));
    EXPECT_EQ(loops_over_weights(options), "pack, chain");
    options.clip_value = 0.5;
    EXPECT_EQ(loops_over_weights(options), "pack, chain") << "clip_value";
    options.clip_norm = 1;  // of what was clipped, which must be known before the first weight is changed
    EXPECT_EQ(loops_over_weights(options), "pack, chain, chain") << "clip_value and clip_norm";
    options.clip_value = {};
    EXPECT_EQ(loops_over_weights(options), "pack, chain") << "clip_norm";
    ++of_one_loop;
  }
  EXPECT_GE(of_one_loop, 10);
}

}  // namespace
}  // namespace plumb::testing
