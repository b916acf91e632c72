// A .onnx file back into a model: what we write, and what others write with the same operators. The bytes come from
// outside, so every size is checked against the bytes that are there before anything is allocated.
#include <algorithm>

#include "plumb/core/error.h"
#include "plumb/onnx/model.h"
#include "plumb/onnx/wire.h"

namespace plumb::onnx {
namespace {

using wire::Reader;

Element element(int64_t number, const std::string& file) {
  if (const auto known = known_element(number)) return *known;
  throw Error(
      "{}: holds tensors of ONNX type {}, which plumb does not read (only float32, float64, int32, int64, uint8, bool, "
      "string)",
      file, number);
}

/// The number of elements, or an Error where a size is negative or the product absurd.
uint64_t elements(const Tensor& tensor, const std::string& file) {
  uint64_t product = 1;
  for (const int64_t size : tensor.shape) {
    require(size >= 0 && !__builtin_mul_overflow(product, static_cast<uint64_t>(size), &product),
            "{}: tensor \"{}\" has the impossible shape {}", file, tensor.name, tensor.shape);
  }
  return product;
}

template <class From, class To>
void fill(std::vector<To>& to, std::string_view raw) {
  to.reserve(raw.size() / sizeof(From));
  for (size_t at = 0; at + sizeof(From) <= raw.size(); at += sizeof(From)) {
    From cell{};
    std::memcpy(&cell, raw.data() + at, sizeof cell);
    to.push_back(static_cast<To>(cell));
  }
}

void fill(Tensor& tensor, std::string_view raw) {
  switch (tensor.element) {
    case Element::f32:
      return fill<float>(tensor.floats, raw);
    case Element::f64:
      return fill<double>(tensor.doubles, raw);
    case Element::s64:
      return fill<int64_t>(tensor.ints, raw);
    case Element::s32:
      return fill<int32_t>(tensor.ints, raw);
    case Element::u8:
    case Element::boolean:
      return fill<uint8_t>(tensor.ints, raw);
    case Element::text:
      return;
  }
}

Tensor tensor_proto(Reader in) {
  Tensor tensor;
  std::string_view raw;
  int64_t type = 1;
  while (in.next()) {
    if (in.field() == 1) in.numbers([&](int64_t size) { tensor.shape.push_back(size); });
    if (in.field() == 2) type = in.number();
    if (in.field() == 4) in.reals([&](float value) { tensor.floats.push_back(value); });
    if (in.field() == 5 || in.field() == 7) in.numbers([&](int64_t value) { tensor.ints.push_back(value); });
    if (in.field() == 6) tensor.texts.emplace_back(in.bytes());
    if (in.field() == 8) tensor.name = in.bytes();
    if (in.field() == 9) raw = in.bytes();
    if (in.field() == 10) fill<double>(tensor.doubles, in.bytes());
    require(in.field() != 13, "{}: tensor \"{}\" lies in another file; save the model as one file", in.file(),
            tensor.name);
  }
  tensor.element = element(type, in.file());
  const uint64_t wanted = elements(tensor, in.file());
  if (!raw.empty()) {
    tensor.floats.clear(), tensor.doubles.clear(), tensor.ints.clear();
    fill(tensor, raw);
  }
  const bool real = tensor.element == Element::f32, wide = tensor.element == Element::f64;
  const size_t there = real                              ? tensor.floats.size()
                       : wide                            ? tensor.doubles.size()
                       : tensor.element == Element::text ? tensor.texts.size()
                                                         : tensor.ints.size();
  require(there == wanted, "{}: tensor \"{}\" of shape {} has {} values instead of {}", in.file(), tensor.name,
          tensor.shape, there, wanted);
  return tensor;
}

OnnxAttribute attribute_proto(Reader in) {
  OnnxAttribute attribute{.name = "", .value = int64_t{0}};
  int64_t type = 0, whole = 0;
  float real = 0;
  std::string word;
  std::vector<float> reals;
  std::vector<int64_t> wholes;
  std::vector<std::string> words;
  while (in.next()) {
    if (in.field() == 1) attribute.name = in.bytes();
    if (in.field() == 2) real = in.real();
    if (in.field() == 3) whole = in.number();
    if (in.field() == 4) word = in.bytes();
    if (in.field() == 7) in.reals([&](float value) { reals.push_back(value); });
    if (in.field() == 8) in.numbers([&](int64_t value) { wholes.push_back(value); });
    if (in.field() == 9) words.emplace_back(in.bytes());
    if (in.field() == 20) type = in.number();
  }
  if (type == 1) attribute.value = real;
  if (type == 2) attribute.value = whole;
  if (type == 3) attribute.value = word;
  if (type == 6) attribute.value = reals;
  if (type == 7) attribute.value = wholes;
  if (type == 8) attribute.value = words;
  require((type >= 1 && type <= 3) || (type >= 6 && type <= 8),
          "{}: attribute \"{}\" is of ONNX kind {}, which plumb does not read", in.file(), attribute.name, type);
  return attribute;
}

NodeProto node_proto(Reader in) {
  NodeProto node;
  while (in.next()) {
    if (in.field() == 1) node.inputs.emplace_back(in.bytes());
    if (in.field() == 2) node.outputs.emplace_back(in.bytes());
    if (in.field() == 4) node.type = in.bytes();
    if (in.field() == 5) node.attributes.push_back(attribute_proto(in.message()));
    if (in.field() == 7) node.domain = in.bytes();
  }
  require(!node.outputs.empty(), "{}: a node of type \"{}\" has no output", in.file(), node.type);
  return node;
}

int64_t dimension(Reader in) {
  int64_t size = -1;
  while (in.next())
    if (in.field() == 1) size = in.number();
  return size;
}

ValueInfo value_info(Reader in) {
  ValueInfo value;
  while (in.next()) {
    if (in.field() == 1) value.name = in.bytes();
    if (in.field() != 2) continue;
    for (Reader type = in.message(); type.next();) {
      if (type.field() != 1) continue;
      for (Reader tensor = type.message(); tensor.next();) {
        if (tensor.field() == 1) value.element = element(tensor.number(), in.file());
        if (tensor.field() != 2) continue;
        for (Reader shape = tensor.message(); shape.next();)
          if (shape.field() == 1) value.shape.push_back(dimension(shape.message()));
      }
    }
  }
  return value;
}

void graph_proto(Reader in, Model& model) {
  while (in.next()) {
    if (in.field() == 1) model.nodes.push_back(node_proto(in.message()));
    if (in.field() == 2) model.name = in.bytes();
    if (in.field() == 5) model.initializers.push_back(tensor_proto(in.message()));
    if (in.field() == 11) model.inputs.push_back(value_info(in.message()));
    if (in.field() == 12) model.outputs.push_back(value_info(in.message()));
  }
}

std::pair<std::string, std::string> entry_proto(Reader in) {
  std::pair<std::string, std::string> entry;
  while (in.next()) {
    if (in.field() == 1) entry.first = in.bytes();
    if (in.field() == 2) entry.second = in.bytes();
  }
  return entry;
}

}  // namespace

Model read(const std::string& bytes, const std::string& file) {
  Model model;
  bool whole = false;
  for (Reader in(bytes, file); in.next();) {
    if (in.field() == 7) graph_proto(in.message(), model), whole = true;
    if (in.field() == 14) model.metadata.insert(entry_proto(in.message()));
  }
  require(whole && !model.outputs.empty(), "{}: not an ONNX model: there is no graph with an output in it", file);
  return model;
}

}  // namespace plumb::onnx
