// reduce and reduce_max over any axes, with fast ways for all axes, leading and trailing ones; and what makes means and
// nested broadcasts simple enough for the other kernels.
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "plumb/engine/internal/lane.h"
#include "plumb/engine/kernels/bf16.h"
#include "plumb/engine/kernels/broadcast.h"
#include "plumb/engine/kernels/loops.h"

namespace plumb::engine {
namespace {

bool over_rows(const Over& over) { return over.axes.empty() || over.axes[0] == 0; }

struct Sum {
  static constexpr float start = 0;
  static float of(const float* x, size_t n) { return sum(x, n); }
  static float join(float a, float b) { return a + b; }
  static void columns(const float* x, size_t rows, size_t columns, float* to) { add_columns(x, rows, columns, to); }
};

struct Max {  // not a number where one of them is none
  static constexpr float start = -std::numeric_limits<float>::infinity();
  static float join(float a, float b) { return a > b || std::isnan(a) ? a : b; }
  static float of(const float* x, size_t n) {
    float best = start;
    for (size_t i = 0; i < n; ++i) best = join(best, x[i]);
    return best;
  }
  static void columns(const float* x, size_t rows, size_t columns, float* to) {
    for (size_t r = 0; r < rows; ++r)
      for (size_t c = 0; c < columns; ++c) to[c] = join(to[c], x[r * columns + c]);
  }
};

// Blocks of the innermost kind of dimension: a run that shrinks to one number, or rows that are joined.
template <class Kind>
void run(const Broadcast& b, const float* x, size_t n, float* y, size_t results) {
  std::fill_n(y, results, Kind::start);
  const size_t inner = b.inner();
  if (b.dims.empty()) {
    *y = *x;
  } else if (!b.dims.back().kept) {
    for (size_t e = 0; e < n; e += inner) {
      float& to = y[b.source(e)];
      to = b.dims.size() <= 2 ? Kind::of(x + e, inner) : Kind::join(to, Kind::of(x + e, inner));
    }
  } else {
    const size_t above = b.dims.size() > 1 ? b.dims[b.dims.size() - 2].size : 1;  // reduced rows of kept columns
    for (size_t e = 0; e < n; e += above * inner) Kind::columns(x + e, above, inner, y + b.source(e));
  }
}

// Of bf16 copies that products read (passes/precision.cpp): over all axes but the last, in f32.
void sum_of_copies(const uint16_t* x, size_t rows, size_t columns, float* y) {
  std::array<float, 4096> tile;
  const size_t width = std::min(columns, tile.size()), together = tile.size() / width;
  std::fill_n(y, columns, 0.0F);
  for (size_t c = 0; c < columns; c += width) {
    const size_t n = std::min(width, columns - c);
    for (size_t r = 0; r < rows; r += together) {
      const size_t some = std::min(together, rows - r);
      if (n == columns)
        from_bf16(x + r * columns, some * columns, tile.data());
      else
        from_bf16(x + r * columns + c, n, tile.data());
      add_columns(tile.data(), some, n, y + c);
    }
  }
}

void prepare_sum_of_copies(Lane& lane, const Node& n) {
  const Value x = n.in[0];
  const auto columns = static_cast<size_t>(x.dim(-1)), rows = static_cast<size_t>(count(x.shape())) / columns;
  const Buffer *from = lane.use(x), *to = lane.place(n.self);
  lane.call(fmt::format("reduce bf16 {} to {}", x.shape(), n.shape()),
            [=] { sum_of_copies(reinterpret_cast<const uint16_t*>(from->data), rows, columns, to->floats()); });
}

template <class Kind>
void prepare(Lane& lane, const Group& group) {
  const Node& n = lane.node(group.leader);
  if (n.in[0].type() == Type::bf16 && n.type() == Type::f32) return prepare_sum_of_copies(lane, n);
  require(n.type() == Type::f32, "{}: the cpu engine reduces f32, not {}; cast the input", n.op->name, text(n.type()));
  const Broadcast b(n.in[0].shape(), n.options.as<Over>());
  const Buffer* x = lane.use(n.in[0]);
  const Buffer* y = lane.place(n.self);
  const auto all = static_cast<size_t>(count(n.in[0].shape())), results = static_cast<size_t>(count(n.shape()));
  lane.call(n.op->name + " " + text(n.in[0].shape()) + " to " + text(n.shape()),
            [=] { run<Kind>(b, x->floats(), all, y->floats(), results); });
}

Rows sum_rows(const Node& n, const std::vector<Rows>&) {
  return over_rows(n.options.as<Over>()) ? Rows::sum : Rows::each;
}
Rows max_rows(const Node& n, const std::vector<Rows>&) {
  return over_rows(n.options.as<Over>()) ? Rows::mixed : Rows::each;
}

[[maybe_unused]] const bool registered[] = {
    add_kernel("reduce", {.prepare = prepare<Sum>, .rows = sum_rows}),
    add_kernel("reduce_max", {.prepare = prepare<Max>, .rows = max_rows}),
};

// A mean is a sum that is scaled: the scale counts the whole batch, whatever the shard.
Value mean_as_sum(Value v) {
  const Node& n = v.node();
  if ((n.op->name != "reduce" && n.op->name != "expand") || !n.options.as<Over>().mean) return {};
  const Over over{.axes = n.options.as<Over>().axes};
  const auto larger = n.op->name == "reduce" ? n.in[0] : v, smaller = n.op->name == "reduce" ? v : n.in[0];
  const double share = static_cast<double>(count(smaller.shape())) / static_cast<double>(count(larger.shape()));
  if (n.op->name == "reduce") return reduce(n.in[0], over) * share;
  return expand(n.in[0] * share, n.in[1], over);
}

[[maybe_unused]] const bool rewrites = add_rewrite(mean_as_sum);

}  // namespace
}  // namespace plumb::engine
