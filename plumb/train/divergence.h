#pragma once

#include <string>

#include "plumb/train/checkpoint.h"
#include "plumb/train/step_graph.h"

namespace plumb {

/// Whether a training has left the road: a loss that is no number, or a million times that of the first update.
bool diverged(double loss, double first_loss);
/// The largest loss that has not.
double loss_limit(double first_loss);

/// Whether there are too many weights to keep copies of them in memory.
bool too_large_to_copy(const TrainSettings& settings, const States& states);

/// Whether there is no copy to go back to for that reason, so that steps hold back bad updates instead.
bool holds_bad_updates(const TrainOptions& options, const TrainSettings& settings, const States& states);

/// Makes no update of a step whose loss is above a limit, or no number; its states are then those before it. Returns
/// the limit, a scalar input. Costs next to nothing: the engine makes the optimizer's pass or leaves it out.
Value hold_updates(Graph& graph, Value loss);

/// A copy of a training in memory, to go back to: then also a step whose loss is good and whose gradient is none can be
/// tried again.
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

/// "\"x\" holds nan in train row 17, so the data are the cause" of the first such row in memory, or "".
std::string bad_row_of(const std::vector<TensorRows>& tensors);

/// Weights or statistics that are no numbers: "dense_2/kernel", or "". Of several weights the last ones of the network:
/// a gradient that is none makes those of the layers before it none, too. `graph` is that of inference.
std::string bad_weight(const Graph& graph, States& states);

}  // namespace plumb
