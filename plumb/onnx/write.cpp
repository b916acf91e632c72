// A model as the bytes of a .onnx file. Field numbers are those of onnx.proto (IR version 8, that of opset 17).
#include "plumb/core/error.h"
#include "plumb/onnx/model.h"
#include "plumb/onnx/wire.h"

namespace plumb::onnx {
namespace {

using wire::Writer;

template <class To, class From>
std::string raw(const std::vector<From>& values) {
  std::string bytes;
  bytes.reserve(values.size() * sizeof(To));
  for (const From& value : values) {
    const auto cell = static_cast<To>(value);
    bytes.append(reinterpret_cast<const char*>(&cell), sizeof cell);
  }
  return bytes;
}

std::string raw(const Tensor& tensor) {
  switch (tensor.element) {
    case Element::f32:
      return raw<float>(tensor.floats);
    case Element::f64:
      return raw<double>(tensor.doubles);
    case Element::s64:
      return raw<int64_t>(tensor.ints);
    case Element::s32:
      return raw<int32_t>(tensor.ints);
    case Element::u8:
    case Element::boolean:
      return raw<uint8_t>(tensor.ints);
    case Element::text:
      break;
  }
  throw Bug("text tensors have no raw bytes");
}

Writer tensor_proto(const Tensor& tensor) {
  Writer out;
  for (const int64_t size : tensor.shape) out.number(1, size);
  out.number(2, static_cast<int64_t>(tensor.element));
  if (tensor.element == Element::text)
    for (const auto& word : tensor.texts) out.bytes(6, word);
  out.bytes(8, tensor.name);
  if (tensor.element != Element::text) out.bytes(9, raw(tensor));
  return out;
}

struct AttributeWriter {
  Writer& out;
  void type(int64_t number) { out.number(20, number); }
  void operator()(float value) { out.real(2, value), type(1); }
  void operator()(int64_t value) { out.number(3, value), type(2); }
  void operator()(const std::string& value) { out.bytes(4, value), type(3); }
  void operator()(const std::vector<float>& values) {
    for (const float value : values) out.real(7, value);
    type(6);
  }
  void operator()(const std::vector<int64_t>& values) {
    for (const int64_t value : values) out.number(8, value);
    type(7);
  }
  void operator()(const std::vector<std::string>& values) {
    for (const auto& value : values) out.bytes(9, value);
    type(8);
  }
};

Writer node_proto(const NodeProto& node) {
  Writer out;
  for (const auto& name : node.inputs) out.bytes(1, name);
  for (const auto& name : node.outputs) out.bytes(2, name);
  out.bytes(3, "node_" + node.outputs.at(0));
  out.bytes(4, node.type);
  for (const auto& attribute : node.attributes) {
    Writer proto;
    proto.bytes(1, attribute.name);
    std::visit(AttributeWriter{proto}, attribute.value);
    out.message(5, proto);
  }
  if (!node.domain.empty()) out.bytes(7, node.domain);
  return out;
}

Writer value_info(const ValueInfo& value) {
  Writer shape, tensor, type, out;
  for (const int64_t size : value.shape) {
    Writer dim;
    if (size < 0)
      dim.bytes(2, "rows");
    else
      dim.number(1, size);
    shape.message(1, dim);
  }
  tensor.number(1, static_cast<int64_t>(value.element));
  tensor.message(2, shape);
  type.message(1, tensor);
  out.bytes(1, value.name);
  out.message(2, type);
  return out;
}

Writer opset(const std::string& domain, int64_t version) {
  Writer out;
  out.bytes(1, domain);
  out.number(2, version);
  return out;
}

}  // namespace

std::string write(const Model& model) {
  Writer graph;
  for (const auto& node : model.nodes) graph.message(1, node_proto(node));
  graph.bytes(2, model.name);
  for (const auto& tensor : model.initializers) graph.message(5, tensor_proto(tensor));
  for (const auto& value : model.inputs) graph.message(11, value_info(value));
  for (const auto& value : model.outputs) graph.message(12, value_info(value));

  Writer out;
  out.number(1, 8);
  out.bytes(2, "plumb");
  out.bytes(3, PLUMB_VERSION);
  out.message(7, graph);
  out.message(8, opset("", 17));
  out.message(8, opset("ai.onnx.ml", 3));
  for (const auto& [key, value] : model.metadata) {
    Writer entry;
    entry.bytes(1, key);
    entry.bytes(2, value);
    out.message(14, entry);
  }
  return out.result();
}

}  // namespace plumb::onnx
