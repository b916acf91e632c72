#include "plumb/train/losses/quantile.h"

#include <algorithm>

#include "plumb/graph/operators.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Loss>().add<Quantile>();

void Quantile::check(Problems& problems) const {
  if (!std::is_sorted(quantiles.begin(), quantiles.end(), std::less_equal<>()))
    problems.add("quantiles", "must ascend, each named once, like [0.1, 0.5, 0.9]");
}

Value Quantile::per_row(const LossInputs& inputs) const {
  const auto of_miss = [](Value miss, double q) { return maximum(miss * q, miss * (q - 1)); };
  if (quantiles.empty()) {
    require_numbers(inputs, name);
    return mean_of_row(of_miss(inputs.target - inputs.prediction, quantile));
  }
  const auto wanted = static_cast<int64_t>(quantiles.size());
  const Value p = inputs.prediction, y = inputs.target;
  require(y.type() == Type::f32 && y.rank() == 2 && y.dim(1) == 1, "quantile: several quantiles are of one number");
  require(p.rank() == 2 && p.dim(1) == wanted, "quantile: {} units for {} quantiles", p.dim(-1), wanted);
  Value sum;
  for (int64_t i = 0; i < wanted; ++i) {
    const Value one = of_miss(y - slice(p, 1, i, i + 1), quantiles[static_cast<size_t>(i)]);
    sum = sum ? sum + one : one;
  }
  return mean_of_row(sum / static_cast<double>(wanted));
}

}  // namespace plumb
