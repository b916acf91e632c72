#pragma once

#include "plumb/model/layer.h"

namespace plumb {

/// Adds waves to each step of a sequence, by its place (Vaswani et al., 2017): [rows, time, n] stays as it is.
///
///     sine_position_encoding        SinePositionEncoding{}
///
/// To column 2 i of step t comes sin(t / w^(2 i / n)), to column 2 i + 1 the cosine; w is `max_wavelength`. Nothing is
/// learned, and a sequence may have any length.
struct SinePositionEncoding {
  double max_wavelength = 10000;

  static constexpr auto name = "sine_position_encoding";
  static constexpr auto summary = "Adds waves that tell the place in a sequence.";
  static void describe(auto& self, auto& field) {
    field("max_wavelength", self.max_wavelength, "Of the slowest wave, in steps per radian.", above(1));
  }
  Value build(Scope& scope, Value x) const;
};

}  // namespace plumb
