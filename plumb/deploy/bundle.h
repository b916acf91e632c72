#pragma once

#include <functional>

#include "plumb/core/files.h"
#include "plumb/deploy/export_target.h"

namespace plumb {

/// A few raw rows and what the model said of them when the bundle was written.
struct GoldenRows {
  Table rows = {};
  std::vector<Answer> answers = {};
};

struct Bundle {
  Trained trained = {};
  GoldenRows golden = {};
};

/// One file with everything that answers rows.
struct BundleExport {
  std::string path = {};

  static constexpr auto name = "bundle";
  static constexpr auto summary = "One file with pipeline, network and labels, which plumb and the C++ library load.";
  static constexpr auto example = "bundle: {path: churn.plumb}";
  static constexpr auto shorthand = "path";
  static constexpr auto ending = ".plumb";
  static void describe(auto& self, auto& field) {
    field("path", self.path, "Where the file goes; nothing: into the run folder.");
  }
  ExportReport export_to(const Exported& model, const Path& file) const;
};

/// One file `NAME.plumb`: a safetensors file whose metadata hold schema.json, prepare.json, network.json and the golden
/// rows, and whose tensors are the weights and the golden answers (docs/formats.md). Nothing in it is executed.
void write_bundle(const Path& file, const Trained& trained, const GoldenRows& golden);
/// Back from that. A damaged file, another format, another version: an Error that names the file and what is wrong.
Bundle read_bundle(const Path& file);

/// Throws Error unless the bundle's model says of the golden rows what it said when it was written, to 1e-4 + 1e-4 |y|.
void replay(const Bundle& bundle, const std::function<std::vector<Answer>(const Table&)>& answer,
            const std::string& file);

}  // namespace plumb
