#pragma once

#include "plumb/core/file_path.h"
#include "plumb/data/source.h"

namespace plumb {

/// Shards in the WebDataset convention: tars in which files that stand behind each other and share a name up to its
/// first dot are a row (webdataset_samples.h).
///
///     webdataset: shards/train-*.tar                     # 000017.jpg, 000017.cls, 000017.json, 000018.jpg …
///     webdataset: {path: shards/train-*.tar, members: [jpg, cls]}
///
/// Columns: `image` (encoded), `label`, `text`, the fields of `.json` that hold one value, and `key`. A file that a
/// sample lacks and others have is a missing cell. Classes are categories, texts and keys are texts, and fields have
/// the types that JSON lines would have, unless `inputs` or `target` says otherwise. Rows are in the order of the
/// shards. Plain shards come in chunks; one packed by gzip is read as a whole. With `on_error: skip` each sample is
/// tried here, and left out where an image, a text or its JSON is broken.
struct Webdataset {
  std::vector<FilePath> path = {};
  std::vector<std::string> members = {};

  static constexpr auto name = "webdataset";
  static constexpr auto summary = "Shards of samples, as tars: the WebDataset convention.";
  static constexpr auto shorthand = "path";
  static constexpr auto example = "webdataset: {path: \"shards/train-*.tar\"}";

  static void describe(auto& self, auto& field) {
    field("path", self.path, "Shards, or patterns such as `shards/train-*.tar`; read as one table.", required);
    field("members", self.members,
          "Extensions of the files that are read, e.g. `[jpg, cls]`; empty: all images, cls, txt and json.");
  }
  void check(Problems& problems) const;
  ReadResult read(const ReadSettings& settings) const;
  std::shared_ptr<const Chunks> chunks(const ReadSettings& settings) const;
  static bool recognises(const std::string& path);
  static Webdataset from_path(const std::string& path) { return {.path = {path}}; }
};

}  // namespace plumb
