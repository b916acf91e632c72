#pragma once

#include "plumb/graph/graph.h"

namespace plumb {

/// Probabilities of ordered classes from the K - 1 answers z_k to "is it above class k, given that it is not below?"
/// (Shi, Cao and Raschka, CORN, 2021): P(y > k) = sigmoid(z_0) … sigmoid(z_k), and each class is what lies between two
/// of them. From [rows, K - 1] to [rows, K]; each row sums to 1, and P(y > k) never rises with k.
Value ordinal_probabilities(Value z);

}  // namespace plumb
