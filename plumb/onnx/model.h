#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "plumb/core/shape.h"
#include "plumb/graph/onnx_form.h"

/// An ONNX model in memory, to write and to read. Standard operators only: domains "" (opset 17) and "ai.onnx.ml" (3).
namespace plumb::onnx {

enum class Element { f32 = 1, u8 = 2, s32 = 6, s64 = 7, text = 8, boolean = 9, f64 = 11 };  // ONNX's numbers
std::string text(Element element);
std::optional<Element> known_element(int64_t number);

/// A tensor stored in the file. Only the vector of its element type is filled.
struct Tensor {
  std::string name = {};
  Element element = Element::f32;
  Shape shape = {};
  std::vector<float> floats = {};
  std::vector<double> doubles = {};
  std::vector<int64_t> ints = {};  // s64, s32, u8, boolean
  std::vector<std::string> texts = {};
};

/// An input or output; size -1 is the number of rows.
struct ValueInfo {
  std::string name = {};
  Element element = Element::f32;
  Shape shape = {};
};

struct NodeProto {
  std::string type = {}, domain = {};
  std::vector<std::string> inputs = {}, outputs = {};
  std::vector<OnnxAttribute> attributes = {};

  /// The attribute of this name, or null.
  const OnnxAttribute* find(std::string_view name) const;
};

struct Model {
  std::string name = "plumb";
  std::vector<ValueInfo> inputs = {}, outputs = {};
  std::vector<Tensor> initializers = {};
  std::vector<NodeProto> nodes = {};
  std::map<std::string, std::string> metadata = {};

  /// A name that nothing has yet, beginning with `stem`.
  std::string fresh(const std::string& stem);
  /// Adds a node with one output and returns its name. Equal nodes are one.
  std::string op(const std::string& type, const std::vector<std::string>& in,
                 const std::vector<OnnxAttribute>& attributes = {}, const std::string& domain = "");
  /// Keeps a name for an output that is exposed later: what is added until then gets others.
  void reserve(const std::string& output);
  /// Makes a value an output of the model under a name of its own, the one that was reserved.
  void expose(const std::string& output, const std::string& value, Element element, const Shape& shape);
  /// Adds an initializer (an equal one is used again) and returns its name.
  std::string store(Tensor tensor);

 private:
  std::map<std::string, int> used_;
  std::set<std::string> reserved_;
  std::map<std::string, std::string> stored_, added_;  // what was stored or added, and its name
};

/// The bytes of a .onnx file, and back. Reading checks sizes and offsets; a damaged file is an Error.
std::string write(const Model& model);
Model read(const std::string& bytes, const std::string& file);

}  // namespace plumb::onnx
