#include "plumb/model/layer.h"

namespace plumb {
namespace {

/// An Error that names its layer already, so that the block around the layer adds nothing.
class LayerError : public Error {
  using Error::Error;
};

std::string shown(const Values& inputs) {
  std::vector<std::string> shapes;
  for (const Value input : inputs) {
    std::string shape = "[rows";
    for (int axis = 1; axis < input.rank(); ++axis) shape += ", " + std::to_string(input.dim(axis));
    shapes.push_back(shape + "]");
  }
  return join(shapes, " and ");
}

}  // namespace

Value Layer::build(Scope& scope, const Values& inputs) const {
  const Scope::Layer opened(scope, name());
  try {
    require(many_ || inputs.size() == 1, "takes one input; let them meet in `concatenate` or `add` first");
    const Value result = build_(scope, inputs);
    scope.pass_lengths(inputs, result);
    return result;
  } catch (const LayerError&) {
    throw;
  } catch (const Error& error) {
    throw LayerError(fmt::format("layer {} with input {}: {}", opened.name(), shown(inputs), error.what()),
                     error.kind());
  }
}

}  // namespace plumb
