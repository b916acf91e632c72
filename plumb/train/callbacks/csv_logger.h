#pragma once

#include "plumb/train/callback.h"

namespace plumb {

/// Writes a CSV file with a line an epoch into the run folder: epoch, then every metric.
struct CsvLogger {
  std::string file = "history.csv";

  static constexpr auto name = "csv_logger";
  static constexpr auto summary = "Writes a CSV file with a line an epoch.";
  static constexpr auto shorthand = "file";
  static void describe(auto& self, auto& field) { field("file", self.file, "File in the run folder."); }
  struct State {
    std::vector<std::string> lines = {};
    static void describe(auto& self, auto& field) { field("lines", self.lines, "Lines so far."); }
  };
  void epoch_ended(Training& training, State& state) const;
};

}  // namespace plumb
