#pragma once

#include "plumb/model/activation.h"
#include "plumb/model/layer.h"

namespace plumb {

/// A vector for each number of a row, made of waves of learned lengths (Gorishniy, Rubachev and Babenko, 2022):
///
///     v = 2 pi c x,   activation([sin v, cos v] W + b)        with c, W and b of the column's own
///
///     periodic_embedding: {units: 16, frequencies: 24, sigma: 0.1}
///
/// [rows, columns] becomes [rows, columns, units]. `sigma` is the deviation of the frequencies c at the beginning, and
/// decides how fine the layer can see: 0.01 to 1 for numbers of deviation 1.
struct PeriodicEmbedding {
  int64_t units = 16;
  int64_t frequencies = 24;
  double sigma = 0.1;
  Activation activation;
  PeriodicEmbedding();  // relu

  static constexpr auto name = "periodic_embedding";
  static constexpr auto summary = "A learned vector for each number, made of waves.";
  static constexpr auto shorthand = "units";
  static constexpr auto example = "periodic_embedding: {units: 16, frequencies: 24, sigma: 0.1}";
  static void describe(auto& self, auto& field) {
    field("units", self.units, "Length of a vector.", at_least(1));
    field("frequencies", self.frequencies, "Waves of each number.", at_least(1));
    field("sigma", self.sigma, "Deviation of the frequencies at the beginning.", above(0));
    field("activation", self.activation, "Applied to the vectors.");
  }
  Value build(Scope& scope, Value x) const;
};

}  // namespace plumb
