#include "plumb/task/feeding.h"

#include <algorithm>

#include "plumb/core/text_table.h"
#include "plumb/task/forecast.h"
#include "plumb/train/callbacks/curriculum.h"

namespace plumb {
namespace {

constexpr double default_memory = 2.0 * (1 << 30);
constexpr double share_of_buffers = 0.5, least_buffers = 64 << 20;

}  // namespace

std::string stream_obstacle(const Task& task) {
  if (task.split.folds > 0) return "`split.folds` needs all rows in memory";
  if (task.split.by == SplitBy::time) return "`split.by: time` needs all rows in memory, to sort them";
  if (task.train.batches == BatchOrder::balanced)
    return "`train.batches: balanced` needs all rows in memory (`class_weights: balanced` does not)";
  for (const Target& target : task.target.all)
    if (target.type == TargetType::anomaly) return "anomaly scores need all rows in memory";
  for (const Callback& callback : task.train.callbacks)
    if (callback.name() == Curriculum::name) return "`curriculum` needs all rows in memory, to rank them";
  for (const Augmentation& augmentation : task.augment)
    if (augmentation.changes_numbers())
      return fmt::format("`{}` needs all rows in memory, to draw from them", augmentation.name());
  for (const Source& source : task.data.train)
    if (source.has_chunks()) return "";
  return fmt::format("reader `{}` reads its rows as a whole", task.data.train.front().name());
}

double stream_buffers(double memory) { return std::max(least_buffers, share_of_buffers * memory); }

double stream_memory(const Task& task) { return task.memory_limit ? task.memory_limit->bytes : default_memory; }

Feeding feeding_for(const Task& task, double in_memory, const std::string& stage, double streaming) {
  const bool asked = task.data.stream.chosen.value_or(false), refused = !task.data.stream.chosen.value_or(true);
  const std::string why_not = refused ? "`data.stream` is false" : stream_obstacle(task);
  require(!asked || why_not.empty(), "data.stream: {}; leave `stream` out", why_not);
  Feeding feeding{.streamed = asked, .memory = stream_memory(task)};
  if (!task.memory_limit) return feeding;
  const double limit = task.memory_limit->bytes;
  if (!asked && in_memory <= limit) return feeding;
  if (why_not.empty() && streaming <= limit) {
    if (!asked)
      feeding.reason = fmt::format("streaming: all rows in memory would take {}, and {} are allowed",
                                   bytes_text(in_memory), bytes_text(limit));
    feeding.streamed = true;
    return feeding;
  }
  feeding.refusal = fmt::format(
      "memory_limit: {} would take {}, and {} are allowed; raise the limit, read fewer rows or columns, or lower "
      "`train.batch_size` (streaming does not help: {})",
      stage, bytes_text(in_memory), bytes_text(limit),
      why_not.empty() ? fmt::format("even so {} are needed", bytes_text(streaming)) : why_not);
  return feeding;
}

Feeding choose_feeding(const Task& task, const RunSettings& settings) {
  if (!task.memory_limit) return feeding_for(task, 0, "", 0);
  const Feeding feeding = forecast_task(task, settings).feeding;
  if (!feeding.refusal.empty()) throw Error("{}", feeding.refusal);
  return feeding;
}

}  // namespace plumb
