#pragma once

#include "plumb/train/loss.h"

namespace plumb {

/// Labels that may hold together and seldom do (Ridnik et al., "Asymmetric loss for multi-label classification", 2021):
/// a label that holds is weighed down by (1 - p)^positive_focus where it is already found, one that does not by
/// q^negative_focus, with q = max(p - clip, 0), so that the many easy absences count little and the easiest nothing:
///
///     -y (1 - p)^g+ log(p) - (1 - y) q^g- log(1 - q)
///
/// Summed over the labels, as the authors do. `positive_focus: 0, negative_focus: 0, clip: 0` is the cross-entropy.
struct Asymmetric {
  double positive_focus = 1;
  double negative_focus = 4;
  double clip = 0.05;

  static constexpr auto name = "asymmetric";
  static constexpr auto summary = "Labels that may hold together; the easy absences count little.";
  static void describe(auto& self, auto& field) {
    field("positive_focus", self.positive_focus, "Exponent on 1 - p for labels that hold.", at_least(0));
    field("negative_focus", self.negative_focus, "Exponent on p for labels that do not.", at_least(0));
    field("clip", self.clip, "Taken off p for labels that do not hold; below it they count nothing.", from_below(0, 1));
  }
  Value per_row(const LossInputs& inputs) const;
};

}  // namespace plumb
