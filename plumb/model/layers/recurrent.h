#pragma once

#include "plumb/graph/graph.h"
#include "plumb/model/scope.h"

/// What the recurrent layers share.
namespace plumb {

/// Checks that x is sequences of numbers, and drops a share of them while training: for each row the same in all steps.
Value recurrent_input(Scope& scope, Value x, double dropout);
/// The states of all steps, or the last one: [rows, units]. `reverse`: the first step comes last.
Value recurrent_result(Value states, bool return_sequences, bool reverse);
/// A bias of zeros that is not learned, where the layer has none.
Value no_bias(Scope& scope, int64_t size);

}  // namespace plumb
