#pragma once

#include <algorithm>

#include "plumb/graph/onnx_form.h"
#include "plumb/graph/operators.h"

/// What many operators' rules share: shapes and types of pointwise operators, axes, plain ONNX forms.
namespace plumb {

bool is_floating(Type type);

/// Operands have one shape, or some are scalars; all of one type.
Shape pointwise_shape(const Node& node);
/// The same, of floating-point numbers only.
Shape smooth_shape(const Node& node);
/// Type of masks (1 or 0): that of the input, f32 for integers.
Type mask_type(const Node& node);

/// The derivative by an operand: of the result's shape, or its sum where the operand is a scalar.
Value sum_to(Value d, Value operand);

/// `axis` counted from the front; an Error that names the operator if x has no such axis.
int axis_of(const char* op, Value x, int axis);
/// Axes in ascending order, none negative; empty where they are all.
std::vector<int> axes_of(const char* op, Value x, std::vector<int> axes);

/// The gradient rule of what is flat almost everywhere.
Values no_gradient(const Node& node, Value dy);

/// From the derivative dy by y to those by values that it depends on, each taken as independent of the others: for
/// gradients that are those of a definition. Empty where y does not depend on one.
Values pull_back(Value y, Value dy, const Values& by);

/// A text as template argument: onnx_as<"Relu">.
template <size_t N>
struct Word {
  char text[N];
  constexpr Word(const char (&from)[N]) { std::copy_n(from, N, text); }  // NOLINT: implicit on purpose
};
/// The ONNX operator of this name on the same inputs.
template <Word type>
void onnx_as(const Node& node, OnnxForm& form) {
  std::vector<std::string> inputs;
  for (size_t i = 0; i < node.in.size(); ++i) inputs.push_back(form.input(i));
  form.result(form.op(type.text, inputs));
}
std::string onnx_number(OnnxForm& form, double value, Type type);
std::string onnx_cast(OnnxForm& form, const std::string& x, Type to);

}  // namespace plumb
