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
  return {sizes, memory::data_type::f32, strides};
}

void prepare(Lane& lane, const Group& group) {
  const Node& n = lane.node(group.leader);
  const auto [ta, tb] = n.options.as<MatmulOptions>();
  const memory::desc a = matrix(n.in[0], ta), b = matrix(n.in[1], tb), c = matrix(n.self, false);
  const Epilogue e = epilogue(lane, group);
  auto attr = attributes();
  memory::dims sizes(c.get_dims().size(), 1), strides(c.get_dims().size(), n.shape().back());
  sizes.back() = n.shape().back();
  strides.back() = 1;
  const memory::desc bias(sizes, memory::data_type::f32, strides);
  const std::vector<Argument> more = e.append_to(attr, lane, bias, c);
  const auto pd = e.bias ? dnnl::matmul::primitive_desc(onednn_engine(), a, b, bias, c, attr)
                         : dnnl::matmul::primitive_desc(onednn_engine(), a, b, c, attr);
  std::vector<Argument> arguments{{DNNL_ARG_SRC, lane.use(n.in[0]), a}, {DNNL_ARG_WEIGHTS, lane.use(n.in[1]), b}};
  if (e.bias) arguments.push_back({DNNL_ARG_BIAS, lane.use(e.bias), bias});
  arguments.insert(arguments.end(), more.begin(), more.end());
  arguments.push_back({DNNL_ARG_DST, lane.place(e.result), c});
  add_primitive(lane, dnnl::matmul(pd), pd.scratchpad_desc(), arguments,
                fmt::format("matmul{} {}{} by {}{} ({})", e.text(), text(n.in[0].shape()), ta ? "T" : "",
                            text(n.in[1].shape()), tb ? "T" : "", pd.impl_info_str()));
}

Rows rows(const Node& n, const std::vector<Rows>& in) {
  if (n.in[0].rank() > 2) return in[0] == in[1] ? Rows::each : Rows::mixed;  // stacks of matrices, rows outermost
  const auto [ta, tb] = n.options.as<MatmulOptions>();
  if (in[1] == Rows::none) return ta ? Rows::mixed : Rows::each;
  if (in[0] == Rows::none) return Rows::mixed;
  return ta && !tb ? Rows::sum : Rows::mixed;
}

[[maybe_unused]] const bool registered =
    add_kernel("matmul", {.prepare = prepare, .absorb = absorb_epilogue, .rows = rows});

}  // namespace
}  // namespace plumb::engine
