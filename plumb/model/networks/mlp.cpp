#include "plumb/model/networks/mlp.h"

#include "plumb/graph/operators.h"
#include "plumb/model/layers/activation.h"
#include "plumb/model/layers/batch_normalization.h"
#include "plumb/model/layers/dense.h"
#include "plumb/model/layers/dropout.h"
#include "plumb/model/networks/branches.h"
#include "plumb/model/networks/table_wants.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<NamedNetwork>().add<Mlp>();

Mlp::Mlp() : activation(relu) {}

Layers Mlp::layers() const {
  Layers layers;
  for (const int64_t width : units) {
    if (batch_normalization) {
      layers.emplace_back(Dense{.units = width, .use_bias = false});
      layers.emplace_back(BatchNormalization{.momentum = 0.9});
      layers.emplace_back(ActivationLayer{activation});
    } else {
      layers.emplace_back(Dense{width, activation});
    }
    if (dropout > 0) layers.emplace_back(Dropout{dropout});
  }
  return layers;
}

Mlp Mlp::for_rows(int64_t rows) {
  Mlp mlp;
  mlp.units = rows < 2'000     ? std::vector<int64_t>{32, 16}
              : rows < 20'000  ? std::vector<int64_t>{64, 32}
              : rows < 100'000 ? std::vector<int64_t>{128, 64}
                               : std::vector<int64_t>{256, 128};
  mlp.dropout = rows < 2'000 ? 0.2 : 0.1;
  return mlp;
}

Wants Mlp::wants(const TableFacts& facts) const {
  return {.scale = normal_numbers_want(), .train = table_training_wants(facts, 0.001)};
}

Plan Mlp::plan(const NetworkContext& context) const {
  Plan plan{.branches = branches_for(context, [](const InputSpec& input) { return flat_layers(input); })};
  plan.branches.layers = layers();
  return plan;
}

}  // namespace plumb
