#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace plumb {

/// A chart of lines or dots over two axes, drawn as SVG or as text. Colours are Okabe and Ito's (2008), which the
/// colour-blind tell apart; the SVG follows the reader's light or dark theme, needs no script, and is well-formed XML.
///
///     Chart chart{.title = "ROC of income", .x = "false positive rate", .y = "true positive rate"};
///     chart.series.push_back({.name = "auc 0.91", .x = {0, 0.1, 1}, .y = {0, 0.8, 1}});
///     write_file("roc.svg", chart.svg());
///
/// A point that is no number (a loss that exploded) is left out, and a line has a gap there.
struct Chart {
  struct Series {
    std::string name = {};
    std::vector<double> x = {}, y = {};
    bool dots = false;   // points that no line joins
    bool guide = false;  // a thin dashed line to compare with
  };
  std::string title = {}, x = {}, y = {};
  std::vector<Series> series = {};
  std::optional<std::array<double, 2>> x_range = {}, y_range = {};  // nothing: what the series need
  bool whole_x = false;                                             // x counts: epochs
  bool log_x = false;                                               // x is logarithmic: learning rates
  std::string svg() const;
  std::string text() const;  // about 70 by 20 characters
};

}  // namespace plumb
