// grouped_matmul and its derivative by the weights: a product for each group, all of them in one call. The groups of a
// row lie beside each other, so the matrix of one group is read with the whole row as its stride and nothing is moved.
#include "plumb/engine/kernels/onednn.h"
#include "plumb/graph/operators.h"

namespace plumb::engine {
namespace {

using dnnl::memory;

/// The matrix of one group, {rows, columns}, and where it begins.
struct Matrix {
  memory::desc layout;
  size_t offset = 0, bytes = 0;
};

/// Of a value [rows, groups, n].
Matrix of_rows(Value v, int64_t group, bool on_its_side) {
  const int64_t rows = v.dim(0), groups = v.dim(1), n = v.dim(2), stride = groups * n;
  Matrix matrix{on_its_side ? memory::desc({n, rows}, memory::data_type::f32, memory::dims{1, stride})
                            : memory::desc({rows, n}, memory::data_type::f32, memory::dims{stride, 1})};
  matrix.offset = static_cast<size_t>(group * n) * sizeof(float);
  matrix.bytes = static_cast<size_t>((rows - 1) * stride + n) * sizeof(float);
  return matrix;
}

/// Of weights [groups, n, units].
Matrix of_weights(Value v, int64_t group) {
  const int64_t n = v.dim(1), units = v.dim(2);
  const size_t bytes = static_cast<size_t>(n * units) * sizeof(float);
  return {memory::desc({n, units}, memory::data_type::f32, memory::dims{units, 1}), static_cast<size_t>(group) * bytes,
          bytes};
}

void prepare(Lane& lane, const Group& group) {
  const Node& n = lane.node(group.leader);
  const bool forward = n.op->name == "grouped_matmul";
  Buffer *a = lane.use(n.in[0]), *b = lane.use(n.in[1]), *y = lane.place(n.self);
  std::vector<std::function<void()>> products;
  for (int64_t g = 0; g < n.in[0].dim(1); ++g) {
    const Matrix left = of_rows(n.in[0], g, !forward);
    const Matrix right = forward ? of_weights(n.in[1], g) : of_rows(n.in[1], g, false);
    const Matrix result = forward ? of_rows(n.self, g, false) : of_weights(n.self, g);
    const dnnl::matmul::primitive_desc product(onednn_engine(), left.layout, right.layout, result.layout, attributes());
    products.push_back(primitive_call(lane, dnnl::matmul(product), product.scratchpad_desc(),
                                      {{DNNL_ARG_SRC, lane.part(a, left.offset, left.bytes), left.layout},
                                       {DNNL_ARG_WEIGHTS, lane.part(b, right.offset, right.bytes), right.layout},
                                       {DNNL_ARG_DST, lane.part(y, result.offset, result.bytes), result.layout}}));
  }
  lane.call(fmt::format("{} {} by {}", n.op->name, text(n.in[0].shape()), text(n.in[1].shape())), [products] {
    for (const auto& product : products) product();
  });
}

[[maybe_unused]] const bool registered[] = {
    add_kernel("grouped_matmul",
               {.prepare = prepare,
                .rows = [](const Node&,
                           const std::vector<Rows>& in) { return in[1] == Rows::none ? Rows::each : Rows::mixed; }}),
    add_kernel("grouped_matmul_grad", {.prepare = prepare,
                                       .rows =
                                           [](const Node&, const std::vector<Rows>& in) {
                                             return in[0] == Rows::each && in[1] == Rows::each ? Rows::sum
                                                                                               : Rows::mixed;
                                           }}),
};

}  // namespace
}  // namespace plumb::engine
