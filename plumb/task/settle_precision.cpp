#include "plumb/task/settle_precision.h"

#include "plumb/task/read_cache.h"
#include "plumb/train/choose_precision.h"

namespace plumb {

void settle_precision(Task& task, ReadyFit& fit, const TrainSettings& settings) {
  if (task.memory_limit && !task.train.precision.chosen)  // a measurement takes the memory of a second training
    fit.options.precision = Precision::fp32;
  else
    fit.options.precision = choose_precision(fit.trained.network, fit.targets, fit.rows, fit.options, settings,
                                             cache_folder().value_or(Path()));
  task.train.precision = fit.options.precision;  // for the folds, which ask anew
}

}  // namespace plumb
