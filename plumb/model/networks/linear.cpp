#include "plumb/model/networks/linear.h"

#include "plumb/model/networks/branches.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<NamedNetwork>().add<LinearNetwork>();

Plan LinearNetwork::plan(const NetworkContext& context) const {
  return {.branches = branches_for(context, [](const InputSpec& input) { return flat_layers(input); })};
}

}  // namespace plumb
