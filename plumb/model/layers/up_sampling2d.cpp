#include "plumb/model/layers/up_sampling2d.h"

#include <cmath>

#include "plumb/graph/operators.h"
#include "plumb/graph/repeat.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Layer>().add<UpSampling2D>();

namespace {

Value nearest(Value x, int axis, int64_t factor) { return merge_dims(repeat(x, axis + 1, factor), axis, 2); }

// New cell `factor * i + phase` has its centre at i + (phase + 1/2) / factor - 1/2 among the old ones: the same mixture
// of the same two neighbours for every i. So each phase is a mixture of two shifted images, and the phases interlace.
Value bilinear(Value x, int axis, int64_t factor) {
  const int64_t size = x.dim(axis);
  const Value longer = concatenate({slice(x, axis, 0, 1), x, slice(x, axis, size - 1, size)}, axis);
  Values phases;
  for (int64_t phase = 0; phase < factor; ++phase) {
    const double at = (static_cast<double>(phase) + 0.5) / static_cast<double>(factor) - 0.5;
    const auto first = static_cast<int64_t>(std::floor(at));  // -1 or 0
    const double share = at - std::floor(at);
    Value mixed = slice(longer, axis, first + 1, first + 1 + size);
    if (share > 0) mixed = mixed * (1 - share) + slice(longer, axis, first + 2, first + 2 + size) * share;
    phases.push_back(merge_dims(mixed, axis + 1, 0));
  }
  return merge_dims(concatenate(phases, axis + 1), axis, 2);
}

}  // namespace

Value UpSampling2D::build(Scope&, Value x) const {
  require(x.rank() == 4 && x.type() == Type::f32, "needs images [rows, height, width, channels]");
  for (int axis = 1; axis <= 2; ++axis) {
    const int64_t factor = size[static_cast<size_t>(axis - 1)];
    if (factor > 1) x = interpolation == Interpolation::nearest ? nearest(x, axis, factor) : bilinear(x, axis, factor);
  }
  return x;
}

}  // namespace plumb
