#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "plumb/graph/graph.h"

namespace plumb {

/// An attribute of an ONNX node.
struct OnnxAttribute {
  std::string name;
  std::variant<int64_t, float, std::string, std::vector<int64_t>, std::vector<float>, std::vector<std::string>> value;
};

/// How an operator writes itself as ONNX (opset 17). The exporter in onnx/ implements it; names are those of ONNX
/// values.
///
///     void onnx(const Node& n, OnnxForm& form) { form.result(form.op("Relu", {form.input(0)})); }
///
/// Activations are channels-last in our graph; forms of convolution and pooling transpose at their borders, and the
/// exporter removes pairs of transposes that cancel.
class OnnxForm {
 public:
  virtual ~OnnxForm() = default;
  virtual std::string input(size_t i) const = 0;  // the ONNX name of an input of the node
  /// Adds an ONNX node with one output and returns its name. `domain`: "" or "ai.onnx.ml".
  virtual std::string op(const std::string& type, const std::vector<std::string>& inputs,
                         const std::vector<OnnxAttribute>& attributes = {}, const std::string& domain = "") = 0;
  virtual std::string floats(const Shape& shape, const std::vector<float>& values) = 0;  // an initializer
  virtual std::string ints(const std::vector<int64_t>& values) = 0;                      // a vector of int64
  virtual std::string scalar(float value) = 0;
  virtual void result(const std::string& name) = 0;  // the node's result 0
};

}  // namespace plumb
