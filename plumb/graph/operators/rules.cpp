#include "plumb/graph/operators/rules.h"

#include <set>

namespace plumb {

bool is_floating(Type type) { return type == Type::f32 || type == Type::f64 || type == Type::bf16; }

Shape pointwise_shape(const Node& node) {
  Value widest = node.in[0];
  for (const Value v : node.in)
    if (v.rank() > 0 && widest.rank() == 0) widest = v;
  for (const Value v : node.in) {
    require(
        v.rank() == 0 || v.shape() == widest.shape(),
        "{}: shapes {} and {} differ; operands need one shape, or one of them is a scalar (expand repeats a tensor)",
        node.op->name, widest.shape(), v.shape());
    require(v.type() == node.in[0].type(), "{}: types {} and {} differ; cast one of them", node.op->name,
            text(node.in[0].type()), text(v.type()));
  }
  return widest.shape();
}

Shape smooth_shape(const Node& node) {
  const Shape shape = pointwise_shape(node);
  require(is_floating(node.in[0].type()), "{}: needs floating-point numbers, not {} {}; cast them", node.op->name,
          text(node.in[0].type()), shape);
  return shape;
}

Type mask_type(const Node& node) { return is_floating(node.in[0].type()) ? node.in[0].type() : Type::f32; }

Value sum_to(Value d, Value operand) { return operand.rank() == 0 ? reduce(d, {}) : d; }

int axis_of(const char* op, Value x, int axis) {
  require(axis >= -x.rank() && axis < x.rank(), "{}: there is no axis {} in {}", op, axis, x.shape());
  return axis < 0 ? axis + x.rank() : axis;
}

std::vector<int> axes_of(const char* op, Value x, std::vector<int> axes) {
  std::set<int> all;
  for (const int axis : axes)
    require(all.insert(axis_of(op, x, axis)).second, "{}: axis {} of {} is named twice", op, axis, x.shape());
  if (static_cast<int>(all.size()) == x.rank()) all.clear();
  return {all.begin(), all.end()};
}

Values no_gradient(const Node& node, Value) { return Values(node.in.size()); }

static int64_t onnx_type(Type type) {
  switch (type) {  // TensorProto.DataType
    case Type::f32:
      return 1;
    case Type::u8:
      return 2;
    case Type::s8:
      return 3;
    case Type::s32:
      return 6;
    case Type::s64:
      return 7;
    case Type::boolean:
      return 9;
    case Type::f64:
      return 11;
    case Type::bf16:
      return 16;
  }
  throw Bug("an element type that ONNX does not know");
}

std::string onnx_number(OnnxForm& form, double value, Type type) {
  const std::string number = form.scalar(static_cast<float>(value));
  return type == Type::f32 ? number : onnx_cast(form, number, type);
}

std::string onnx_cast(OnnxForm& form, const std::string& x, Type to) {
  return form.op("Cast", {x}, {{"to", onnx_type(to)}});
}

}  // namespace plumb
