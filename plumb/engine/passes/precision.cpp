// Products in bf16: their operands are copied, their results and everything else stay f32.
#include <map>

#include "plumb/engine/passes/passes.h"
#include "plumb/graph/operators.h"

namespace plumb::engine {
namespace {

/// The operator with a result in f32 whatever it reads: known to this engine alone, never traced.
const Operator& to_f32(const Operator& op) {
  static const auto all = [] {
    std::map<const Operator*, Operator> made;
    for (const Operator* known : all_operators()) {
      const Kernel* kernel = find_kernel(known->name);
      if (!(kernel && kernel->bf16) && known->name != "reduce") continue;
      Operator& own = made[known] = *known;
      own.type = [](const Node&) { return Type::f32; };
      own.simplify = nullptr;
    }
    return made;
  }();
  return all.at(&op);
}

Value product_of_copies(Value v) {
  const Node& n = v.node();
  const Kernel* kernel = find_kernel(n.op->name);
  if (!kernel || !kernel->bf16 || !kernel->bf16(n)) return {};
  Values in = n.in;
  for (size_t i = 0; i < 2; ++i) {
    if (in[i].type() != Type::f32 || uniform_constant(in[i])) return {};
    in[i] = cast(in[i], Type::bf16);
  }
  return apply(to_f32(*n.op), in, n.options);
}

/// Is it a sum over all axes but the last, as the gradient of a bias?
bool sums_columns(const Node& n) {
  if (n.op->name != "reduce" || n.options.as<Over>().mean || n.in[0].rank() < 2) return false;
  std::vector<int> axes;
  for (int axis = 0; axis + 1 < n.in[0].rank(); ++axis) axes.push_back(axis);
  return n.options.as<Over>().axes == axes;
}

void move_to(Prepared& prepared, Rebuilt to) {
  for (auto& [user, at] : prepared.moved) at = to(at);
  for (Value& output : prepared.outputs) output = to(output);
  for (Update& update : prepared.updates) update = {to(update.state), to(update.next)};
  prepared.graph = std::move(to.graph);
}

/// By node: is there a copy of it that is needed?
std::vector<bool> copied(const Prepared& prepared) {
  const std::vector<bool> live = needed(*prepared.graph, prepared.roots());
  std::vector<bool> found(live.size());
  for (int id = 0; id < prepared.graph->size(); ++id)
    if (const Node& n = prepared.graph->node(id); live[static_cast<size_t>(id)] && n.type() == Type::bf16)
      found[static_cast<size_t>(n.in[0].id())] = true;
  return found;
}

}  // namespace

void take_bf16_products(Prepared& prepared) {
  move_to(prepared, rebuild(*prepared.graph, 0, product_of_copies));
  // The gradient of a bias is summed from the copy that the products beside it read: mostly nobody else wants the f32
  // numbers, and then they never come into memory.
  std::vector<bool> of_copies;  // by result, in the order of rebuilding
  const std::vector<bool> has_copy = copied(prepared);
  for (int id = 0; id < prepared.graph->size(); ++id) {
    const Node& n = prepared.graph->node(id);
    const bool sums = sums_columns(n) && n.type() == Type::f32 && n.in[0].type() == Type::f32;
    of_copies.insert(of_copies.end(), n.results.size(), sums && has_copy[static_cast<size_t>(n.in[0].id())]);
  }
  size_t at = 0;
  move_to(prepared, rebuild(*prepared.graph, 0, [&](Value v) {
            const Node& n = v.node();
            return of_copies[at++] ? apply(to_f32(*n.op), {cast(n.in[0], Type::bf16)}, n.options) : Value();
          }));
}

}  // namespace plumb::engine
