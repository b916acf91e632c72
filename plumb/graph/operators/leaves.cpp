#include "plumb/graph/operators/rules.h"

/// The leaves of a graph. `Graph` makes them, with their shapes; an exporter writes inputs and states itself.
namespace plumb {

[[maybe_unused]] static const Operator& input_op = define({.name = "input"});
[[maybe_unused]] static const Operator& state_op = define({.name = "state"});

[[maybe_unused]] static const Operator& constant_op = define({
    .name = "constant",
    .onnx = [](const Node& n,
               OnnxForm& form) { form.result(onnx_number(form, n.options.as<Number>().value, n.type())); },
});

[[maybe_unused]] static const Operator& table_op = define({
    .name = "table",
    .onnx =
        [](const Node& n, OnnxForm& form) {
          form.result(form.floats(n.shape(), n.self.graph().table_values(n.options.as<Leaf>().name)));
        },
});

}  // namespace plumb
