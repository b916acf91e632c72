#include "plumb/train/callbacks/terminate_on_nan.h"

#include <cmath>

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Callback>().add<TerminateOnNan>();

void TerminateOnNan::step_ended(Training& training) const {
  if (!std::isfinite(training.loss))
    training.stop(fmt::format("the loss is {} at step {}; try a smaller learning_rate, or clip_norm", training.loss,
                              training.step));
}

}  // namespace plumb
