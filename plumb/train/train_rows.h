#pragma once

#include <string>
#include <vector>

#include "plumb/train/step_graph.h"

namespace plumb {

/// The tensors that a step is fed, in the order of the graph: inputs, targets, weights of those targets that have some.
/// An Error says which is missing or has another shape than the network or the target.
std::vector<TensorRows> tensors_for(const Network& network, const std::vector<TargetLoss>& losses,
                                    const TrainRows& rows, const ClassWeights* class_weights);

/// Batches of the train rows, from memory or as they stream. `network` and `losses` must outlive them.
Batches batches_for(const Network& network, const std::vector<TargetLoss>& losses, const TrainRows& rows,
                    const ClassWeights& class_weights, Batches::Options options);

/// Whether rows have weights of their own.
inline bool has_weights(const TrainRows& rows) {
  return !rows.weights.empty() || (rows.stream && rows.stream->weighted);
}

/// Weights of the rows for a target: those of the rows times those of their classes.
std::vector<float> weights_for(const TargetSpec& target, const TrainRows& rows, const ClassWeights& class_weights);

/// The tensor of this name, or an Error.
const TensorRows& tensor_named(const std::vector<TensorRows>& tensors, const std::string& name);

/// Of `batches: balanced` the classes of the rows; else nothing. An Error where the first target has no classes.
std::vector<int32_t> classes_to_balance(const std::vector<TargetLoss>& losses, const TrainRows& rows,
                                        const TrainOptions& options);

}  // namespace plumb
