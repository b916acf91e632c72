#pragma once

#include <map>
#include <string>
#include <vector>

#include "plumb/onnx/model.h"

namespace plumb::onnx {

/// Runs a model as it was read from its file: plain loops, sharing nothing with our engine, so that an export can be
/// held against what it was made from before the file is kept. It knows the operators that we write, preprocessing
/// included.
///
///     const Interpreter interpreter(read(read_file("m.onnx"), "m.onnx"));
///     const auto outputs = interpreter.run({{"age", {.shape = {2, 1}, .floats = {22, NAN}}}});
///
/// Errors name the node: an operator or a type that it does not know, shapes that do not go together, a feed that is
/// missing or of another type.
class Interpreter {
 public:
  explicit Interpreter(Model model);
  std::map<std::string, Tensor> run(const std::map<std::string, Tensor>& feeds) const;
  const Model& model() const { return model_; }

 private:
  Model model_;
};

}  // namespace plumb::onnx
