// matmul, of matrices or stacks of them, with a bias and an activation that follow it.
#include "plumb/engine/kernels/onednn.h"
#include "plumb/graph/operators.h"

namespace plumb::engine {
namespace {

using dnnl::memory;

// As the product sees it: {stack, rows, columns}, or without the stack.
memory::desc matrix(Value v, bool transposed) {
  const int64_t rows = v.dim(-2), columns = v.dim(-1);
  memory::dims sizes = transposed ? memory::dims{columns, rows} : memory::dims{rows, columns};
  memory::dims strides = transposed ? memory::dims{1, columns} : memory::dims{columns, 1};
  if (v.rank() > 2) {
    sizes.insert(sizes.begin(), count(v.shape()) / (rows * columns));
    strides.insert(strides.begin(), rows * columns);
  }
  return {sizes, element_of(v), strides};
}

// bf16 weights are multiplied in pairs of rows: laid out so once a run, instead of in every call. Transposed ones lie
// in pairs as they are, and what the shards made is read once.
bool wants_layout(const Node& n) {
  const auto [ta, tb] = n.options.as<MatmulOptions>();
  return n.in[1].type() == Type::bf16 && n.in[1].rank() == 2 && !ta && !tb;
}

constexpr int64_t worth_cutting = 1'000'000;  // multiply-adds that are worth a meeting of threads
constexpr int64_t rows_together = 8;

/// The product of the rows from `begin` to `end` of a; all of them where a is a stack, or stands on its side.
struct Piece {
  dnnl::matmul::primitive_desc description;
  std::vector<Argument> arguments;
  Piece(Lane& lane, const Node& n, const Epilogue& e, Buffer* to, int64_t begin, int64_t end) {
    const auto [ta, tb] = n.options.as<MatmulOptions>();
    memory::desc a = matrix(n.in[0], ta), c = matrix(n.self, false);
    const memory::desc b = matrix(n.in[1], tb);
    const memory::desc any(b.get_dims(), b.get_data_type(), memory::format_tag::any);
    const memory::desc& asked = wants_layout(n) ? any : b;
    Buffer* from = lane.use(n.in[0]);
    const auto rows_of = [&, begin = begin, end = end](Buffer* whole, memory::desc& layout) {
      memory::dims sizes = layout.get_dims();
      if (end - begin == sizes[0]) return whole;
      const int64_t row = layout.get_strides()[0] * element_bytes(layout);
      sizes[0] = end - begin;
      layout = {sizes, layout.get_data_type(), layout.get_strides()};
      return lane.part(whole, static_cast<size_t>(begin * row), static_cast<size_t>(sizes[0] * row));
    };
    const bool cut = begin > 0 || end < n.shape()[0];
    if (cut) {
      from = rows_of(from, a);
      to = rows_of(to, c);
    }
    auto attr = attributes();
    memory::dims sizes(c.get_dims().size(), 1), strides(c.get_dims().size(), n.shape().back());
    sizes.back() = n.shape().back();
    strides.back() = 1;
    const memory::desc bias(sizes, memory::data_type::f32, strides);
    std::vector<Argument> more = e.append_to(attr, lane, bias, c);
    for (Argument& argument : more)
      if (cut && argument.layout == c) {
        memory::desc whole = matrix(n.self, false);
        argument.buffer = rows_of(argument.buffer, whole);
      }
    description = e.bias ? dnnl::matmul::primitive_desc(onednn_engine(), a, asked, bias, c, attr)
                         : dnnl::matmul::primitive_desc(onednn_engine(), a, asked, c, attr);
    const memory::desc weights = description.weights_desc();
    arguments = {{DNNL_ARG_SRC, from, a}, {DNNL_ARG_WEIGHTS, in_layout(lane, n.in[1], b, weights), weights}};
    if (e.bias) arguments.push_back({DNNL_ARG_BIAS, lane.use(e.bias), bias});
    arguments.insert(arguments.end(), more.begin(), more.end());
    arguments.push_back({DNNL_ARG_DST, to, c});
  }
  std::function<void()> call(Lane& lane) const {
    return primitive_call(lane, dnnl::matmul(description), description.scratchpad_desc(), arguments);
  }
};

bool may_be_cut(const Lane& lane, const Node& n) {
  return lane.threads() > 1 && !lane.settings().any_threads && n.shape().size() == 2 &&
         !n.options.as<MatmulOptions>().transpose_a && n.shape()[0] >= rows_together * lane.threads() &&
         multiply_adds(n) >= worth_cutting;
}

void prepare(Lane& lane, const Group& group) {
  const Node& n = lane.node(group.leader);
  const auto [ta, tb] = n.options.as<MatmulOptions>();
  const Epilogue e = epilogue(lane, group);
  Buffer* to = lane.place(e.result);
  const int64_t rows = n.shape()[0], width = n.shape().back();
  const Piece whole(lane, n, e, to, 0, rows);
  const std::string what = fmt::format("matmul{} {}{} by {}{} ({})", e.text(), text(n.in[0].shape()), ta ? "T" : "",
                                       text(n.in[1].shape()), tb ? "T" : "", whole.description.impl_info_str());
  if (!may_be_cut(lane, n)) {
    lane.call(what, whole.call(lane));
    return;
  }
  const int64_t pieces = (rows + rows_together - 1) / rows_together, threads = lane.threads();
  std::vector<std::function<void()>> parts;
  for (int64_t t = 0; t < threads; ++t)  // as Plan::run_part cuts
    parts.push_back(Piece(lane, n, e, to, pieces * t / threads * rows_together,
                          std::min(rows, pieces * (t + 1) / threads * rows_together))
                        .call(lane));
  lane.call_in_parts(what, rows * width, rows_together * width,
                     [all = whole.call(lane), parts, items = rows * width](int64_t from, int64_t end, int part) {
                       end - from == items ? all() : parts[static_cast<size_t>(part)]();
                     });
}

Rows rows(const Node& n, const std::vector<Rows>& in) {
  if (n.in[0].rank() > 2) return in[0] == in[1] ? Rows::each : Rows::mixed;  // stacks of matrices, rows outermost
  const auto [ta, tb] = n.options.as<MatmulOptions>();
  if (in[1] == Rows::none) return ta ? Rows::mixed : Rows::each;
  if (in[0] == Rows::none) return Rows::mixed;
  return ta && !tb ? Rows::sum : Rows::mixed;
}

[[maybe_unused]] const bool registered =
    add_kernel("matmul", {.prepare = prepare, .absorb = absorb_epilogue, .rows = rows, .bf16 = worth_bf16});

}  // namespace
}  // namespace plumb::engine
