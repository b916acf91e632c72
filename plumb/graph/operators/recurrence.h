#pragma once

#include <functional>

#include "plumb/graph/operators/rules.h"
#include "plumb/graph/recurrent.h"

/// What the recurrent operators share: checks, the definition step by step, the ONNX node.
namespace plumb {

/// The inputs of a node, with lengths behind them where there are any.
Values with_lengths(Values in, Value lengths);
/// The lengths behind `count` other inputs, or empty.
inline Value lengths_behind(const Node& n, size_t count) { return n.in.size() > count ? n.in[count] : Value(); }
inline const Recurrence& recurrence(const Node& n) { return n.options.as<Recurrence>(); }

/// Shape of the states of x [rows, time, n], kernel [n, gates * units], recurrent [units, gates * units], biases.
Shape check_network(const Node& n, int64_t gates, size_t inputs);
/// Shape of the states of gates [rows, time, gates * units], recurrent and biases in this order.
Shape check_steps(const Node& n, int64_t gates, size_t inputs);
/// Checks the states y and what else has their shape, at these places, beside gates, recurrent and biases.
void check_states(const Node& n, const Shape& states, const std::vector<size_t>& places);

/// x kernel + bias, for all steps in one product.
Value projected(Value x, Value kernel, Value bias);

/// The definition: `step` makes the next states from the gates of a step [rows, n] and `count` states [rows, units],
/// the first of which comes out.
using StateStep = std::function<Values(Value gates, const Values& states)>;
Value unrolled(Value gates, int64_t units, Value lengths, bool reverse, size_t count, const StateStep& step);
/// Columns [gate * units, (gate + 1) * units) of [rows, gates * units].
Value gate(Value gates, int64_t units, int64_t number);

int64_t multiply_adds_of_network(const Node& n);
int64_t multiply_adds_of_steps(const Node& n);

/// The ONNX operator of this type; `order[k]` is the place, in our order, of ONNX's gate k. `biases`: of the inputs,
/// one or two.
void onnx_recurrent(const Node& n, OnnxForm& form, const char* type, const std::vector<int64_t>& order, size_t biases,
                    std::vector<OnnxAttribute> attributes);

}  // namespace plumb
