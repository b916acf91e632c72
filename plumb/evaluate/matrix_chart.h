#pragma once

#include <string>
#include <vector>

namespace plumb {

/// A matrix of counts with a word for each row and column, darker where more: who was taken for whom. Shades are
/// shares of the row, so that rare classes are seen, too; counts are written where there is room, up to 40 labels.
struct MatrixChart {
  std::string title = {}, x = {}, y = {};
  std::vector<std::string> labels = {};
  std::vector<double> counts = {};  // [labels, labels]
  std::string svg() const;
};

}  // namespace plumb
