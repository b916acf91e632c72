#include "bench/support/network.h"
#include "plumb/graph/operators.h"
#include "plumb/model/initializers/random_sign.h"
#include "plumb/model/layers/concatenate.h"
#include "plumb/model/layers/dropout.h"
#include "plumb/model/layers/embedding.h"
#include "plumb/model/layers/ensemble_dense.h"
#include "plumb/model/layers/ensemble_mean.h"
#include "plumb/model/layers/flatten.h"
#include "plumb/model/layers/piecewise_linear_embedding.h"

namespace plumb::bench {

constexpr int64_t width = 16, units = 384, members = 8, bins = 32;

/// The network `tabular` as it is for adult: five numbers embedded by bins, which are categories too, beside eight
/// categories.
static Network tabular(bool drops) {
  std::vector<double> edges;
  for (int64_t i = 0; i <= bins; ++i) edges.push_back(-1 + 2.0 * static_cast<double>(i) / bins);
  const PiecewiseLinearEmbedding by_bins{.units = width, .edges = {edges, edges, edges, edges, edges}};
  Symbols all{input("numbers", {5}) | by_bins | Flatten{}};
  for (const int64_t codes : {9, 17, 8, 15, 7, 6, 3, 42, 74, 17, 118, 92, 95}) {
    const std::string name = fmt::format("c{:02}", all.size() - 1);
    all.push_back(input({.name = name, .type = Type::s32, .codes = codes}) | Embedding{codes, width});
  }
  const auto wide = [](const Initializer& scale) {
    return EnsembleDense{.units = units, .members = members, .activation = relu, .scale_initializer = scale};
  };
  const Dropout dropout{drops ? 0.3 : 0};
  return Network({{"target", all | Concatenate{} | wide(RandomSign{}) | dropout | wide(Ones{}) | dropout |
                                 EnsembleMean{.units = 2, .members = members, .activation = softmax}}});
}

[[maybe_unused]] static const bool registered = add({.name = "tabular",
                                                     .title = "tabular (an ensemble of 8) on adult's columns",
                                                     .batches = {256},
                                                     .classes = 2,
                                                     .make = tabular});

}  // namespace plumb::bench
