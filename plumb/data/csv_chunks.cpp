#include "plumb/data/csv_chunks.h"

#include <mutex>

#include "plumb/core/hash.h"
#include "plumb/core/parallel.h"
#include "plumb/core/progress.h"
#include "plumb/data/csv_rows.h"
#include "plumb/data/image_cells.h"

namespace plumb {
namespace {

class CsvChunks final : public Chunks {
 public:
  CsvChunks(const Csv& options, const ReadSettings& settings) : options_(options), settings_(settings) {
    looked_.emplace(options_, settings_);
    look();
    std::vector<size_t> again;
    for (size_t c = 0; c < columns_.size(); ++c)
      if (columns_[c].again()) again.push_back(c);
    if (!again.empty()) look_again(again);
    for (size_t c = 0; c < columns_.size(); ++c) settle_type(looked_->names()[c], columns_[c].type(), settings_.types);
    rows_.emplace(options_, settings_);
    const std::string how = to_json(write_options(options_), -1);
    uint64_t hash = hash_bytes(how.data(), how.size());
    for (const Piece& piece : pieces_) {
      hash = hash_bytes(&piece.hash, sizeof piece.hash, hash);
      skipped_.insert(skipped_.end(), piece.skipped.begin(), piece.skipped.end());
    }
    fingerprint_ = hash;
    columns_.clear();
    looked_.reset();
  }

  int64_t count() const override { return static_cast<int64_t>(pieces_.size()); }
  int64_t rows(int64_t chunk) const override { return pieces_[static_cast<size_t>(chunk)].rows; }
  uint64_t fingerprint() const override { return fingerprint_; }
  std::vector<Skipped> skipped() const override { return skipped_; }

  Table read(int64_t chunk) const override {
    const Piece& piece = pieces_[static_cast<size_t>(chunk)];
    std::string buffer;
    CsvRows::Parsed parsed = rows_->parse(piece.block, buffer, {.left_out = &piece.left_out, .hash = true});
    require(parsed.hash == piece.hash, "{}: has changed since it was first read; leave files alone while they are used",
            rows_->first_file());
    Table table;
    for (size_t c = 0; c < parsed.columns.size(); ++c) table.set(rows_->names()[c], parsed.columns[c].finish());
    for (const auto& [name, type] : settings_.types)
      if (type == ColumnType::image && table.has(name)) {
        ImageCells cells = read_image_cells(name, table.at(name), rows_->first_file(), settings_.on_error);
        table = table.take(cells.rows);
        table.set(name, std::move(cells.images));
      }
    return table;
  }

 private:
  struct Piece {
    CsvRows::Block block;
    int64_t rows = 0;
    uint64_t hash = 0;
    std::vector<int64_t> left_out = {};
    std::vector<Skipped> skipped = {};
  };

  void look() {
    Progress progress("looking at " + looked_->first_file(), looked_->bytes(), "B");
    columns_.reserve(looked_->names().size());
    for (size_t c = 0; c < looked_->names().size(); ++c) {
      columns_.emplace_back(looked_->told(c));
      columns_.back().forget();
    }
    std::mutex mutex;
    bool more = true;
    std::vector<std::vector<ColumnBuilder>> seen;  // of pieces whose turn has not come
    size_t joined = 0;
    in_parallel(parallel_threads(), [&](int64_t) {
      std::string buffer;
      while (true) {
        CsvRows::Block block;
        size_t number = 0;
        {
          const std::lock_guard lock(mutex);
          more = more && looked_->next(block, buffer);
          if (!more) return;
          number = pieces_.size();
          pieces_.push_back({.block = block});
          seen.emplace_back();
          progress.advance(static_cast<int64_t>(block.place.size));
        }
        CsvRows::Parsed parsed = looked_->parse(block, buffer, {.taken = true, .hash = true});
        for (ColumnBuilder& column : parsed.columns) column.forget();
        const std::lock_guard lock(mutex);
        Piece& piece = pieces_[number];
        piece.rows = parsed.rows;
        piece.hash = parsed.hash;
        piece.left_out = std::move(parsed.left_out);
        piece.skipped = std::move(parsed.skipped);
        seen[number] = std::move(parsed.columns);
        for (; joined < seen.size() && !seen[joined].empty(); ++joined) {
          for (size_t c = 0; c < columns_.size(); ++c) columns_[c].append(std::move(seen[joined][c]));
          seen[joined] = {};
        }
      }
    });
  }

  void look_again(const std::vector<size_t>& again) {
    for (const size_t c : again) {
      columns_[c].restart();
      columns_[c].forget();
    }
    std::mutex mutex;
    in_parallel(count(), [&](int64_t i) {
      const Piece& piece = pieces_[static_cast<size_t>(i)];
      std::string buffer;
      CsvRows::Parsed parsed = looked_->parse(piece.block, buffer, {.again = again, .left_out = &piece.left_out});
      const std::lock_guard lock(mutex);
      for (const size_t c : again) {
        parsed.columns[c].forget();
        columns_[c].append(std::move(parsed.columns[c]));
      }
    });
  }

  Csv options_;
  ReadSettings settings_;
  std::optional<CsvRows> looked_, rows_;  // while types are looked for, and with all of them
  std::vector<ColumnBuilder> columns_;
  std::vector<Piece> pieces_;
  std::vector<Skipped> skipped_;
  uint64_t fingerprint_ = 0;
};

}  // namespace

std::shared_ptr<const Chunks> csv_chunks(const Csv& options, const ReadSettings& settings) {
  const CsvRows first(options, settings);
  if (!first.on_disk()) return nullptr;
  return std::make_shared<CsvChunks>(options, settings);
}

}  // namespace plumb
