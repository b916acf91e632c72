#pragma once

#include <string>

#include "plumb/task/task.h"
#include "plumb/train/rate_range.h"

namespace plumb {

/// A learning-rate range test of a task, for a person, for machines, and as a picture.
struct FoundRate {
  RateRange range = {};
  std::string optimizer = {};
  double given = 0;  // the rate that the task says now
  std::string text() const;
  Entry entry() const;
  std::string svg() const;  // the loss over the rate, whose axis is logarithmic
};

/// Reads the task's data, prepares them and tries rates on its train rows. Writes nothing.
FoundRate find_rate(const Task& task, int threads, const RateRangeOptions& options);

}  // namespace plumb
