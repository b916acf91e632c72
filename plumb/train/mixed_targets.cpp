#include "plumb/train/mixed_targets.h"

#include <algorithm>
#include <cstring>

namespace plumb {

MixedTargets::MixedTargets(const Batches& batches, size_t first) : batches_(batches), first_(first) {
  const int64_t rows = batches.batch_size();
  others_.resize(static_cast<size_t>(rows));
  own_.resize(static_cast<size_t>(rows), 1);
  held_.at("own", {rows}, Type::f32, 1);
  for (size_t i = first; i < batches.tensors().size(); ++i) {
    const TensorRows& tensor = batches.tensors()[i];
    Shape shape{rows};
    shape.insert(shape.end(), tensor.row_shape.begin(), tensor.row_shape.end());
    held_.at("other/" + tensor.name, shape, tensor.type);
  }
}

const std::byte* MixedTargets::of_others(size_t tensor) const {
  return held_.all.at("other/" + batches_.tensors()[tensor].name).data.get();
}

void MixedTargets::take() {
  const auto rows = static_cast<size_t>(batches_.size());
  std::ranges::copy(own(rows), held_.find("own")->floats());
  for (size_t i = first_; i < batches_.tensors().size(); ++i) {
    const TensorRows& tensor = batches_.tensors()[i];
    std::byte* to = held_.find("other/" + tensor.name)->data.get();
    for (const int64_t other : others(rows)) {
      std::memcpy(to, static_cast<const std::byte*>(batches_.data(i)) + static_cast<size_t>(other) * tensor.row_bytes(),
                  tensor.row_bytes());
      to += tensor.row_bytes();
    }
  }
}

void MixedTargets::bind(Executor& plan, const StepGraph& graph) const {
  size_t tensor = first_;
  for (const Value target : graph.other_targets) plan.bind(target, of_others(tensor++));
  for (const Value weight : graph.other_weights)
    if (weight) plan.bind(weight, of_others(tensor++));
  plan.bind(graph.own, held_.all.at("own").data.get());
}

}  // namespace plumb
