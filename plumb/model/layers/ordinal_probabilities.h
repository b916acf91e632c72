#pragma once

#include "plumb/model/layer.h"

namespace plumb {

/// The head of ordered classes: from [rows, classes - 1], the answers to "is it above class k, given that it is not
/// below?", to the probability of each class [rows, classes] (Shi, Cao and Raschka, CORN, 2021). A target of type
/// ordinal gets it by itself, behind `dense: {units: classes - 1}`; the loss `corn` learns it.
struct OrdinalProbabilities {
  static constexpr auto name = "ordinal_probabilities";
  static constexpr auto summary = "Probabilities of ordered classes.";
  static void describe(auto&, auto&) {}
  Value build(Scope& scope, Value x) const;
};

}  // namespace plumb
