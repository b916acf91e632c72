#pragma once

#include "plumb/model/layer.h"

namespace plumb {

/// The dimensions of a row in another order; 1 is the first one after the rows, as in Keras.
///
///     permute: [2, 1]        PermuteLayer{{2, 1}}
///
/// [rows, 10, 64] becomes [rows, 64, 10].
struct PermuteLayer {
  std::vector<int64_t> dims = {};

  static constexpr auto name = "permute";
  static constexpr auto summary = "The dimensions of a row in another order.";
  static constexpr auto shorthand = "dims";
  static constexpr auto example = "permute: [2, 1]";
  static void describe(auto& self, auto& field) {
    field("dims", self.dims, "Which old dimension each new one is; from 1, the first after the rows.", required,
          at_least(1));
  }
  Value build(Scope& scope, Value x) const;
};

}  // namespace plumb
