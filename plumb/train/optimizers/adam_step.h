#pragma once

#include "plumb/graph/graph.h"

namespace plumb {

struct AdamMoments {
  double beta_1, beta_2, epsilon;
  bool amsgrad = false;  // by the largest mean of squares so far in place of the present one
};

/// The step of Adam and its kin, to be taken off the parameters; keeps the moments in states.
Value adam_step(Graph& graph, Value gradient, Value rate, AdamMoments moments);

}  // namespace plumb
