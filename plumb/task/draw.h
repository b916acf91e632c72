#pragma once

#include "plumb/core/files.h"
#include "plumb/evaluate/plots.h"

namespace plumb {

/// Draws a run: `learning.svg`, and of each target `roc.svg`, `precision_recall.svg`, `reliability.svg` and
/// `confusion.svg`, or `residuals.svg`; of several targets `roc-2.svg` is that of the second.
void draw(const Path& folder, const std::vector<Predictions>& said,
          const std::vector<std::map<std::string, double>>& epochs);

/// The same curves for the terminal; confusion stands in the report (evaluate/report.h). `run`: a folder with the log
/// of a training; another, or a bundle, has no learning curve.
std::string drawn_as_text(const std::vector<Predictions>& said, const Path& run);

}  // namespace plumb
