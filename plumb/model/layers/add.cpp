#include "plumb/model/layers/add.h"

#include "plumb/graph/operators.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Layer>().add<Add>();

Value Add::build(Scope&, const Values& inputs) const {
  require(!inputs.empty(), "needs at least one input");
  Value sum = inputs[0];
  for (size_t i = 1; i < inputs.size(); ++i) {
    require(inputs[i].shape() == sum.shape(), "needs inputs of one shape; bring them there with `dense` or `conv2d`");
    sum = sum + inputs[i];
  }
  return sum;
}

}  // namespace plumb
