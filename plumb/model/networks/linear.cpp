#include "plumb/model/networks/linear.h"

#include "plumb/model/networks/branches.h"
#include "plumb/model/networks/table_wants.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<NamedNetwork>().add<LinearNetwork>();

namespace {
constexpr double learning_rate = 0.01;  // one layer bears long steps
constexpr int64_t blind_epochs = 60;    // and learns little by heart
}  // namespace

Wants LinearNetwork::wants(const TableFacts& facts) const {
  return {.train = table_training_wants(facts, learning_rate, blind_epochs)};
}

Plan LinearNetwork::plan(const NetworkContext& context) const {
  return {.branches = branches_for(context, [](const InputSpec& input) { return flat_layers(input); })};
}

}  // namespace plumb
