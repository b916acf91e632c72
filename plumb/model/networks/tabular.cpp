#include "plumb/model/networks/tabular.h"

#include "plumb/graph/operators.h"
#include "plumb/model/initializers/random_sign.h"
#include "plumb/model/layers/dropout.h"
#include "plumb/model/layers/embedding.h"
#include "plumb/model/layers/ensemble_dense.h"
#include "plumb/model/layers/ensemble_mean.h"
#include "plumb/model/layers/flatten.h"
#include "plumb/model/layers/piecewise_linear_embedding.h"
#include "plumb/model/networks/branches.h"
#include "plumb/model/networks/table_wants.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<NamedNetwork>().add<TabularNetwork>();

void TabularNetwork::check(Problems& problems) const {
  if (units.empty()) problems.add("units", "must name a width or more, as [384, 384]");
}

TabularNetwork TabularNetwork::for_rows(int64_t rows) {
  constexpr int64_t few_rows = 1'000;
  TabularNetwork tabular;
  if (rows < few_rows) tabular.units = {128, 128};
  return tabular;
}

Wants TabularNetwork::wants(const TableFacts& facts) const {
  constexpr int64_t rows_for_an_average = 10'000;  // with fewer, the average of the weights takes hundreds of epochs
  Entry train = table_training_wants(facts, 0.002);
  if (facts.has_valid && facts.rows >= rows_for_an_average) {
    Entry callbacks = train.at("callbacks");
    callbacks.push(Entry::text("ema"));
    train.set("callbacks", callbacks);
  }
  return {
      .columns = paired_columns_want(facts), .prepare = embedded_columns_want(facts), .train = train, .codes = true};
}

Plan TabularNetwork::plan(const NetworkContext& context) const {
  Plan plan{.branches = branches_for(context, [&](const InputSpec& input) -> Layers {
              if (is_code(input) && !is_text(input)) return {Embedding{.output_dim = embedding}};
              if (!input.edges.empty()) return {PiecewiseLinearEmbedding{.units = embedding}, Flatten{}};
              return flat_layers(input);
            })};
  for (const int64_t width : units) {
    const Initializer scale = plan.branches.layers.empty() ? Initializer(RandomSign{}) : Initializer(Ones{});
    plan.branches.layers.emplace_back(
        EnsembleDense{.units = width, .members = members, .activation = relu, .scale_initializer = scale});
    if (dropout > 0) plan.branches.layers.emplace_back(Dropout{dropout});
  }
  plan.head = [members = members](const TargetSpec& target) -> Layer {
    return EnsembleMean{.units = head_units(target), .members = members, .activation = head_activation(target)};
  };
  return plan;
}

}  // namespace plumb
