#include "plumb/engine/kernels/onednn.h"

#include <algorithm>
#include <memory>
#include <numeric>

#include "plumb/graph/operators.h"

namespace plumb::engine {

using dnnl::memory;

dnnl::engine& onednn_engine() {
  static dnnl::engine engine(dnnl::engine::kind::cpu, 0);
  return engine;
}

memory::dims dims(const Shape& shape) {
  return shape.empty() ? memory::dims{1} : memory::dims(shape.begin(), shape.end());
}

memory::desc plain(const Shape& shape) {
  const memory::dims sizes = dims(shape);
  memory::dims strides(sizes.size(), 1);
  for (size_t i = sizes.size() - 1; i-- > 0;) strides[i] = strides[i + 1] * sizes[i + 1];
  return {sizes, memory::data_type::f32, strides};
}

memory::data_type element_of(Value v) {
  return v.type() == Type::bf16 ? memory::data_type::bf16 : memory::data_type::f32;
}

int64_t element_bytes(const memory::desc& layout) {
  return static_cast<int64_t>(memory::data_type_size(layout.get_data_type()));
}

bool worth_bf16(const Node& product) {
  constexpr int64_t worth_converting = 24;  // multiply-adds for each element of the operands
  const int64_t elements = count(product.in[0].shape()) + count(product.in[1].shape());
  return multiply_adds(product) >= worth_converting * elements;
}

dnnl::primitive_attr attributes() {
  dnnl::primitive_attr attributes;
  attributes.set_scratchpad_mode(dnnl::scratchpad_mode::user);
  return attributes;
}

std::function<void()> primitive_call(Lane& lane, const dnnl::primitive& primitive, const memory::desc& scratch,
                                     std::vector<Argument> arguments) {
  if (scratch.get_size() > 0) arguments.push_back({DNNL_ARG_SCRATCHPAD, lane.scratch(scratch.get_size()), scratch});
  struct Prepared {  // the C call with its arguments made once, instead of a map at each call
    dnnl::primitive primitive;
    dnnl::stream stream{onednn_engine()};
    std::vector<memory> memories{};
    std::vector<dnnl_exec_arg_t> arguments{};
  };
  auto prepared = std::make_shared<Prepared>(Prepared{primitive});
  for (const Argument& a : arguments) {
    memory m(a.layout, onednn_engine(), nullptr);
    prepared->memories.push_back(m);
    prepared->arguments.push_back({a.kind, m.get()});
    a.buffer->followers.push_back([m](std::byte* at) mutable { m.set_data_handle(at); });
    if (a.buffer->data) m.set_data_handle(a.buffer->data);
  }
  return [prepared] {
    dnnl_primitive_execute(prepared->primitive.get(), prepared->stream.get(),
                           static_cast<int>(prepared->arguments.size()), prepared->arguments.data());
  };
}

std::string layout_text(const memory::desc& layout) {
  const memory::dims strides = layout.get_strides(), blocks = layout.get_inner_blks(), of = layout.get_inner_idxs();
  if (blocks.empty()) return {};
  std::vector<size_t> order(strides.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) { return strides[a] > strides[b]; });
  std::string text;
  for (const size_t axis : order) {
    const bool blocked = std::find(of.begin(), of.end(), static_cast<int64_t>(axis)) != of.end();
    text += static_cast<char>((blocked ? 'A' : 'a') + static_cast<char>(axis));
  }
  for (size_t i = 0; i < blocks.size(); ++i) text += fmt::format("{}{}", blocks[i], static_cast<char>('a' + of[i]));
  return text;
}

void add_primitive(Lane& lane, const dnnl::primitive& primitive, const memory::desc& scratch,
                   std::vector<Argument> arguments, std::string what) {
  std::string layouts;
  for (const Argument& a : arguments)
    if (const std::string one = layout_text(a.layout); !one.empty()) layouts += (layouts.empty() ? "" : ", ") + one;
  lane.call(std::move(what), primitive_call(lane, primitive, scratch, std::move(arguments))).layout = layouts;
}

void add_reorder(Lane& lane, Buffer* from, const memory::desc& have, Buffer* to, const memory::desc& want) {
  const dnnl::reorder::primitive_desc pd(onednn_engine(), have, onednn_engine(), want, attributes());
  add_primitive(lane, dnnl::reorder(pd), pd.scratchpad_desc(), {{DNNL_ARG_FROM, from, have}, {DNNL_ARG_TO, to, want}},
                "reorder");
}

