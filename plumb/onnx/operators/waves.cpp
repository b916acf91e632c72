// Operators of angles.
#include <cmath>

#include "plumb/onnx/operation.h"

namespace plumb::onnx {
namespace {

template <double (*wave)(double)>
Tensor each(const Call& call) {
  Tensor y = call.at(0);
  for_number(call, y.element, [&](auto zero) {
    using T = decltype(zero);
    for (T& value : values<T>(y)) value = static_cast<T>(wave(static_cast<double>(value)));
  });
  return y;
}

[[maybe_unused]] const bool registered[] = {add_operation("Sin", &each<std::sin>),
                                            add_operation("Cos", &each<std::cos>)};

}  // namespace
}  // namespace plumb::onnx
