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

/// Where a batch goes wrong, for a message: "the input \"x\" holds nan in row 17", "the first layer with a bad output
/// is dense_2 (inf; what reaches it is at most 3.1e+38)", or "" where all outputs are numbers. The batch is the one
/// that `batches` holds; the layers run as in training, and nothing is changed.
std::string first_bad_layer(const Network& network, const TrainSettings& settings, Precision precision,
                            const Batches& batches, int32_t draw, States& states);

/// The first weights or statistics that are no numbers: "dense_2/kernel", or "". `graph` is that of inference.
std::string first_bad_weight(const Graph& graph, States& states);

}  // namespace plumb
