#include "plumb/model/networks/ft_transformer.h"

#include "plumb/graph/operators.h"
#include "plumb/model/layers/activation.h"
#include "plumb/model/layers/feature_tokenizer.h"
#include "plumb/model/layers/global_average_pooling1d.h"
#include "plumb/model/layers/layer_normalization.h"
#include "plumb/model/layers/transformer_encoder.h"
#include "plumb/model/networks/branches.h"
#include "plumb/model/networks/table_wants.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<NamedNetwork>().add<FtTransformer>();

namespace {
constexpr double learning_rate = 0.0005;
constexpr int64_t widening = 2;  // of the dense maps within a block
}  // namespace

void FtTransformer::check(Problems& problems) const {
  if (units % num_heads != 0)
    problems.add("num_heads", fmt::format("must divide units, {}; write 1, 2, 4 or 8 of them", units));
}

Wants FtTransformer::wants(const TableFacts& facts) const {
  return {.prepare = parse_json(R"([{"quantile_transform": {"output_distribution": "normal"}}])", "steps of a network"),
          .train = table_training_wants(facts, learning_rate),
          .codes = true};
}

Plan FtTransformer::plan(const NetworkContext& context) const {
  for (const InputSpec& input : context.inputs)
    if (is_image(input) || is_text(input))
      throw Error(
          "ft_transformer: input \"{}\" is no column of numbers or categories; leave it out with `inputs: {{{}: "
          "ignore}}`, or write `model: auto`",
          input.name, input.name);
  Plan plan{.branches = branches_for(context, [](const InputSpec&) { return Layers{}; })};
  plan.branches.combine = FeatureTokenizer{units};
  for (int64_t i = 0; i < blocks; ++i) {
    TransformerEncoder block(widening * units, num_heads, dropout);
    block.normalize_first = true;
    plan.branches.layers.emplace_back(block);
  }
  plan.branches.layers.emplace_back(GlobalAveragePooling1D{});
  plan.branches.layers.emplace_back(LayerNormalization{});
  plan.branches.layers.emplace_back(ActivationLayer{relu});
  return plan;
}

}  // namespace plumb
