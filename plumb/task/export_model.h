#pragma once

#include "plumb/core/files.h"
#include "plumb/deploy/export_target.h"

namespace plumb {

struct ExportSettings {
  Path output = {};       // "": where the target's `path` says, else into the run folder, else beside the bundle
  std::string data = {};  // raw rows to check with; "": the run's train rows, or rows made of a bundle's golden ones
  int threads = 0;
};

struct ExportResult {
  Path file = {};
  std::string text = {};  // for a person
  Entry facts = Entry::map();
};

/// Exports a run or a bundle; what was measured is kept beside the run as `<target>.json`.
ExportResult export_model(const Path& model, const ExportTarget& target, const ExportSettings& settings = {});

}  // namespace plumb
