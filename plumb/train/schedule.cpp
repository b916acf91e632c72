#include "plumb/train/schedule.h"

namespace plumb {

bool less_is_better(std::string_view metric) {
  for (const std::string_view word : {"loss", "mse", "rmse", "mae", "error"})
    if (metric.ends_with(word)) return true;
  return false;
}

}  // namespace plumb
