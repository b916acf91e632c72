#include "plumb/graph/lazy_rows.h"

#include "plumb/graph/operators/rules.h"

/// looked_up: which rows of a table a batch looked up.
namespace plumb {
namespace {

/// Options of a lazy gather; others have none.
struct Lookup {
  bool lazy = true;
  void fields(auto f) const { f("lazy", lazy); }
};

// By definition the sums of ones that gather_grad would bring to each row, where they are not 0.
Value in_primitives(const Node& n) {
  const Value rows = n.in[0], table = n.in[1];
  const Value ones = expand(table.graph().constant(1), gather(table, rows), {});
  return positive(gather_grad(rows, ones, table));
}

const Operator& looked_up_op = define({
    .name = "looked_up",  // (rows, like table)
    .shape =
        [](const Node& n) {
          require(n.in[1].rank() == 2, "looked_up: needs a table [n, d], not {}", n.in[1].shape());
          require(n.in[0].type() == Type::s32, "looked_up: row numbers must be s32, not {}; cast them",
                  text(n.in[0].type()));
          return n.in[1].shape();
        },
    .type = [](const Node&) { return Type::f32; },
    .gradient = no_gradient,
    .decompose = in_primitives,
    .shape_only = 1,
});

/// The lazy lookups in the table of a parameter; what else reads it is an Error.
Values lookups(const Graph& graph, const Parameter& parameter) {
  Values rows;
  const Node* other = nullptr;
  for (int id = 0; id < graph.size(); ++id) {
    const Node& n = graph.node(id);
    const Values reads = n.reads();
    if (std::find(reads.begin(), reads.end(), parameter.value) == reads.end()) continue;
    if (is_lazy_gather(n) && n.in[0] == parameter.value)
      rows.push_back(n.in[1]);
    else
      other = &n;
  }
  require(
      rows.empty() || !other,
      "`sparse: true` of {}: `{}`{} reads the whole table, so that every row has a gradient; leave `sparse` out, or "
      "the other use",
      parameter.name, other ? other->op->name : "", other && !other->scope.empty() ? " in " + other->scope : "");
  return rows;
}

}  // namespace

Value gather_lazily(Value table, Value rows) { return apply(find_operator("gather"), {table, rows}, Lookup{}); }
bool is_lazy_gather(const Node& node) { return node.op->name == "gather" && !node.options.empty(); }

Value looked_up(Value rows, Value like_table) { return apply(looked_up_op, {rows, like_table}); }

Value changeable(Graph& graph) {
  Values parts;
  bool any = false;
  for (const Parameter& parameter : graph.parameters) {
    Value part;
    for (const Value rows : lookups(graph, parameter)) {
      const Value these = looked_up(rows, parameter.value);
      part = part ? maximum(part, these) : these;
    }
    any = any || part;
    parts.push_back(part ? part : expand(graph.constant(1), parameter.value, {}));
  }
  return any ? pack(parts, graph.flat()) : Value();
}

}  // namespace plumb
