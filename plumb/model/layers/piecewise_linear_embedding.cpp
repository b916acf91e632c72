#include "plumb/model/layers/piecewise_linear_embedding.h"

#include <algorithm>
#include <cmath>

#include "plumb/graph/operators.h"
#include "plumb/graph/operators/grouped_matmul.h"
#include "plumb/model/initializers/random_uniform.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Layer>().add<PiecewiseLinearEmbedding>();

namespace {

using Edges = std::vector<std::vector<double>>;

/// Where each bin begins and what its width divides by, [columns, bins]; columns of fewer bins end in some that are 0
/// for every number.
struct Bins {
  int64_t most = 1;
  std::vector<float> begins, slopes;
  explicit Bins(Edges edges) {
    for (auto& of_column : edges) {
      if (of_column.size() < 2) of_column = {0, 1};
      most = std::max(most, std::ssize(of_column) - 1);
    }
    for (const auto& of_column : edges)
      for (size_t bin = 0; bin < static_cast<size_t>(most); ++bin) {
        const bool is_there = bin + 1 < of_column.size();
        begins.push_back(is_there ? static_cast<float>(of_column[bin]) : 0);
        slopes.push_back(is_there ? static_cast<float>(1 / (of_column[bin + 1] - of_column[bin])) : 0);
      }
  }
};

}  // namespace

void PiecewiseLinearEmbedding::check(Problems& problems) const {
  for (const auto& of_column : edges)
    if (of_column.size() == 1 || std::adjacent_find(of_column.begin(), of_column.end(),
                                                    [](double a, double b) { return !(a < b); }) != of_column.end())
      problems.add("edges", "must ascend, two or more for each column, as [[0, 18, 65, 90], [0, 40]]");
}

Value PiecewiseLinearEmbedding::build(Scope& scope, Value x) const {
  require(x.rank() == 2 && x.type() == Type::f32, "needs numbers [rows, columns]");
  const int64_t columns = x.dim(1);
  const Edges known = edges.empty() ? scope.edges_of(x) : edges;
  require(!known.empty(), "knows no bins of its numbers; add the step `embedding_bins`, or write `edges`");
  require(std::ssize(known) == columns, "has the edges of {} columns for {}", known.size(), columns);
  const Bins bins(known);

  const Value each = merge_dims(x, 2, 0);  // [rows, columns, 1]
  const Value like = concatenate(Values(static_cast<size_t>(bins.most), each), 2);
  const auto table = [&](const char* what, const std::vector<float>& values) {
    return expand(scope.graph.table(scope.graph.scope + what, {columns, bins.most}, values), like, {.axes = {0}});
  };
  const Value share = (expand(x, like, {.axes = {2}}) - table("/begins", bins.begins)) * table("/slopes", bins.slopes);
  const Value encoded = minimum(relu(share), scope.graph.constant(1));

  const double range = 1 / std::sqrt(static_cast<double>(bins.most));
  const RandomUniform initial{-range, range};
  const Value kernel = scope.parameter("kernel", {columns, bins.most, units}, initial);
  const Value y = grouped_matmul(encoded, kernel);
  return activation.build(y + expand(scope.parameter("bias", {columns, units}, initial), y, {.axes = {0}}));
}

}  // namespace plumb
