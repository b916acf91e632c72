#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "plumb/deploy/trained.h"

namespace plumb {

/// How far two sets of answers to the same rows are apart.
struct Agreement {
  double largest = 0;       // |a - b| where it is largest, in the answers' unit
  double share = 0;         // the largest |a - b| / tolerance: agreed up to 1; infinite where only one is finite
  size_t row = 0;           // where `share` is largest
  std::string target = {};  // there
  double a = 0, b = 0;      // likewise
  bool within() const { return share <= 1; }
};

/// 1e-4 + 1e-4 |answer|.
double tolerance_at(double answer);

/// Within `tolerance_at(a)`. Numbers are mean + deviation times what the network gave in float32, which says of
/// an answer near 0 no more than some roundings of those two: where `targets` tell them, the tolerance is at least
/// 1e-6 (|mean| + deviation), times the slope of the target's transform there.
Agreement compare(const std::vector<Answer>& a, const std::vector<Answer>& b,
                  const std::vector<TrainedTarget>& targets = {});

}  // namespace plumb
