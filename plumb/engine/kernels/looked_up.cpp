// looked_up: which rows of a table a batch looked up; and where a step may change the flat buffer, as the ranges of the
// rows that it looked up (graph/lazy_rows.h), so that the optimizer's pass walks over nothing else.
#include <algorithm>
#include <memory>

#include "plumb/engine/internal/lane.h"
#include "plumb/graph/operators.h"

namespace plumb::engine {
namespace {

void prepare(Lane& lane, const Group& group) {
  const Node& n = lane.node(group.leader);
  const auto width = static_cast<size_t>(n.shape()[1]), wanted = static_cast<size_t>(count(n.in[0].shape()));
  const int64_t rows = n.shape()[0];
  const Buffer *codes = lane.use(n.in[0]), *y = lane.place(n.self);
  lane.call("looked_up " + text(n.shape()), [=] {
    std::fill_n(y->floats(), static_cast<size_t>(rows) * width, 0.0F);
    for (size_t i = 0; i < wanted; ++i)
      if (const int32_t row = codes->ints()[i]; row >= 0 && row < rows)
        std::fill_n(y->floats() + static_cast<size_t>(row) * width, width, 1.0F);
  });
}

/// Sizes of the parts, in elements: of a table negative, and then the input has its row numbers; of others positive.
struct PackLookedUp {
  std::vector<int64_t> parts, widths;
  void fields(auto f) const { f("parts", parts), f("widths", widths); }
};

// Known to this engine alone: made by a rewrite, never traced.
const Operator pack_looked_up{
    .name = "pack_looked_up",  // (like, row numbers ...)
    .shape = [](const Node& n) { return n.in[0].shape(); },
    .source = true,
    .shape_only = 0,
};

Value as_ranges(Value v) {
  const Node& n = v.node();
  const auto is_table = [](Value part) { return part.node().op->name == "looked_up"; };
  if (n.op->name != "pack" || std::none_of(n.in.begin() + 1, n.in.end(), is_table)) return {};
  PackLookedUp options;
  Values in{n.in[0]};
  for (size_t k = 1; k < n.in.size(); ++k) {
    const Value part = n.in[k];
    if (!is_table(part) && uniform_constant(part) != 1.0) return {};
    options.parts.push_back(is_table(part) ? -count(part.shape()) : count(part.shape()));
    options.widths.push_back(is_table(part) ? part.dim(1) : 1);
    if (is_table(part)) in.push_back(part.node().in[0]);
  }
  return apply(pack_looked_up, in, options);
}

/// What a step may change: all of the dense parts, of tables the rows that are looked up.
struct Changeable {
  struct Part {
    int64_t offset = 0, elements = 0, width = 1;
    const Buffer* codes = nullptr;  // null: dense
    size_t wanted = 0;
  };
  std::vector<Part> parts{};
  std::vector<int32_t> rows{};  // sized while planning, as are the ranges
  std::vector<Interval> ranges{};

  void add(int64_t begin, int64_t end) {
    if (!ranges.empty() && ranges.back().end == begin)
      ranges.back().end = end;
    else
      ranges.push_back({begin, end});
  }
  void list() {
    ranges.clear();
    for (const Part& part : parts) {
      if (!part.codes) {
        add(part.offset, part.offset + part.elements);
        continue;
      }
      rows.assign(part.codes->ints(), part.codes->ints() + part.wanted);
      std::sort(rows.begin(), rows.end());
      int64_t last = -1;
      for (const int64_t row : rows) {
        if (row > last && row < part.elements / part.width)
          add(part.offset + row * part.width, part.offset + (row + 1) * part.width);
        last = std::max(last, row);
      }
    }
  }
  void make(int64_t begin, int64_t end, float* out) const {
    std::fill_n(out, end - begin, 0.0F);
    const auto ends_before = [](const Interval& r, int64_t at) { return r.end <= at; };
    for (auto r = std::lower_bound(ranges.begin(), ranges.end(), begin, ends_before);
         r != ranges.end() && r->begin < end; ++r)
      std::fill(out + (std::max(begin, r->begin) - begin), out + (std::min(end, r->end) - begin), 1.0F);
  }
};

std::shared_ptr<Changeable> prepare_list(Lane& lane, const Node& n) {
  const auto list = std::make_shared<Changeable>();
  const auto& options = n.options.as<PackLookedUp>();
  int64_t offset = 0;
  size_t most = 1, widest = 0, k = 1;
  for (size_t i = 0; i < options.parts.size(); ++i) {
    const int64_t elements = std::abs(options.parts[i]);
    Changeable::Part part{.offset = offset, .elements = elements, .width = options.widths[i]};
    if (options.parts[i] < 0) {
      part.codes = lane.use(n.in[k]);
      part.wanted = static_cast<size_t>(count(n.in[k++].shape()));
    }
    most += std::max<size_t>(part.wanted, 1);
    widest = std::max(widest, part.wanted);
    offset += on_cache_line(elements);
    list->parts.push_back(part);
  }
  list->rows.reserve(widest);
  list->ranges.reserve(most);
  lane.call(fmt::format("rows looked up, {}", most), [list] { list->list(); });
  return list;
}

std::function<void(size_t, size_t, void*)> make_source(Lane& lane, const Node& n) {
  return [list = prepare_list(lane, n)](size_t first, size_t size, void* out) {
    list->make(static_cast<int64_t>(first), static_cast<int64_t>(first + size), static_cast<float*>(out));
  };
}

std::function<std::span<const Interval>()> make_ranges(Lane& lane, const Node& n) {
  return [list = prepare_list(lane, n)] { return std::span<const Interval>(list->ranges); };
}

// Made once, from the rows of all shards.
Rows packed_rows(const Node&, const std::vector<Rows>& in) {
  return std::find(in.begin(), in.end(), Rows::mixed) == in.end() ? Rows::none : Rows::mixed;
}

[[maybe_unused]] const bool registered[] = {
    add_kernel("looked_up", {.prepare = prepare}),
    add_kernel("pack_looked_up", {.rows = packed_rows, .source = make_source, .ranges = make_ranges}),
    add_rewrite(as_ranges),
};

}  // namespace
}  // namespace plumb::engine
