// What no window reads is not computed. Pooling 11 by 11 cells in windows of 2 reads 10 by 10 of them: the convolution
// before it makes no more, and its two gradients, where all beyond is zero, are of 10 by 10, too.
#include <algorithm>
#include <array>
#include <map>
#include <tuple>
#include <utility>

#include "plumb/engine/passes/passes.h"
#include "plumb/graph/operators.h"

namespace plumb::engine {
namespace {

constexpr std::array image_axes = {1, 2};

bool is_pooling(const Node& n) { return n.op->name == "max_pool2d" || n.op->name == "average_pool2d"; }
bool slides(const Node& n) { return is_pooling(n) || n.op->name == "conv2d"; }

/// A window that makes only the first `results` along an axis, and how many of `cells` it reads for them; below 1: only
/// padding.
struct Reach {
  Window window;
  int64_t cells = 0;
};
Reach reach(Window window, int axis, int64_t results, int64_t cells) {
  const size_t begin = static_cast<size_t>(axis) - 1, end = begin + 2;
  const int64_t read = (results - 1) * window.stride[begin] + window.size[begin] - window.pads[begin];
  window.pads[end] = std::max<int64_t>(read - cells, 0);
  return {window, std::min(read, cells)};
}

/// Whether `expand` copies along the axis, or `reduce` sums along it; a mean would be of fewer cells.
bool goes_along(const Node& n, const char* op, int axis) {
  if (n.op->name != op || n.options.as<Over>().mean) return false;
  const auto& axes = n.options.as<Over>().axes;
  return axes.empty() || std::find(axes.begin(), axes.end(), axis) != axes.end();
}

/// Of a value that is zero from a cell on along the axis: what comes before. Else empty.
Value before_zeros(Value v, int axis) {
  const Node& n = v.node();
  if (n.op->name != "slice_grad" || v.rank() != 4) return {};
  const Range& range = n.options.as<Range>();
  return range.axis == axis && range.begin == 0 ? n.in[0] : Value();
}

/// Whether the result is zero where those of the operands are zero that `zero` names.
bool keeps_zeros(const Node& n, const std::vector<bool>& zero) {
  const std::string& op = n.op->name;
  if (op == "multiply") return zero[0] || zero[1];
  if (op == "divide") return zero[0] && !zero[1];
  if (op == "add" || op == "subtract") return zero[0] && zero[1];
  if (op == "select") return zero[1] && zero[2];
  return op == "affine" && n.options.as<Affine>().shift == 0;
}

/// The gradients of what slides: which input is x, and which is the derivative by the results.
struct Backward {
  const char* op;
  size_t x, dy;
  bool pools;
};
constexpr Backward backwards[] = {{"max_pool2d_grad", 0, 2, true},
                                  {"average_pool2d_grad", 1, 0, true},
                                  {"conv2d_grad_input", 2, 0, false},
                                  {"conv2d_grad_weights", 0, 1, false}};

class Narrowing {
 public:
  /// An equal value that is made of fewer cells, or an empty one.
  Value operator()(Value v) {
    for (const int axis : image_axes)
      for (const auto rule : {&Narrowing::pooling, &Narrowing::backward, &Narrowing::cell_by_cell, &Narrowing::sum})
        if (const Value better = (this->*rule)(v, axis)) return better;
    return {};
  }

 private:
  using First = std::tuple<Value, int, int64_t>;
  std::map<Value, bool> spares_;  // asked once for each value: blocks that add what they skip have many paths
  std::map<First, Value> first_;

  /// Is it made of a convolution's results cell by cell, so that fewer of them are less work?
  bool spares_work(Value x) {
    const auto [known, is_new] = spares_.try_emplace(x, false);
    if (!is_new) return known->second;
    const Node& n = x.node();
    const bool spares =
        n.op->name == "conv2d" || (is_pooling(n) && spares_work(n.in[0])) ||
        (n.op->pointwise && std::any_of(n.in.begin(), n.in.end(), [&](Value v) { return spares_work(v); }));
    return spares_[x] = spares;
  }

  /// The first cells of x along an axis.
  Value first(Value x, int axis, int64_t cells) {
    if (x.rank() == 0 || x.dim(axis) == cells) return x;
    Value& made = first_[{x, axis, cells}];
    if (made) return made;
    const std::string scope = std::exchange(x.graph().scope, x.node().scope);  // it still belongs to its layer
    made = made_of_first(x.node(), axis, cells);
    x.graph().scope = scope;
    return made;
  }

