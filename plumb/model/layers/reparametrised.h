#pragma once

#include <functional>

#include "plumb/model/layer.h"

namespace plumb {

/// Builds a layer whose kernels are what `of` makes of their parameters: weight_normalization, spectral_normalization.
/// `of` gets the kernel, its name in its layer and its beginning; what it adds to the scope belongs to that layer. Of
/// two layers around one another, the inner comes first.
Value build_reparametrised(
    Scope& scope, const std::optional<Layer>& layer, Value x,
    const std::function<Value(const std::string& name, Value kernel, const Initial& initial)>& of);

/// All axes but the last: those over which the numbers of one output of a kernel lie.
std::vector<int> inner_axes(Value kernel);

}  // namespace plumb
