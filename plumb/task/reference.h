#pragma once

#include <map>
#include <string>

#include "plumb/core/describe.h"

namespace plumb {

/// The reference, written from what components say of themselves: a Markdown page for each sort (layer.md, step.md, …)
/// and task.md for the sections of a task file. File name to content.
std::map<std::string, std::string> reference_pages();

/// A table of options: name, type, default, sentence.
std::string options_table(const std::vector<OptionHelp>& options);

}  // namespace plumb
