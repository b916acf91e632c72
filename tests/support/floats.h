#pragma once

#include <vector>

#include "plumb/core/entry.h"

namespace plumb::testing {

/// A stored list of numbers.
inline std::vector<float> floats(const Entry& list) {
  std::vector<float> values;
  for (const Entry& item : list.items()) values.push_back(static_cast<float>(item.as_double()));
  return values;
}

}  // namespace plumb::testing
