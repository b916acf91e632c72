#pragma once

#include <string>

#include "plumb/train/checkpoint.h"
#include "plumb/train/step_graph.h"

namespace plumb {

/// Whether a training has left the road: a loss that is no number, or a million times that of the first update.
bool diverged(double loss, double first_loss);

/// A copy of a training in memory, to go back to. Not taken of very large ones: their checkpoints serve.
class GoodState {
 public:
  void take(const Standing& standing, const States& states);
  bool restore(Standing& standing, States& states) const;  // false where nothing was taken

 private:
  Standing standing_;
  std::map<std::string, States::Tensor> tensors_;
};

/// What the layers make of a batch, for a message.
struct LayerOutputs {
  // "\"x\" holds nan in train row 17, so the data are the cause", or "the first layer with a bad output is dense_2
  // (inf; the outputs before it reach 3.1e+38)", or "" where all outputs are numbers.
  std::string bad = {};
  std::string largest = {};  // where they are: "4.2e+37, of dense_2"
};
/// The batch is the one that `batches` holds; the layers run as in training, and nothing is changed.
LayerOutputs look_at_layers(const Network& network, const TrainSettings& settings, Precision precision,
                            const Batches& batches, int32_t draw, States& states);

/// The first weights or statistics that are no numbers: "dense_2/kernel", or "". `graph` is that of inference.
std::string first_bad_weight(const Graph& graph, States& states);

}  // namespace plumb
