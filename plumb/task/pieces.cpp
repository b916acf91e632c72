#include "plumb/task/pieces.h"

#include <algorithm>

#include "plumb/core/hash.h"
#include "plumb/core/table_hash.h"
#include "plumb/core/text_table.h"
#include "plumb/task/source_files.h"
#include "plumb/task/table_bytes.h"

namespace plumb {
namespace {

constexpr double share_of_whole = 1.0 / 8;  // of the memory, for a source that is held in it

/// A source that is read as a whole, as one piece.
class OnePiece final : public Chunks {
 public:
  OnePiece(const Source& source, const ReadSettings& settings, double most)
      : result_(source.read(settings)), hash_(hash_table(result_.table)) {
    const double bytes = table_bytes(result_.table);
    require(bytes <= most,
            "data: these {} files are read as a whole (packed, not UTF-8, or of a format without parts) and take {}, "
            "more than the {} that a streamed run keeps for that; unpack them, write them as CSV, or raise "
            "`memory_limit`",
            source.name(), bytes_text(bytes), bytes_text(most));
  }
  int64_t count() const override { return 1; }
  Table read(int64_t) const override { return result_.table; }
  uint64_t fingerprint() const override { return hash_; }
  std::vector<Skipped> skipped() const override { return result_.skipped; }

 private:
  ReadResult result_;
  uint64_t hash_ = 0;
};

}  // namespace

Pieces::Pieces(const Task& task, double memory) : reading_(reading_of(task)), split_(task.split), seed_(task.seed) {
  if (!task.data.valid.empty()) split_.valid = 0;
  if (!task.data.test.empty()) split_.test = 0;
  ReadSettings settings = settings_of(reading_);
  add(task.data.train, {}, settings, memory);
  if (!task.data.valid.empty()) add(task.data.valid, RowPart::valid, settings, memory);
  if (!task.data.test.empty()) add(task.data.test, RowPart::test, settings, memory);
  types_ = settings.types;
  int64_t before = 0, before_source = 0;
  for (Piece& piece : all_) {
    if (piece.chunk == 0) before_source = before;
    piece.first_row = before;
    piece.first_there = before - before_source;
    before += piece.chunks->rows(piece.chunk);
  }
  require(before > 0, "the data have no rows");
}

void Pieces::add(const std::vector<Source>& sources, std::optional<RowPart> part, ReadSettings& settings,
                 double memory) {
  for (const Source& source : sources) {
    std::shared_ptr<const Chunks> chunks = source.chunks(settings);
    if (!chunks) chunks = std::make_shared<OnePiece>(source, settings, share_of_whole * memory);
    sources_.push_back(chunks);
    const std::vector<Skipped> skipped = chunks->skipped();
    skipped_.insert(skipped_.end(), skipped.begin(), skipped.end());
    const bool first = all_.empty();
    for (int64_t chunk = 0; chunk < chunks->count(); ++chunk)
      all_.push_back({.chunks = chunks, .chunk = chunk, .part = part, .source = shown(source)});
    if (!first || chunks->count() == 0) continue;  // the next files have the types of the first
    const Table table = chunks->read(0);
    require_ignored(table, reading_);
    for (const std::string& name : table.names()) settings.types[name] = table.at(name).type();
    piece_bytes_ = table_bytes(table);
    require(
        piece_bytes_ <= share_of_whole * memory,
        "data: the {} files come in pieces of {} rows that take {} each, more than the {} that a streamed run keeps "
        "for that; write them with smaller row groups (pandas: `row_group_size=50000`), or raise `memory_limit`",
        source.name(), with_commas(table.rows()), bytes_text(piece_bytes_), bytes_text(share_of_whole * memory));
  }
}

int64_t Pieces::rows(RowPart part) const {
  int64_t rows = 0;
  for (const Piece& piece : all_) rows += piece.rows[static_cast<size_t>(part)];
  return rows;
}

int64_t Pieces::most_rows() const {
  int64_t most = 0;
  for (const Piece& piece : all_) most = std::max(most, piece.chunks->rows(piece.chunk));
  return most;
}

uint64_t Pieces::fingerprint() const {
  uint64_t hash = 0;
  for (const auto& source : sources_) {
    const uint64_t here = source->fingerprint();
    hash = hash_bytes(&here, sizeof here, hash);
  }
  return hash;
}

uint64_t Pieces::fingerprint(RowPart part) const {
  uint64_t hash = fingerprint();
  for (const Piece& piece : all_) {
    const uint64_t& here = piece.hashes[static_cast<size_t>(part)];
    hash = hash_bytes(&here, sizeof here, hash);
  }
  return hash;
}

Dataset Pieces::read(const Piece& piece) const {
  Table table = piece.chunks->read(piece.chunk);
  require_weights(table, reading_, piece.source, piece.first_there);
  return dataset_of(std::move(table), reading_);
}

std::vector<RowPart> Pieces::parts(const Piece& piece, const Dataset& data) const {
  if (piece.part) return std::vector<RowPart>(static_cast<size_t>(data.rows()), *piece.part);
  return parts_of_piece(data.table, split_, seed_, piece.first_row, data.not_inputs());
}

Dataset Pieces::part_of(const Piece& piece, RowPart part, std::vector<int64_t>* numbers) const {
  const Dataset data = read(piece);
  const std::vector<RowPart> parts = this->parts(piece, data);
  std::vector<int64_t> rows;
  for (int64_t row = 0; row < data.rows(); ++row)
    if (parts[static_cast<size_t>(row)] == part) rows.push_back(row);
  Dataset taken = data.take(rows);
  taken.drop_split_column(split_);
  if (numbers) {
    for (int64_t& row : rows) row += piece.first_row;
    *numbers = std::move(rows);
  }
  return taken;
}

void Pieces::know(int64_t piece, const std::vector<RowPart>& parts) {
  Piece& known = all_[static_cast<size_t>(piece)];
  known.rows = {};
  known.hashes = {};
  for (size_t row = 0; row < parts.size(); ++row) {
    const auto part = static_cast<size_t>(parts[row]);
    ++known.rows[part];
    known.hashes[part] = hash_bytes(&row, sizeof row, known.hashes[part]);
  }
}

}  // namespace plumb
