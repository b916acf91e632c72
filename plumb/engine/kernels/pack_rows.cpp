#include "plumb/engine/kernels/pack_rows.h"

#include <algorithm>
#include <cstring>
#include <memory>

#include "plumb/graph/operators.h"

namespace plumb::engine {
namespace {

constexpr int64_t smallest_table = 1 << 16;  // elements

/// What each part is: a table of so many rows (inputs: row numbers, what came for them), dense (0), or so many zeros
/// (negative; no input).
struct PackRows {
  std::vector<int64_t> parts;
  void fields(auto f) const { f("parts", parts); }
};

Shape shape(const Node& n) {
  int64_t size = 0;
  for (const PackedPart& part : packed_parts(n)) size = part.offset + on_cache_line(part.elements);
  if (n.in[0].shape() != Shape{size}) throw Bug("pack_rows: the parts do not fill the buffer");
  return n.in[0].shape();
}

// Known to this engine alone: made by a rewrite, never traced.
const Operator pack_rows{
    .name = "pack_rows",  // (like, parts ...)
    .shape = shape,
    .source = true,
    .shape_only = 0,
};

/// Is the sum worth keeping apart? Where a batch looks up about as many rows as there are, it is not.
bool is_table(Value v) {
  const Node& n = v.node();
  return n.op->name == "gather_grad" && count(n.shape()) >= smallest_table &&
         n.shape()[0] >= 2 * count(n.in[0].shape()) && n.type() == Type::f32;
}

Value keep_rows_apart(Value v) {
  const Node& n = v.node();
  if (n.op->name != "pack" || std::none_of(n.in.begin() + 1, n.in.end(), is_table)) return {};
  PackRows options;
  Values in{n.in[0]};
  for (size_t k = 1; k < n.in.size(); ++k) {
    const Node& part = n.in[k].node();
    if (is_table(part.self)) {
      options.parts.push_back(part.shape()[0]);
      in.insert(in.end(), {part.in[0], part.in[1]});
    } else if (uniform_constant(part.self) == 0.0) {
      options.parts.push_back(-count(part.shape()));
    } else {
      options.parts.push_back(0);
      in.push_back(part.self);
    }
  }
  return apply(pack_rows, in, options);
}

/// The parts with their memory, and what came for rows in this run.
struct Source {
  struct Part {
    PackedPart what;
    const Buffer *codes = nullptr, *values = nullptr;
  };
  std::vector<Part> parts{};
  std::vector<RowGradient> rows{};  // sized while planning

  void list() {
    rows.clear();
    for (const Part& p : parts)
      if (p.codes) list_rows(p.what, p.codes->ints(), p.values->floats(), rows);
  }

  void make(size_t first, size_t n, float* out) const {
    const auto begin = static_cast<int64_t>(first), end = begin + static_cast<int64_t>(n);
    std::fill_n(out, n, 0.0F);
    const auto after = [](int64_t at, const Part& p) { return at < p.what.offset; };
    auto part = std::upper_bound(parts.begin(), parts.end(), begin, after);
    for (part = part == parts.begin() ? part : part - 1; part != parts.end() && part->what.offset < end; ++part) {
      if (part->codes || !part->values) continue;
      const int64_t from = std::max(begin, part->what.offset);
      const int64_t to = std::min(end, part->what.offset + part->what.elements);
      if (from < to)
        std::memcpy(out + (from - begin), part->values->floats() + (from - part->what.offset),
                    static_cast<size_t>(to - from) * sizeof(float));
    }
    const auto ends_before = [](const RowGradient& r, int64_t at) {
      return r.at + static_cast<int64_t>(r.width) <= at;
    };
    for (auto row = std::lower_bound(rows.begin(), rows.end(), begin, ends_before); row != rows.end() && row->at < end;
         ++row) {
      const int64_t from = std::max(begin, row->at), to = std::min(end, row->at + static_cast<int64_t>(row->width));
      for (int64_t i = from; i < to; ++i) out[i - begin] += row->from[i - row->at];
    }
  }
};

std::function<void(size_t, size_t, void*)> make_source(Lane& lane, const Node& n) {
  const auto source = std::make_shared<Source>();
  size_t most = 0;
  for (const PackedPart& part : packed_parts(n)) {
    source->parts.push_back({.what = part,
                             .codes = part.codes ? lane.use(part.codes) : nullptr,
                             .values = part.values ? lane.use(part.values) : nullptr});
    if (part.codes) most += static_cast<size_t>(count(part.codes.shape()));
  }
  source->rows.reserve(most);
  lane.call(fmt::format("rows of tables, {}", most), [source] { source->list(); });
  return [source](size_t first, size_t size, void* out) { source->make(first, size, static_cast<float*>(out)); };
}

// Made once, from the rows of all shards.
Rows rows(const Node&, const std::vector<Rows>& in) {
  return std::find(in.begin(), in.end(), Rows::mixed) == in.end() ? Rows::none : Rows::mixed;
}

[[maybe_unused]] const bool registered = add_kernel("pack_rows", {.rows = rows, .source = make_source});
[[maybe_unused]] const bool rewrites = add_rewrite(keep_rows_apart);

}  // namespace

std::vector<PackedPart> packed_parts(const Node& n) {
  std::vector<PackedPart> parts;
  size_t k = 1;
  int64_t offset = 0;
  for (const int64_t kind : n.options.as<PackRows>().parts) {
    PackedPart part{.offset = offset};
    if (kind > 0) {
      part.codes = n.in[k++];
      part.values = n.in[k++];
      part.table_rows = kind;
      part.elements = kind * part.values.shape().back();
    } else if (kind == 0) {
      part.values = n.in[k++];
      part.elements = count(part.values.shape());
    } else {
      part.elements = -kind;
    }
    offset += on_cache_line(part.elements);
    parts.push_back(part);
  }
  return parts;
}

void list_rows(const PackedPart& part, const int32_t* codes, const float* values, std::vector<RowGradient>& to) {
  const auto width = static_cast<size_t>(part.values.shape().back());
  const int64_t wanted = count(part.codes.shape());
  const auto first = static_cast<std::ptrdiff_t>(to.size());
  for (int64_t i = 0; i < wanted; ++i)
    if (codes[i] >= 0 && codes[i] < part.table_rows)
      to.push_back(
          {part.offset + codes[i] * static_cast<int64_t>(width), values + i * static_cast<int64_t>(width), width});
  // By place, then by place in the batch: a total order, so the sort need not be stable (which would allocate).
  std::sort(to.begin() + first, to.end(),
            [](const RowGradient& a, const RowGradient& b) { return a.at != b.at ? a.at < b.at : a.from < b.from; });
}

}  // namespace plumb::engine
