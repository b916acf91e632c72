#include "plumb/data/jsonl.h"

#include <algorithm>

#include "plumb/data/gzip.h"
#include "plumb/data/jsonl_chunks.h"
#include "plumb/data/jsonl_rows.h"

namespace plumb {
namespace {

[[maybe_unused]] const bool registered = add_source<Jsonl>();

}  // namespace

ReadResult Jsonl::read(const ReadSettings& settings) const {
  JsonlRows rows(*this, settings);
  JsonlColumns columns;
  ReadResult result;
  std::vector<std::pair<JsonlRows::Block, std::vector<int64_t>>> blocks;  // with the lines that were left out
  rows.each_block([&](const JsonlRows::Block& block, JsonlRows::Parsed&& parsed) {
    blocks.emplace_back(block, std::move(parsed.left_out));
    columns.append(std::move(parsed.columns), settings);
    result.skipped.insert(result.skipped.end(), parsed.skipped.begin(), parsed.skipped.end());
    return settings.limit < 0 || columns.rows < settings.limit;
  });
  const std::vector<std::string> again = columns.again();  // words, though numbers stood above them
  JsonlColumns words{.as_words = true};
  std::string buffer;
  if (!again.empty())
    for (const auto& [block, left_out] : blocks)
      words.append(std::move(rows.parse(block, buffer, {.as_words = again, .left_out = &left_out}).columns), settings);
  for (size_t c = 0; c < columns.names.size(); ++c) {
    const std::string& name = columns.names[c];
    Column column = columns.cells[c].again() ? words.of(name, settings).finish() : columns.cells[c].finish();
    result.table.set(name, std::move(column));
  }
  if (settings.limit >= 0 && result.table.rows() > settings.limit) result.table = result.table.slice(0, settings.limit);
  return result;
}

std::shared_ptr<const Chunks> Jsonl::chunks(const ReadSettings& settings) const {
  return jsonl_chunks(*this, settings);
}

bool Jsonl::recognises(const std::string& path) {
  const std::string ending = ending_inside(path);
  return ending == ".jsonl" || ending == ".ndjson";
}

}  // namespace plumb
