#include "plumb/graph/operators/rules.h"

/// gather takes rows of a table by number; gather_grad sums what came for each row. Each is the other's gradient.
namespace plumb {
namespace {

Shape gathered_shape(const std::string& op, Value table, Value rows) {
  require(table.rank() == 2, "{}: needs a table [n, d], not {}", op, table.shape());
  require(rows.type() == Type::s32, "{}: row numbers must be s32, not {}; cast them", op, text(rows.type()));
  Shape y = rows.shape();
  y.push_back(table.dim(1));
  return y;
}

const Operator& gather_op = define({
    .name = "gather",  // (table, rows)
    .shape = [](const Node& n) { return gathered_shape("gather", n.in[0], n.in[1]); },
    .gradient =
        [](const Node& n, Value dy) {
          return Values{gather_grad(n.in[1], dy, n.in[0]), {}};
        },
    .onnx =
        [](const Node&, OnnxForm& form) {
          form.result(form.op("Gather", {form.input(0), form.input(1)}, {{"axis", int64_t{0}}}));
        },
});

const Operator& grad_op = define({
    .name = "gather_grad",  // (rows, dy, like table)
    .shape =
        [](const Node& n) {
          const Value rows = n.in[0], dy = n.in[1], table = n.in[2];
          const Shape y = gathered_shape("gather_grad", table, rows);
          require(dy.shape() == y, "gather_grad: dy is {}, but rows {} of {} are {}", dy.shape(), rows.shape(),
                  table.shape(), y);
          return table.shape();
        },
    .type = [](const Node& n) { return n.in[1].type(); },
    .gradient =
        [](const Node& n, Value dz) {
          return Values{{}, gather(dz, n.in[0]), {}};
        },
    .shape_only = 2,
});

}  // namespace

Value gather(Value table, Value rows) { return apply(gather_op, {table, rows}); }
Value gather_grad(Value rows, Value dy, Value like_table) { return apply(grad_op, {rows, dy, like_table}); }

}  // namespace plumb
