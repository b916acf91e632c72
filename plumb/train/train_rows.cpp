#include "plumb/train/train_rows.h"

#include <algorithm>

namespace plumb {
namespace {

TensorRows target_rows(const TargetSpec& target, const TrainRows& rows) {
  TensorRows tensor = tensor_named(rows.targets, target.name);
  if (!target.is_class() && tensor.row_shape.empty()) tensor.row_shape = {1};
  const Shape wanted = target.row_shape();
  const Type type = target.type();
  require(tensor.row_shape == wanted && tensor.type == type, "target \"{}\": {} of {} a row came, expected {} of {}",
          target.name, tensor.row_shape, text(tensor.type), wanted, text(type));
  if (target.is_class() && tensor.data) {
    const auto* codes = static_cast<const int32_t*>(tensor.data.get());
    const auto classes = static_cast<int32_t>(target.labels.size());
    for (int64_t row = 0; row < tensor.rows; ++row)
      require(codes[row] >= 0 && codes[row] < classes, "target \"{}\", row {}: class {} of {}", target.name, row,
              codes[row], classes);
  }
  return tensor;
}

/// A number for each class, in code order.
std::vector<double> by_class(const TargetSpec& target, const TensorRows& codes, const ClassWeights& weights) {
  std::vector<double> result(target.labels.size(), 1);
  if (weights.balanced) {
    std::vector<double> counts(target.labels.size());
    const auto* code = static_cast<const int32_t*>(codes.data.get());
    for (int64_t row = 0; row < codes.rows; ++row) counts[static_cast<size_t>(code[row])] += 1;
    for (size_t i = 0; i < counts.size(); ++i)
      if (counts[i] > 0) result[i] = static_cast<double>(codes.rows) / (static_cast<double>(counts.size()) * counts[i]);
  }
  if (const auto counted = weights.by_code.find(target.name); counted != weights.by_code.end())
    result = counted->second;
  for (const auto& [label, weight] : weights.by_label) {
    const auto found = std::find(target.labels.begin(), target.labels.end(), label);
    if (found != target.labels.end()) result[static_cast<size_t>(found - target.labels.begin())] = weight;
  }
  return result;
}

/// Every label must be a class of one of the targets.
void check_labels(const std::vector<TargetLoss>& losses, const ClassWeights& weights) {
  std::vector<std::string> labels;
  for (const TargetLoss& loss : losses) {
    if (!loss.target.is_class()) continue;
    labels.insert(labels.end(), loss.target.labels.begin(), loss.target.labels.end());
  }
  if (!weights.empty() && labels.empty())
    throw Error(
        "train.class_weights weighs a row by its one class, and no target has one; a set of rare labels is "
        "learned with `loss: asymmetric`");
  for (const auto& [label, weight] : weights.by_label)
    if (std::find(labels.begin(), labels.end(), label) == labels.end())
      throw Error("train.class_weights: \"{}\" is no class of a target{}; classes: {}", label,
                  did_you_mean(label, labels), join(labels));
}

}  // namespace

const TensorRows& tensor_named(const std::vector<TensorRows>& tensors, const std::string& name) {
  std::vector<std::string> names;
  for (const TensorRows& tensor : tensors) {
    if (tensor.name == name) return tensor;
    names.push_back(tensor.name);
  }
  throw Error("there are no rows for \"{}\"; those that came: {}", name, join(names));
}

std::vector<float> weights_for(const TargetSpec& target, const TrainRows& rows, const ClassWeights& class_weights) {
  const TensorRows codes = target_rows(target, rows);
  std::vector<float> weights = rows.weights;
  weights.resize(static_cast<size_t>(codes.rows), 1.0F);
  if (!target.is_class() || class_weights.empty()) return weights;
  const std::vector<double> of_class = by_class(target, codes, class_weights);
  const auto* code = static_cast<const int32_t*>(codes.data.get());
  for (size_t row = 0; row < weights.size(); ++row)
    weights[row] *= static_cast<float>(of_class[static_cast<size_t>(code[row])]);
  return weights;
}

std::vector<int32_t> classes_to_balance(const std::vector<TargetLoss>& losses, const TrainRows& rows,
                                        const TrainOptions& options) {
  if (options.batches != BatchOrder::balanced) return {};
  const TargetSpec& target = losses.front().target;
  require(target.is_class(), "train.batches: balanced needs a target of classes, and \"{}\" is {}", target.name,
          target.is_set() ? "a set" : "a number");
  const TensorRows codes = target_rows(target, rows);
  const auto* code = static_cast<const int32_t*>(codes.data.get());
  return {code, code + codes.rows};
}

std::vector<TensorRows> tensors_for(const Network& network, const std::vector<TargetLoss>& losses,
                                    const TrainRows& rows, const ClassWeights* class_weights) {
  std::vector<TensorRows> tensors;
  for (const InputSpec& spec : network.inputs) {
    tensors.push_back(tensor_named(rows.inputs, spec.name));
    require(tensors.back().row_shape == spec.shape && tensors.back().type == spec.type,
            "input \"{}\": {} of {} a row came, and the network takes {} of {}", spec.name, tensors.back().row_shape,
            text(tensors.back().type), spec.shape, text(spec.type));
  }
  for (const TargetLoss& loss : losses) tensors.push_back(target_rows(loss.target, rows));
  if (!class_weights) return tensors;
  check_labels(losses, *class_weights);
  for (const TargetLoss& loss : losses) {
    if (!loss.weighted) continue;
    if (rows.stream) {  // the blocks bring theirs
      tensors.push_back({.name = "weight/" + loss.target.name, .rows = tensors.front().rows});
      continue;
    }
    auto weights = std::make_shared<std::vector<float>>(weights_for(loss.target, rows, *class_weights));
    tensors.push_back({.name = "weight/" + loss.target.name,
                       .data = std::shared_ptr<const void>(weights, weights->data()),
                       .rows = tensors.front().rows});
  }
  return tensors;
}

namespace {

/// Weights that depend on how many rows a class has, as numbers: a block cannot count them.
ClassWeights settled(const ClassWeights& weights, const RowStream& stream) {
  ClassWeights settled = weights;
  settled.balanced = false;
  for (const auto& [target, counts] : stream.counts) {
    if (!weights.balanced) break;
    double rows = 0;
    for (const double count : counts) rows += count;
    for (size_t i = 0; i < counts.size(); ++i)
      settled.by_code[target].push_back(counts[i] > 0 ? rows / (static_cast<double>(counts.size()) * counts[i]) : 1);
  }
  return settled;
}

}  // namespace

Batches batches_for(const Network& network, const std::vector<TargetLoss>& losses, const TrainRows& rows,
                    const ClassWeights& class_weights, Batches::Options options) {
  std::vector<TensorRows> tensors = tensors_for(network, losses, rows, &class_weights);
  if (!rows.stream) return {std::move(tensors), options};
  auto blocks = std::make_shared<RowBlocks>(RowBlocks{.rows = rows.stream->rows, .shuffled = rows.stream->shuffled});
  blocks->read = [&network, &losses, stream = rows.stream, weights = settled(class_weights, *rows.stream)](int64_t b) {
    return tensors_for(network, losses, stream->read(b), &weights);
  };
  return {std::move(tensors), options, std::move(blocks)};
}

}  // namespace plumb
