#pragma once

#include <string>
#include <vector>

#include "plumb/core/entry.h"
#include "plumb/model/summary.h"

namespace plumb {

/// The network of a task file (its data are read, its steps fitted), a run folder or a bundle.
Network network_of(const std::string& what, const std::vector<std::string>& settings);

/// `summary(network)` for machines: {"layers": [...], "parameters": n}.
Entry summary_entry(const Network& network);

}  // namespace plumb