Buffer* in_layout(Lane& lane, Value v, const memory::desc& have, const memory::desc& want) {
  if (have == want) return lane.use(v);
  std::string form;  // descriptors that are equal give equal forms; a matrix and its transpose differ in `have`
  for (const auto& parts : {want.get_inner_blks(), want.get_inner_idxs(), want.get_strides(), want.get_padded_dims(),
                            have.get_dims(), have.get_strides()})
    for (const auto part : parts) form += std::to_string(part) + ',';
  return lane.shared_form(v, form, want.get_size(),
                          [&](Lane& at, Buffer* from, Buffer* to) { add_reorder(at, from, have, to, want); });
}

std::vector<Argument> Epilogue::append_to(dnnl::primitive_attr& attributes, Lane& lane, const memory::desc& channel,
                                          const memory::desc& full) const {
  std::vector<Argument> arguments;
  dnnl::post_ops post;
  const auto binary = [&](dnnl::algorithm how, Value v, const memory::desc& layout) {
    if (!v) return;
    arguments.push_back({DNNL_ARG_ATTR_MULTIPLE_POST_OP(post.len()) | DNNL_ARG_SRC_1, lane.use(v), layout});
    post.append_binary(how, layout);
  };
  binary(dnnl::algorithm::binary_mul, factor, channel);
  binary(dnnl::algorithm::binary_add, shift, channel);
  binary(dnnl::algorithm::binary_add, added, full);
  if (!activation.empty()) {
    const auto kind = activation == "relu"   ? dnnl::algorithm::eltwise_relu
                      : activation == "tanh" ? dnnl::algorithm::eltwise_tanh
                                             : dnnl::algorithm::eltwise_logistic;
    post.append_eltwise(kind, 0, 0);
  }
  if (post.len() > 0) attributes.set_post_ops(post);
  return arguments;
}

std::string Epilogue::text() const {
  std::string all;
  for (const auto& [value, name] :
       {std::pair(bias, " + bias"), {factor, " * factor"}, {shift, " + shift"}, {added, " + add"}})
    if (value) all += name;
  return all + (activation.empty() ? std::string() : " + " + activation);
}

static Value other_input(const Node& node, Value one) { return node.in[node.in[0] == one ? 1 : 0]; }

Value of_channels(Value v) {
  const Node& n = v.node();
  if (n.op->name != "expand" || n.in[0].rank() != 1 || n.in[0].dim(0) != v.dim(-1)) return {};
  const auto& axes = n.options.as<Over>().axes;
  return static_cast<int>(axes.size()) + 1 == v.rank() && (axes.empty() || axes.back() != v.rank() - 1) ? n.in[0]
                                                                                                        : Value();
}

Epilogue epilogue(Lane& lane, const Group& group) {
  Epilogue e{.result = lane.node(group.leader).self};
  for (const int id : group.nodes) {
    const Node& n = lane.node(id);
    if (id == group.leader) continue;
    const bool sum = n.op->name == "add", product = n.op->name == "multiply";
    if (!sum && !product) {
      e.activation = n.op->name;
    } else {
      const Value other = other_input(n, e.result), channels = of_channels(other);
      (product ? e.factor : !channels ? e.added : e.factor ? e.shift : e.bias) = channels ? channels : other;
    }
    e.result = n.self;
  }
  return e;
}

std::vector<int> absorb_epilogue(const Node& node, const Users& users) {
  std::vector<int> more;
  const Node *last = &node, *next = users.only(node);
  const auto take = [&] {
    more.push_back(next->self.id());
    last = next;
    next = users.only(*next);
  };
  const auto is = [&](const char* op, bool channels) {
    if (!next || next->op->name != op || next->in[0] == next->in[1] || next->shape() != node.shape()) return false;
    const Value other = other_input(*next, last->self);
    return channels ? bool(of_channels(other)) : other.shape() == node.shape() && !other.node().op->source;
  };
  if (is("add", true)) take();
  if (is("multiply", true)) {
    take();
    if (is("add", true)) take();
  }
  if (is("add", false)) take();
  if (next && (next->op->name == "relu" || next->op->name == "tanh" || next->op->name == "sigmoid")) take();
  return more;
}

}  // namespace plumb::engine
