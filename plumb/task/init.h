#pragma once

#include <string>

#include "plumb/data/sniff.h"

namespace plumb {

/// A commented task file for these data that trains as it is: reader, target, columns that say nothing left out with
/// the reason. `plumb init adult.csv --target income`.
std::string init_task(const std::string& path, const SniffOptions& options);

}  // namespace plumb
