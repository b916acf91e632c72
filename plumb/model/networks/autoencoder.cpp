#include "plumb/model/networks/autoencoder.h"

#include <algorithm>

#include "plumb/graph/operators.h"
#include "plumb/model/layers/dense.h"
#include "plumb/model/layers/gaussian_noise.h"
#include "plumb/model/layers/reconstruction_error.h"
#include "plumb/model/networks/branches.h"
#include "plumb/model/networks/table_wants.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<NamedNetwork>().add<AutoencoderNetwork>();

namespace {

constexpr double learning_rate = 0.002;
constexpr int64_t usual_width = 64, widest_bottleneck = 32;

/// The numbers of a row; codes of words or of many categories stand for nothing that could be given back.
int64_t numbers_of(const NetworkContext& context) {
  int64_t numbers = 0;
  for (const InputSpec& input : context.inputs) {
    require(input.type != Type::s32,
            "autoencoder: input \"{}\" holds codes, and only numbers can be given back; leave it out (`inputs: {{{}: "
            "ignore}}`), or let `prepare` make numbers of it (one_hot, count_encode, hash)",
            input.name, input.name);
    numbers += count(input.shape);
  }
  return numbers;
}

}  // namespace

AutoencoderNetwork::AutoencoderNetwork() : activation(relu) {}

Wants AutoencoderNetwork::wants(const TableFacts& facts) const {
  Wants wants{.train = table_training_wants(facts, learning_rate)};
  wants.train.set("loss", Entry::text("mean_absolute_error"));  // of a score from 0 on: the score itself
  return wants;
}

Plan AutoencoderNetwork::plan(const NetworkContext& context) const {
  const int64_t numbers = numbers_of(context);
  std::vector<int64_t> widths = units;
  if (widths.empty()) widths = {usual_width, std::clamp<int64_t>(numbers / 3, 1, widest_bottleneck)};
  Layers layers;
  if (noise > 0) layers.emplace_back(GaussianNoise{noise});
  for (size_t i = 0; i + 1 < widths.size(); ++i) layers.emplace_back(Dense{widths[i], activation});
  layers.emplace_back(Dense{.units = widths.back()});
  for (size_t i = widths.size() - 1; i-- > 0;) layers.emplace_back(Dense{widths[i], activation});
  layers.emplace_back(Dense{.units = numbers});
  Plan plan{.branches = branches_for(context, [](const InputSpec& input) { return flat_layers(input); })};
  plan.reasons.push_back(fmt::format("{} numbers a row through a bottleneck of {}", numbers, widths.back()));
  plan.head = [layers](const TargetSpec&) -> Layer { return ReconstructionError{layers}; };
  return plan;
}

}  // namespace plumb
