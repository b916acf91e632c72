#pragma once

#include "plumb/model/activation.h"
#include "plumb/model/architecture.h"

namespace plumb {

/// Dense layers one after the other, for rows of numbers. Images are flattened, codes embedded.
///
///     model: {mlp: {units: [256, 128], dropout: 0.2}}
///
/// Numbers are spread normally (quantile_transform) where the task lists no step of its own. Unless it says otherwise,
/// training is AdamW at 0.001, with gradients no longer than 1, until the valid loss has not fallen for 12 epochs.
struct Mlp {
  std::vector<int64_t> units = {128, 64};
  double dropout = 0;
  Activation activation = {};  // relu
  bool batch_normalization = false;

  Mlp();
  static constexpr auto name = "mlp";
  static constexpr auto summary = "Dense layers one after the other, for rows of numbers.";
  static constexpr auto shorthand = "units";
  static void describe(auto& self, auto& field) {
    field("units", self.units, "Width of each layer.", at_least(1));
    field("dropout", self.dropout, "Share of the numbers dropped after each layer while training.", from_below(0, 1));
    field("activation", self.activation, "Applied after each layer.");
    field("batch_normalization", self.batch_normalization, "Normalises before each activation.");
  }
  Layers layers() const;
  Wants wants(const TableFacts& facts) const;
  Plan plan(const NetworkContext& context) const;
  /// As wide as so many train rows bear: few rows want few weights, and numbers dropped.
  static Mlp for_rows(int64_t rows);
};

}  // namespace plumb
