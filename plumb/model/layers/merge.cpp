#include "plumb/model/layers/merge.h"

namespace plumb {

Value merged(const Values& inputs, Value (*op)(Value, Value)) {
  require(!inputs.empty(), "needs at least one input");
  Value all = inputs[0];
  for (size_t i = 1; i < inputs.size(); ++i) {
    require(inputs[i].shape() == all.shape(), "needs inputs of one shape; bring them there with `dense` or `conv2d`");
    all = op(all, inputs[i]);
  }
  return all;
}

}  // namespace plumb