  /// The same operator on no more cells than the first of its results need; a slice where its inputs have no such
  /// cells.
  Value made_of_first(const Node& n, int axis, int64_t cells) {
    Values in = n.in;
    if (slides(n)) {
      const auto [window, read] = reach(n.options.as<Window>(), axis, cells, in[0].dim(axis));
      if (read < 1) return slice(n.self, axis, 0, cells);
      in[0] = first(in[0], axis, read);
      return apply(*n.op, in, window);
    }
    if (n.op->pointwise && std::all_of(in.begin(), in.end(), [](Value v) { return v.type() == Type::f32; })) {
      for (Value& v : in) v = first(v, axis, cells);
      return apply(*n.op, in, n.options);
    }
    if (const Value some = before_zeros(n.self, axis); some && some.dim(axis) == cells) return some;
    if (goes_along(n, "expand", axis)) return expand(in[0], first(in[1], axis, cells), n.options.as<Over>());
    return slice(n.self, axis, 0, cells);
  }

  Value along_the_other_axis(Value v) {
    const Value better = (*this)(v);
    return better ? better : v;
  }

  Value with_zeros(Value v, Value like, int axis) {
    v = along_the_other_axis(v);
    return v.dim(axis) == like.dim(axis) ? v : slice_grad(v, like, axis, 0);
  }

  Value pooling(Value v, int axis) {
    const Node& n = v.node();
    if (!is_pooling(n)) return {};
    const auto [window, read] = reach(n.options.as<Window>(), axis, v.dim(axis), n.in[0].dim(axis));
    if (read < 1 || read == n.in[0].dim(axis) || !spares_work(n.in[0])) return {};
    return along_the_other_axis(apply(*n.op, {first(n.in[0], axis, read)}, window));
  }

  Value backward(Value v, int axis) {
    const Node& n = v.node();
    const auto* rule =
        std::find_if(std::begin(backwards), std::end(backwards), [&](const Backward& b) { return n.op->name == b.op; });
    if (rule == std::end(backwards)) return {};
    Values in = n.in;
    const Value x = in[rule->x], zeros = before_zeros(in[rule->dy], axis), dy = zeros ? zeros : in[rule->dy];
    const auto [window, read] = reach(n.options.as<Window>(), axis, dy.dim(axis), x.dim(axis));
    const bool unread = read < x.dim(axis) && rule->pools && spares_work(x);
    if (read < 1 || (!zeros && !unread)) return {};
    in[rule->dy] = dy;
    in[rule->x] = first(x, axis, read);
    if (n.op->name == "max_pool2d_grad") in[1] = first(in[1], axis, dy.dim(axis));
    const Value made = apply(*n.op, in, window);
    return n.op->name == "conv2d_grad_weights" ? along_the_other_axis(made) : with_zeros(made, x, axis);
  }

  /// Cell by cell, of operands that are zero from a cell on.
  Value cell_by_cell(Value v, int axis) {
    const Node& n = v.node();
    if (!n.op->pointwise || v.rank() != 4) return {};
    std::vector<bool> zero;
    int64_t cells = 0;  // of the operand that is longest before its zeros
    for (const Value x : n.in) {
      const Value some = before_zeros(x, axis);
      if (some) cells = std::max(cells, some.dim(axis));
      zero.push_back(some || uniform_constant(x) == 0.0);
    }
    if (cells == 0 || !keeps_zeros(n, zero)) return {};
    Values in;
    for (const Value x : n.in) in.push_back(first(x, axis, cells));
    return with_zeros(apply(*n.op, in, n.options), v, axis);
  }

  Value sum(Value v, int axis) {
    const Node& n = v.node();
    if (!goes_along(n, "reduce", axis)) return {};
    const Value some = before_zeros(n.in[0], axis);
    return some ? along_the_other_axis(reduce(some, n.options.as<Over>())) : Value();
  }
};

int64_t products(const Graph& graph, const Values& roots) {
  const std::vector<bool> live = needed(graph, roots);
  int64_t all = 0;
  for (int id = 0; id < graph.size(); ++id)
    if (live[static_cast<size_t>(id)]) all += multiply_adds(graph.node(id));
  return all;
}

}  // namespace

void narrow(Prepared& prepared) {
  const Graph& before = *prepared.graph;
  bool pools = false;
  for (int id = 0; id < before.size() && !pools; ++id) pools = is_pooling(before.node(id));
  if (!pools) return;
  Rebuilt after = rebuild(before, 0, Narrowing());
  Values roots;
  for (const Value root : prepared.roots()) roots.push_back(after(root));
  // More where all cells of a convolution are read elsewhere, too: it would be computed twice.
  if (products(*after.graph, roots) >= products(before, prepared.roots())) return;
  for (auto& [old, at] : prepared.moved) at = after(at);
  for (Value& output : prepared.outputs) output = after(output);
  if (!prepared.updates.empty()) prepared.updates = after.graph->updates;
  prepared.graph = std::move(after.graph);
}

}  // namespace plumb::engine
