#include "plumb/graph/operators/rules.h"

/// The leaves of a graph. `Graph` makes them, with their shapes; an exporter writes inputs and states itself.
namespace plumb {

[[maybe_unused]] static const Operator& input_op = define({.name = "input"});
[[maybe_unused]] static const Operator& state_op = define({.name = "state"});

[[maybe_unused]] static const Operator& constant_op = define({
    .name = "constant",
    .onnx =
        [](const Node& n, OnnxForm& form) {
          const std::string value = form.scalar(static_cast<float>(n.options.as<Number>().value));
          form.result(n.type() == Type::f32 ? value : onnx_cast(form, value, n.type()));
        },
});

[[maybe_unused]] static const Operator& table_op = define({
    .name = "table",
    .onnx =
        [](const Node& n, OnnxForm& form) {
          form.result(form.floats(n.shape(), n.self.graph().table_values(n.options.as<Leaf>().name)));
        },
});

}  // namespace plumb
