#include "plumb/model/layers/permute.h"

#include <algorithm>
#include <numeric>

#include "plumb/graph/operators.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Layer>().add<PermuteLayer>();

Value PermuteLayer::build(Scope& scope, Value x) const {
  std::vector<int64_t> all(static_cast<size_t>(std::max(x.rank() - 1, 0)));
  std::iota(all.begin(), all.end(), 1);
  require(std::is_permutation(dims.begin(), dims.end(), all.begin(), all.end()),
          "dims {} must name each of the {} dimensions after the rows once, from 1", dims, all.size());
  std::vector<int> order{0};
  for (const int64_t dim : dims) order.push_back(static_cast<int>(dim));
  const Value y = permute(x, order);
  if (y.rank() >= 3 && order[1] != 1) scope.set_lengths(y, {});  // the second axis is no time any more
  return y;
}

}  // namespace plumb
