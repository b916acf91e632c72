#include "plumb/train/callbacks/gradual_unfreezing.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Callback>().add<GradualUnfreezing>();

void GradualUnfreezing::epoch_begins(Training& training) const {
  const std::vector<std::string> all = training.layers();
  const int64_t learning = layers + training.epoch / epochs;
  for (size_t i = 0; i < all.size(); ++i)
    training.set_rate_factor(all[i], static_cast<int64_t>(all.size() - i) <= learning ? 1 : 0);
}

}  // namespace plumb
