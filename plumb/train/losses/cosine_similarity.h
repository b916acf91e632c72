#pragma once

#include <array>

#include "plumb/train/loss.h"

namespace plumb {

/// 1 - y p / (|y| |p|) for vectors of a row: their direction counts, their length does not.
struct CosineSimilarity {
  static constexpr auto name = "cosine_similarity";
  static constexpr auto summary = "One minus the cosine of the angle between truth and prediction.";
  static constexpr std::array aliases{"cosine"};
  static void describe(auto&, auto&) {}
  Value per_row(const LossInputs& inputs) const;
};

}  // namespace plumb
