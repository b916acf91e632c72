// Sin.
#include <cmath>

#include "plumb/onnx/operation.h"

namespace plumb::onnx {
namespace {

[[maybe_unused]] const bool registered = add_operation("Sin", [](const Call& call) {
  Tensor y = call.at(0);
  for_number(call, y.element, [&](auto zero) {
    for (auto& x : values<decltype(zero)>(y)) x = static_cast<decltype(zero)>(std::sin(x));
  });
  return y;
});

}  // namespace
}  // namespace plumb::onnx
