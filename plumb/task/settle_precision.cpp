#include "plumb/task/settle_precision.h"

#include "plumb/task/read_cache.h"
#include "plumb/train/choose_precision.h"

namespace plumb {

void settle_precision(Task& task, const ReadyFit& fit, const TrainSettings& settings) {
  if (task.memory_limit && !task.train.precision.chosen) {  // a measurement takes the memory of a second training
    task.train.precision = Precision::fp32;
    return;
  }
  task.train.precision = choose_precision(fit.trained.network, fit.targets, fit.rows, task.train, settings,
                                          cache_folder().value_or(Path()));
}

}  // namespace plumb
