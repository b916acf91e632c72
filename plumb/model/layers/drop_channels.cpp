#include "plumb/model/layers/drop_channels.h"

#include <numeric>

#include "plumb/graph/operators.h"

namespace plumb {

Value drop_channels(Scope& scope, Value x, double rate) {
  const uint32_t stream = scope.stream();
  if (!scope.training || rate == 0) return x;
  std::vector<int> places(static_cast<size_t>(x.rank() - 2));
  std::iota(places.begin(), places.end(), 1);
  const Value like = reduce(x, {.axes = places});  // a number for each channel of a row; lends its shape only
  const Value kept = random_mask(like, scope.step(), {.rate = rate, .seed = scope.seed, .stream = stream});
  return x * expand(kept, x, {.axes = places});
}

}  // namespace plumb
