#pragma once

#include "plumb/model/layer.h"

namespace plumb {

/// The numbers of a row under another shape, in the same order. One size may be -1: what is left.
///
///     reshape: [4, 4, 8]        Reshape{{4, 4, 8}}
///
/// [rows, 128] becomes [rows, 4, 4, 8].
struct Reshape {
  std::vector<int64_t> target_shape = {};

  static constexpr auto name = "reshape";
  static constexpr auto summary = "The numbers of a row under another shape.";
  static constexpr auto shorthand = "target_shape";
  static constexpr auto example = "reshape: [4, 4, 8]";
  static void describe(auto& self, auto& field) {
    field("target_shape", self.target_shape, "Sizes of a row; one may be -1: what is left.", required, at_least(-1));
  }
  Value build(Scope& scope, Value x) const;
};

}  // namespace plumb
