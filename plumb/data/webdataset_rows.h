#pragma once

#include "plumb/data/jsonl_rows.h"
#include "plumb/data/webdataset_samples.h"

namespace plumb {

/// The samples of shards as rows, some of which can be read at any time and from any thread. Types are settled: those
/// of fields need a look at the JSON of all samples, and at nothing else of them.
class WebdatasetRows {
 public:
  WebdatasetRows(std::vector<WebSample> samples, const ReadSettings& settings);

  int64_t count() const { return static_cast<int64_t>(samples_.size()); }
  std::vector<uint64_t> bytes() const;
  const std::vector<Skipped>& skipped() const { return skipped_; }
  Table load(int64_t begin, int64_t end) const;

 private:
  void name_columns();
  void settle_fields();
  JsonlColumns look_at_fields(const std::vector<std::string>& as_words) const;
  void add_fields(JsonlColumns& columns, const WebSample& sample, const WebSample::Member& member,
                  const std::vector<std::string>& only = {}) const;
  void add_cell(JsonlColumns& columns, const std::string& column, std::string_view word,
                const std::string& where) const;

  std::vector<WebSample> samples_;
  ReadSettings settings_;
  std::vector<Skipped> skipped_;
  std::vector<std::string> images_, cells_;  // columns: of images, and the others
};

}  // namespace plumb
