#pragma once

#include "plumb/onnx/model.h"

namespace plumb::onnx {

/// Makes a model smaller without changing what it computes:
///   - what depends on stored tensors alone is computed now and stored;
///   - transposes move behind pointwise operators, so that those of neighbouring convolutions meet and cancel;
///   - nodes and stored tensors that no output needs are dropped.
void simplify(Model& model);

}  // namespace plumb::onnx
