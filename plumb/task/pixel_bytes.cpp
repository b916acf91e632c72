#include "plumb/task/pixel_bytes.h"

#include <algorithm>

#include "plumb/prepare/implied.h"
#include "plumb/prepare/pixel_steps.h"
#include "plumb/task/runner.h"
#include "plumb/task/table_bytes.h"

namespace plumb {
namespace {

constexpr int64_t looked_at = 32;

}  // namespace

double pixel_bytes(const Task& task, const Table& rows) {
  const Table first = rows.slice(0, std::min(looked_at, rows.rows()));
  Table images;
  for (const std::string& name : first.names())
    if (const Column& column = first.at(name);
        column.type() == ColumnType::image && column.missing_count() < column.size())
      images.set(name, column);
  if (images.names().empty()) return 0;
  std::vector<Step> steps;
  const auto take = [&](const std::vector<Step>& from) {
    for (const Step& step : from)
      if (is_pixel_step(step.name())) steps.push_back(step);
  };
  const StepContext context{.training = true};
  take(request_of(task).prepare.steps());
  take(implied_steps(images, Pipeline(steps).fit(images, context), context).steps);
  return table_bytes(Pipeline(steps).fit(images, context).rows) / static_cast<double>(images.rows());
}

}  // namespace plumb
