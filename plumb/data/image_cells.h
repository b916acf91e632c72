#pragma once

#include <string>
#include <vector>

#include "plumb/data/source.h"

namespace plumb {

/// The images that a column of paths names (`inputs: {scan: image}` for a column of a CSV file). Paths are relative to
/// the folder of the table's file. Images stay encoded, and a missing cell stays missing.
struct ImageCells {
  Column images = {};
  std::vector<int64_t> rows = {};  // of the paths: all, but for the ones that were skipped
  std::vector<Skipped> skipped = {};
};

/// `where`: the table's file, for messages. With `skip`, images that are not there or broken leave their rows out.
ImageCells read_image_cells(const std::string& column, const Column& paths, const std::string& where, OnError on_error);

}  // namespace plumb
