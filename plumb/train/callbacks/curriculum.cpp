#include "plumb/train/callbacks/curriculum.h"

#include <algorithm>

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Callback>().add<Curriculum>();

double Curriculum::share_of_rows(int64_t epoch) const {
  const double grown = std::min(1.0, static_cast<double>(epoch) / static_cast<double>(epochs));
  return start + (1 - start) * grown;
}

}  // namespace plumb
