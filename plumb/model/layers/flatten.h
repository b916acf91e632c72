#pragma once

#include "plumb/model/layer.h"

namespace plumb {

/// All numbers of a row in one line: [rows, h, w, c] becomes [rows, h * w * c].
struct Flatten {
  static constexpr auto name = "flatten";
  static constexpr auto summary = "All numbers of a row in one line.";
  static void describe(auto&, auto&) {}
  Value build(Scope& scope, Value x) const;
};

}  // namespace plumb
