#pragma once

#include <memory>
#include <vector>

#include "plumb/core/random.h"
#include "plumb/train/trainer.h"

/// A small set that can be learned: points of the plane in rings (classes) or under a wave (numbers).
namespace plumb::testing {

inline TensorRows floats(const std::string& name, const Shape& row, std::vector<float> values) {
  auto held = std::make_shared<std::vector<float>>(std::move(values));
  const auto rows = static_cast<int64_t>(held->size()) / count(row);
  return {.name = name, .row_shape = row, .data = std::shared_ptr<const void>(held, held->data()), .rows = rows};
}

inline TensorRows codes(const std::string& name, std::vector<int32_t> values) {
  auto held = std::make_shared<std::vector<int32_t>>(std::move(values));
  return {.name = name,
          .type = Type::s32,
          .row_shape = {},
          .data = std::shared_ptr<const void>(held, held->data()),
          .rows = static_cast<int64_t>(held->size())};
}

inline TrainRows rings(int64_t rows, int classes, uint64_t seed) {
  Random random(seed, "rings");
  std::vector<float> points;
  std::vector<int32_t> labels;
  for (int64_t i = 0; i < rows; ++i) {
    const auto x = static_cast<float>(random.uniform(-1, 1)), y = static_cast<float>(random.uniform(-1, 1));
    points.insert(points.end(), {x, y});
    labels.push_back(std::min(classes - 1, static_cast<int>((x * x + y * y) * static_cast<float>(classes))));
  }
  return {.inputs = {floats("x", {2}, points)}, .targets = {codes("ring", labels)}};
}

inline TrainTarget ring_target(int classes) {
  TrainTarget target{.spec = {.name = "ring"}};
  for (int i = 0; i < classes; ++i) target.spec.labels.push_back("ring" + std::to_string(i));
  return target;
}

}  // namespace plumb::testing
