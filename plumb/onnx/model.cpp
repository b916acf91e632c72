#include "plumb/onnx/model.h"

#include <cstring>

#include "plumb/core/error.h"

namespace plumb::onnx {
namespace {

template <class T>
void put(std::string& key, const T& value) {
  if constexpr (std::is_same_v<T, std::string>) {
    put(key, value.size());
    key += value;
  } else {
    key.append(reinterpret_cast<const char*>(&value), sizeof value);
  }
}

template <class T>
void put(std::string& key, const std::vector<T>& values) {
  put(key, values.size());
  for (const T& value : values) put(key, value);
}

/// Everything about a tensor but its name, as bytes: equal tensors have equal keys.
std::string key_of(const Tensor& tensor) {
  std::string key;
  put(key, tensor.element);
  put(key, tensor.shape);
  put(key, tensor.floats);
  put(key, tensor.doubles);
  put(key, tensor.ints);
  put(key, tensor.texts);
  return key;
}

std::string key_of(const std::string& type, const std::vector<std::string>& in,
                   const std::vector<OnnxAttribute>& attributes) {
  std::string key = type;
  put(key, in);
  for (const auto& attribute : attributes) {
    put(key, attribute.name);
    put(key, attribute.value.index());
    std::visit([&](const auto& value) { put(key, value); }, attribute.value);
  }
  return key;
}

}  // namespace

std::string text(Element element) {
  switch (element) {
    case Element::f32:
      return "float32";
    case Element::u8:
      return "uint8";
    case Element::s32:
      return "int32";
    case Element::s64:
      return "int64";
    case Element::text:
      return "string";
    case Element::boolean:
      return "bool";
    case Element::f64:
      return "float64";
  }
  throw Bug("no such ONNX element type");
}

std::optional<Element> known_element(int64_t number) {
  for (const Element known :
       {Element::f32, Element::u8, Element::s32, Element::s64, Element::text, Element::boolean, Element::f64})
    if (static_cast<int64_t>(known) == number) return known;
  return {};
}

const OnnxAttribute* NodeProto::find(std::string_view name) const {
  for (const auto& attribute : attributes)
    if (attribute.name == name) return &attribute;
  return nullptr;
}

std::string Model::fresh(const std::string& stem) {
  while (true) {
    const int n = used_[stem]++;
    std::string name = n == 0 ? stem : fmt::format("{}_{}", stem, n);
    if (n == 0 || used_.emplace(name, 1).second) return name;
  }
}

std::string Model::op(const std::string& type, const std::vector<std::string>& in,
                      const std::vector<OnnxAttribute>& attributes, const std::string& domain) {
  auto [known, is_new] = added_.emplace(key_of(type, in, attributes), "");
  if (is_new) {
    known->second = fresh(type);
    nodes.push_back(
        {.type = type, .domain = domain, .inputs = in, .outputs = {known->second}, .attributes = attributes});
  }
  return known->second;
}

void Model::reserve(const std::string& output) {
  require(used_.emplace(output, 1).second, "onnx: two inputs or outputs are called \"{}\"; rename a column", output);
  reserved_.insert(output);
}

void Model::expose(const std::string& output, const std::string& value, Element element, const Shape& shape) {
  const std::string name = reserved_.erase(output) > 0 ? output : fresh(output);
  nodes.push_back({.type = "Identity", .inputs = {value}, .outputs = {name}});
  outputs.push_back({.name = name, .element = element, .shape = shape});
}

std::string Model::store(Tensor tensor) {
  auto [known, is_new] = stored_.emplace(key_of(tensor), "");
  if (is_new) {
    known->second = tensor.name = fresh(tensor.name.empty() ? "constant" : tensor.name);
    initializers.push_back(std::move(tensor));
  }
  return known->second;
}

}  // namespace plumb::onnx
