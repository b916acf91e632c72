#include "plumb/model/activations/linear.h"

namespace plumb {

[[maybe_unused]] static const bool registered = add_activation<Linear>();

}  // namespace plumb
