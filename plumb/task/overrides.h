#pragma once

#include <string>

#include "plumb/core/problems.h"

namespace plumb {

/// Applies `train.epochs=20` to a task's entry: makes what is not there, replaces what is. List items by number:
/// `prepare.1.fill_missing.with=mean`. The value is YAML. Where a component stands by its name alone
/// (`optimizer: adam`), options go into it: `train.optimizer.adam.learning_rate=0.01`.
void override_entry(Entry& root, const std::string& setting, Problems& problems);

}  // namespace plumb
