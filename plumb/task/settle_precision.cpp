#include "plumb/task/settle_precision.h"

#include "plumb/task/read_cache.h"
#include "plumb/train/choose_precision.h"

namespace plumb {

void settle_precision(Task& task, ReadyFit& fit, const TrainSettings& settings) {
  const bool measurable = !task.memory_limit && !fit.rows.stream;  // it takes the memory of a second training
  if (!measurable && !task.train.precision.chosen)
    fit.options.precision = Precision::fp32;
  else
    fit.options.precision = choose_precision(fit.trained.network, fit.targets, fit.rows, fit.options, settings,
                                             cache_folder().value_or(Path()));
  task.train.precision = fit.options.precision;  // for the folds, which ask anew
}

}  // namespace plumb
