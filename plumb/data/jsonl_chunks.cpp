#include "plumb/data/jsonl_chunks.h"

#include "plumb/core/hash.h"
#include "plumb/core/parallel.h"
#include "plumb/core/progress.h"
#include "plumb/data/jsonl_rows.h"

namespace plumb {
namespace {

class JsonlChunks final : public Chunks {
 public:
  JsonlChunks(const Jsonl& options, const ReadSettings& settings) : settings_(settings) {
    JsonlRows looked(options, settings);
    JsonlColumns columns = look(looked);
    if (const std::vector<std::string> again = columns.again(); !again.empty()) look_again(looked, again, columns);
    names_ = columns.names;
    for (size_t c = 0; c < names_.size(); ++c) settle_type(names_[c], columns.cells[c].type(), settings_.types);
    rows_.emplace(options, settings_);
    for (const Piece& piece : pieces_) fingerprint_ = hash_bytes(&piece.hash, sizeof piece.hash, fingerprint_);
  }

  int64_t count() const override { return static_cast<int64_t>(pieces_.size()); }
  int64_t rows(int64_t chunk) const override { return pieces_[static_cast<size_t>(chunk)].rows; }
  uint64_t fingerprint() const override { return fingerprint_; }
  std::vector<Skipped> skipped() const override { return skipped_; }

  Table read(int64_t chunk) const override {
    const Piece& piece = pieces_[static_cast<size_t>(chunk)];
    std::string buffer;
    JsonlRows::Parsed parsed = rows_->parse(piece.block, buffer, {.left_out = &piece.left_out});
    require(parsed.hash == piece.hash, "{}: has changed since it was first read; leave files alone while they are used",
            rows_->first_file());
    Table table;
    for (const std::string& name : names_) table.set(name, parsed.columns.of(name, settings_).finish());
    return table;
  }

 private:
  struct Piece {
    JsonlRows::Block block = {};
    int64_t rows = 0;
    uint64_t hash = 0;
    std::vector<int64_t> left_out = {};
  };

  JsonlColumns look(JsonlRows& rows) {
    Progress progress("looking at " + rows.first_file(), rows.bytes(), "B");
    JsonlColumns columns;
    rows.each_block([&](const JsonlRows::Block& block, JsonlRows::Parsed&& parsed) {
      pieces_.push_back(
          {.block = block, .rows = parsed.columns.rows, .hash = parsed.hash, .left_out = std::move(parsed.left_out)});
      skipped_.insert(skipped_.end(), parsed.skipped.begin(), parsed.skipped.end());
      parsed.columns.forget();
      columns.append(std::move(parsed.columns), settings_);
      columns.forget();
      progress.advance(static_cast<int64_t>(block.place.size));
      return true;
    });
    return columns;
  }

  /// Columns that hold words after all, though numbers stood above them.
  void look_again(const JsonlRows& rows, const std::vector<std::string>& again, JsonlColumns& columns) const {
    for (const std::string& name : again) {
      columns.of(name, settings_).restart();
      columns.of(name, settings_).forget();
    }
    for (const Piece& piece : pieces_) {
      std::string buffer;
      JsonlRows::Parsed parsed = rows.parse(piece.block, buffer, {.as_words = again, .left_out = &piece.left_out});
      for (size_t c = 0; c < parsed.columns.names.size(); ++c) {
        parsed.columns.cells[c].forget();
        columns.of(parsed.columns.names[c], settings_).append(std::move(parsed.columns.cells[c]));
      }
    }
  }

  ReadSettings settings_;
  std::optional<JsonlRows> rows_;
  std::vector<std::string> names_;
  std::vector<Piece> pieces_;
  std::vector<Skipped> skipped_;
  uint64_t fingerprint_ = 0;
};

}  // namespace

std::shared_ptr<const Chunks> jsonl_chunks(const Jsonl& options, const ReadSettings& settings) {
  const JsonlRows first(options, settings);
  if (!first.on_disk()) return nullptr;
  return std::make_shared<JsonlChunks>(options, settings);
}

}  // namespace plumb
