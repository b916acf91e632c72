// conv2d, with a bias and activation that follow it, and its gradients, with that of the bias. Images are
// channels-last; oneDNN chooses the layout of the filters, which are reordered once a run. Groups of channels are its
// grouped primitives, with ways of their own where each channel is a group. Some have loops of our own
// (own_conv2d.cpp).
#include <algorithm>

#include "plumb/engine/kernels/convolution.h"
#include "plumb/graph/operators.h"

namespace plumb::engine {
namespace {

using dnnl::memory;
constexpr auto f32 = memory::data_type::f32;

memory::desc image(Value v, memory::data_type element) {
  return {{v.dim(0), v.dim(3), v.dim(1), v.dim(2)}, element, memory::format_tag::nhwc};
}
memory::desc image(Value v) { return image(v, element_of(v)); }
memory::desc bias_of(Value w) { return {{w.dim(3)}, f32, memory::format_tag::a}; }

dnnl::convolution_forward::primitive_desc forward(const Convolution& c, bool bias, const dnnl::primitive_attr& attr) {
  const auto kind = dnnl::prop_kind::forward_training;
  const auto how = dnnl::algorithm::convolution_direct;
  // Also where it is but a hint for a gradient, which has bf16 in other places: two operands of one type, to f32.
  const bool coarse = element_of(c.x) != f32 || element_of(c.w) != f32 || element_of(c.y) != f32;
  const auto operands = coarse ? memory::data_type::bf16 : f32;
  const memory::desc x = image(c.x, operands), w(c.filter_sizes(), operands, memory::format_tag::any),
                     y = image(c.y, f32);
  if (bias) return {onednn_engine(), kind, how, x, w, bias_of(c.w), y, c.strides(), c.before(), c.after(), attr};
  return {onednn_engine(), kind, how, x, w, y, c.strides(), c.before(), c.after(), attr};
}

constexpr int64_t worth_cutting = 1'000'000;  // multiply-adds that are worth a meeting of threads

/// The output rows from `begin` to `end` of one image: a convolution of its own over the input rows that they see.
struct Piece {
  dnnl::convolution_forward::primitive_desc description;
  std::vector<Argument> arguments;
  Piece(Lane& lane, const Convolution& c, const Epilogue& e, Buffer* to, int64_t begin, int64_t end) {
    const bool cut = begin > 0 || end < c.y.dim(1);
    memory::desc x = image(c.x), y = image(c.y);
    memory::dims before = c.before(), after = c.after();
    const auto lines = [&](memory::desc& layout, Buffer* whole, int64_t from, int64_t until) {
      memory::dims sizes = layout.get_dims();  // rows, channels, height, width
      const int64_t line = sizes[1] * sizes[3] * element_bytes(layout);
      sizes[2] = until - from;
      layout = {sizes, layout.get_data_type(), memory::format_tag::nhwc};
      return lane.part(whole, static_cast<size_t>(from * line), static_cast<size_t>((until - from) * line));
    };
    Buffer* from = lane.use(c.x);
    if (cut) {
      const int64_t stride = c.window.stride[0], top = begin * stride - before[0];
      const int64_t bottom = (end - 1) * stride - before[0] + c.w.dim(0);  // one past the last line that is seen
      before[0] = std::max<int64_t>(0, -top);
      after[0] = std::max<int64_t>(0, bottom - c.x.dim(1));
      from = lines(x, from, std::max<int64_t>(0, top), std::min(bottom, c.x.dim(1)));
      to = lines(y, to, begin, end);
    }
    auto attr = attributes();
    const memory::desc channel({1, c.w.dim(3), 1, 1}, f32, memory::format_tag::nhwc);
    std::vector<Argument> more = e.append_to(attr, lane, channel, y);
    for (Argument& argument : more)
      if (cut && argument.layout == y) {
        memory::desc whole = image(c.y);
        argument.buffer = lines(whole, argument.buffer, begin, end);
      }
    const auto kind = dnnl::prop_kind::forward_training;
    const auto how = dnnl::algorithm::convolution_direct;
    using Descriptor = dnnl::convolution_forward::primitive_desc;
    description = e.bias
                      ? Descriptor(onednn_engine(), kind, how, x, c.any_filters(), bias_of(c.w), y, c.strides(), before,
                                   after, attr)
                      : Descriptor(onednn_engine(), kind, how, x, c.any_filters(), y, c.strides(), before, after, attr);
    const memory::desc w = description.weights_desc();
    arguments = {{DNNL_ARG_SRC, from, x}, {DNNL_ARG_WEIGHTS, in_layout(lane, c.w, c.filters(), w), w}};
    if (e.bias) arguments.push_back({DNNL_ARG_BIAS, lane.use(e.bias), bias_of(c.w)});
    arguments.insert(arguments.end(), more.begin(), more.end());
    arguments.push_back({DNNL_ARG_DST, to, y});
  }
  std::function<void()> call(Lane& lane) const {
    return primitive_call(lane, dnnl::convolution_forward(description), description.scratchpad_desc(), arguments);
  }
};

bool may_be_cut(const Lane& lane, const Convolution& c) {
  return lane.threads() > 1 && !lane.settings().any_threads && c.y.dim(0) == 1 && c.y.dim(1) >= 2 * lane.threads() &&
         multiply_adds(c.y.node()) >= worth_cutting;
}

/// One image whose output rows the threads share, as Plan::run_part cuts; counted in multiply-adds, since few numbers
/// of a result may be much work.
void prepare_in_parts(Lane& lane, const Convolution& c, const Epilogue& e) {
  Buffer* to = lane.place(e.result);
  const int64_t height = c.y.dim(1), line = multiply_adds(c.y.node()) / height, threads = lane.threads();
  const Piece whole(lane, c, e, to, 0, height);
  std::vector<std::function<void()>> parts;
  for (int64_t t = 0; t < threads; ++t)
    parts.push_back(Piece(lane, c, e, to, height * t / threads, height * (t + 1) / threads).call(lane));
  lane.call_in_parts(fmt::format("conv2d{} {} ({})", e.text(), c.text(), whole.description.impl_info_str()),
                     height * line, line,
                     [all = whole.call(lane), parts, items = height * line](int64_t from, int64_t end, int part) {
                       end - from == items ? all() : parts[static_cast<size_t>(part)]();
                     });
}

void prepare_forward(Lane& lane, const Group& group) {
  const Node& n = lane.node(group.leader);
  const Convolution c{n.in[0], n.in[1], n.self, n.options.as<Window>()};
  const Epilogue e = epilogue(lane, group);
  if (has_own_forward(c, e)) return prepare_own_forward(lane, c, e);
  if (may_be_cut(lane, c)) return prepare_in_parts(lane, c, e);
  auto attr = attributes();
  const memory::desc channel({1, c.w.dim(3), 1, 1}, f32, memory::format_tag::nhwc);
  const std::vector<Argument> more = e.append_to(attr, lane, channel, image(c.y));
  const auto pd = forward(c, bool(e.bias), attr);
  std::vector<Argument> arguments{
      {DNNL_ARG_SRC, lane.use(c.x), image(c.x)},
      {DNNL_ARG_WEIGHTS, in_layout(lane, c.w, c.filters(), pd.weights_desc()), pd.weights_desc()}};
  if (e.bias) arguments.push_back({DNNL_ARG_BIAS, lane.use(e.bias), bias_of(c.w)});
  arguments.insert(arguments.end(), more.begin(), more.end());
  arguments.push_back({DNNL_ARG_DST, lane.place(e.result), image(c.y)});
  add_primitive(lane, dnnl::convolution_forward(pd), pd.scratchpad_desc(), arguments,
                fmt::format("conv2d{} {} ({})", e.text(), c.text(), pd.impl_info_str()));
}

void prepare_grad_input(Lane& lane, const Group& group) {
  const Node& n = lane.node(group.leader);
  const Convolution c{n.self, n.in[1], n.in[0], n.options.as<Window>()};
  if (c.winograd()) return prepare_own_grad_input(lane, c);
  const dnnl::convolution_backward_data::primitive_desc pd(
      onednn_engine(), dnnl::algorithm::convolution_direct, image(c.x), c.any_filters(), image(c.y), c.strides(),
      c.before(), c.after(), forward(c, false, attributes()), attributes());
  add_primitive(lane, dnnl::convolution_backward_data(pd), pd.scratchpad_desc(),
                {{DNNL_ARG_DIFF_DST, lane.use(c.y), image(c.y)},
                 {DNNL_ARG_WEIGHTS, in_layout(lane, c.w, c.filters(), pd.weights_desc()), pd.weights_desc()},
                 {DNNL_ARG_DIFF_SRC, lane.place(n.self), image(c.x)}},
                fmt::format("conv2d_grad_input {} ({})", c.text(), pd.impl_info_str()));
}

void prepare_grad_weights(Lane& lane, const Group& group) {
  const Node& n = lane.node(group.leader);
  const Convolution c{n.in[0], n.self, n.in[1], n.options.as<Window>()};
  Value db;
  for (const int id : group.nodes)
    if (id != group.leader) db = lane.node(id).self;
  if (c.small() || c.winograd()) return prepare_own_grad_weights(lane, c, db);
  const auto how = dnnl::algorithm::convolution_direct;
  const auto hint = forward(c, bool(db), attributes());
  using Descriptor = dnnl::convolution_backward_weights::primitive_desc;
  const auto pd = db ? Descriptor(onednn_engine(), how, image(c.x), c.any_filters(), bias_of(c.w), image(c.y),
                                  c.strides(), c.before(), c.after(), hint, attributes())
                     : Descriptor(onednn_engine(), how, image(c.x), c.any_filters(), image(c.y), c.strides(),
                                  c.before(), c.after(), hint, attributes());
  const auto layout = pd.diff_weights_desc();
  const bool direct = layout == c.filters();
  Buffer* result = lane.place(n.self);
  Buffer* to = direct ? result : lane.scratch(layout.get_size());
  std::vector<Argument> arguments{{DNNL_ARG_SRC, lane.use(c.x), image(c.x)},
                                  {DNNL_ARG_DIFF_DST, lane.use(c.y), image(c.y)},
                                  {DNNL_ARG_DIFF_WEIGHTS, to, layout}};
  if (db) arguments.push_back({DNNL_ARG_DIFF_BIAS, lane.place(db), bias_of(c.w)});
  add_primitive(lane, dnnl::convolution_backward_weights(pd), pd.scratchpad_desc(), arguments,
                fmt::format("conv2d_grad_weights{} {} ({})", db ? " and bias" : "", c.text(), pd.impl_info_str()));
  if (!direct) add_reorder(lane, to, layout, result, c.filters());
}

// The gradient of the bias is the sum of the same dy.
std::vector<int> absorb_bias(const Node& n, const Users& users) {
  for (const int id : users.of[static_cast<size_t>(n.in[1].id())]) {
    const Node& u = users.graph->node(id);
    if (u.op->name == "reduce" && u.options.as<Over>().axes == std::vector<int>{0, 1, 2}) return {id};
  }
  return {};
}

Rows forward_rows(const Node&, const std::vector<Rows>& in) {
  return in[0] == Rows::each && in[1] == Rows::none ? Rows::each : Rows::mixed;
}
Rows weights_rows(const Node&, const std::vector<Rows>& in) {
  return in[0] == Rows::each && in[1] == Rows::each ? Rows::sum : Rows::mixed;
}

// Few channels have kernels of our own, in f32.
bool forward_bf16(const Node& n) {
  return !Convolution{n.in[0], n.in[1], n.self, n.options.as<Window>()}.small() && worth_bf16(n);
}
bool weights_bf16(const Node& n) {
  return !Convolution{n.in[0], n.self, n.in[1], n.options.as<Window>()}.small() && worth_bf16(n);
}

[[maybe_unused]] const bool registered[] = {
    add_kernel("conv2d",
               {.prepare = prepare_forward, .absorb = absorb_epilogue, .rows = forward_rows, .bf16 = forward_bf16}),
    add_kernel("conv2d_grad_input", {.prepare = prepare_grad_input, .rows = forward_rows, .bf16 = worth_bf16}),
    add_kernel("conv2d_grad_weights",
               {.prepare = prepare_grad_weights, .absorb = absorb_bias, .rows = weights_rows, .bf16 = weights_bf16}),
};

}  // namespace
}  // namespace plumb::engine
