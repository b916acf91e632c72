#include "plumb/task/feeding.h"

#include <algorithm>

#include "plumb/core/text_table.h"
#include "plumb/task/forecast.h"

namespace plumb {
namespace {

constexpr double default_memory = 2.0 * (1 << 30);  // that a streamed run takes where no limit is set
constexpr double share_without_buffers = 0.5;       // of the limit; the rest is for windows, samples and pieces

/// Why the rows must be in memory, or "".
std::string obstacle(const Task& task) {
  if (task.split.folds > 0) return "`split.folds` needs all rows in memory";
  for (const Source& source : task.data.train)
    if (source.has_chunks()) return "";
  return fmt::format("reader `{}` reads its rows as a whole", task.data.train.front().name());
}

}  // namespace

Feeding choose_feeding(const Task& task, const RunSettings& settings) {
  const bool asked = task.data.stream.chosen.value_or(false), refused = !task.data.stream.chosen.value_or(true);
  const std::string why_not = refused ? "`data.stream` is false" : obstacle(task);
  require(!asked || why_not.empty(), "data.stream: {}; leave `stream` out", why_not);
  if (!task.memory_limit) return {.streamed = asked, .memory = default_memory};

  const double limit = task.memory_limit->bytes;
  const Forecast::Memory memory = forecast_task(task, settings).memory;
  const bool fits = memory.peak() <= limit, can_stream = memory.streaming <= share_without_buffers * limit;
  if (!asked && fits) return {};
  if (why_not.empty() && can_stream)
    return {.streamed = true,
            .memory = limit,
            .reason = asked ? ""
                            : fmt::format("streaming: all rows in memory would take {}, and {} are allowed",
                                          bytes_text(memory.peak()), bytes_text(limit))};
  const std::string stage = memory.peak() == memory.reading     ? "reading"
                            : memory.peak() == memory.preparing ? "preparing"
                                                                : "training";
  throw Error(
      "memory_limit: {} would take {}, and {} are allowed; raise the limit, read fewer rows or columns, or lower "
      "`train.batch_size` (streaming does not help: {})",
      stage, bytes_text(memory.peak()), bytes_text(limit),
      why_not.empty() ? fmt::format("without any rows, {} are needed and {} are kept for buffers",
                                    bytes_text(memory.streaming), bytes_text(limit * (1 - share_without_buffers)))
                      : why_not);
}

}  // namespace plumb
