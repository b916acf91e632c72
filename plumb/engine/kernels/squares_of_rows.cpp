// The sum of squares of a packed gradient whose tables are never written down (pack_rows.h): for its norm, by which
// gradients are clipped. Rows that were looked up several times are added before they are squared.
#include <algorithm>
#include <memory>

#include "plumb/engine/kernels/loops.h"
#include "plumb/engine/kernels/pack_rows.h"
#include "plumb/graph/operators.h"

namespace plumb::engine {
namespace {

// Known to this engine alone: made by a rewrite, never traced.
const Operator op{
    .name = "squares_of_rows",  // inputs and options of pack_rows
    .shape = [](const Node&) { return Shape{}; },
    .shape_only = 0,
};

Value of_rows(Value v) {
  const Node& n = v.node();
  if (n.op->name != "reduce" || !n.options.as<Over>().axes.empty() || n.options.as<Over>().mean) return {};
  const Node& squares = n.in[0].node();
  if (squares.op->name != "multiply" || squares.in[0] != squares.in[1]) return {};
  const Node& packed = squares.in[0].node();
  return packed.op->name == "pack_rows" ? apply(op, packed.in, packed.options) : Value();
}

struct Squares {
  struct Part {
    PackedPart what;
    const Buffer *codes = nullptr, *values = nullptr;
  };
  std::vector<Part> parts{};
  std::vector<RowGradient> rows{};  // sized while planning, as is what rows are added in
  std::vector<float> sum{};

  double of_table(const Part& part) {
    rows.clear();
    list_rows(part.what, part.codes->ints(), part.values->floats(), rows);
    double all = 0;
    for (auto row = rows.begin(); row != rows.end();) {
      const auto next = std::find_if(row, rows.end(), [&](const RowGradient& r) { return r.at != row->at; });
      std::copy_n(row->from, row->width, sum.begin());
      for (auto more = row + 1; more != next; ++more)
        for (size_t i = 0; i < more->width; ++i) sum[i] += more->from[i];
      all += static_cast<double>(sum_of_squares(sum.data(), row->width));
      row = next;
    }
    return all;
  }
  float of_all() {
    double all = 0;
    for (const Part& part : parts) {
      if (part.codes) all += of_table(part);
      if (!part.codes && part.values)
        all += static_cast<double>(sum_of_squares(part.values->floats(), static_cast<size_t>(part.what.elements)));
    }
    return static_cast<float>(all);
  }
};

void prepare(Lane& lane, const Group& group) {
  const Node& n = lane.node(group.leader);
  const auto squares = std::make_shared<Squares>();
  size_t most = 0, widest = 0;
  for (const PackedPart& part : packed_parts(n)) {
    squares->parts.push_back({.what = part,
                              .codes = part.codes ? lane.use(part.codes) : nullptr,
                              .values = part.values ? lane.use(part.values) : nullptr});
    if (!part.codes) continue;
    most = std::max(most, static_cast<size_t>(count(part.codes.shape())));
    widest = std::max(widest, static_cast<size_t>(part.values.shape().back()));
  }
  squares->rows.reserve(most);
  squares->sum.resize(widest);
  const Buffer* y = lane.place(n.self);
  lane.call("squares_of_rows " + text(n.in[0].shape()), [squares, y] { *y->floats() = squares->of_all(); });
}

// Made once, from the rows of all shards.
Rows rows(const Node&, const std::vector<Rows>& in) {
  return std::find(in.begin(), in.end(), Rows::mixed) == in.end() ? Rows::none : Rows::mixed;
}

[[maybe_unused]] const bool registered[] = {
    add_kernel("squares_of_rows", {.prepare = prepare, .rows = rows}),
    add_rewrite(of_rows),
};

}  // namespace
}  // namespace plumb::engine
