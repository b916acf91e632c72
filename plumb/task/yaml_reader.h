#pragma once

#include <string>
#include <string_view>

#include "plumb/core/problems.h"

namespace plumb {

/// Reads one YAML document into an entry with marks.
///
///     Problems problems;
///     Entry task = read_yaml("epochs: 5", "task.yaml", problems);
///     task.at("epochs").mark.text();                            // task.yaml:1:9
///
/// Quoted scalars stay text; anchors, aliases and merge keys (`<<`) work. A key given twice goes to `problems`, the
/// first one counts. Broken syntax, a second document, nesting over 64 and more than 200,000 values (aliases counted as
/// often as they are used) are Errors with file, line and column.
Entry read_yaml(std::string_view text, const std::string& file, Problems& problems);

}  // namespace plumb
