#pragma once

#include <array>
#include <memory>

#include "plumb/task/task_data.h"

namespace plumb {

/// All rows of a task as pieces of its files, any of which can be read again at any time and from any thread; each
/// knows how its rows are divided.
class Pieces {
 public:
  /// `memory`: bytes that the run may take; a source that can only be read as a whole must be small beside it.
  Pieces(const Task& task, double memory);

  struct Piece {
    std::shared_ptr<const Chunks> chunks = {};
    int64_t chunk = 0;
    std::optional<RowPart> part = {};     // of a source that is one part; else its rows are divided
    std::string source = {};              // where it lies, for messages
    int64_t first_there = 0;              // the number of its first row among the rows of the source
    int64_t first_row = 0;                // and among those of all pieces
    std::array<int64_t, 3> rows = {};     // of each part
    std::array<uint64_t, 3> hashes = {};  // which of its rows are in each part
  };
  int64_t count() const { return static_cast<int64_t>(all_.size()); }
  const Piece& at(int64_t piece) const { return all_[static_cast<size_t>(piece)]; }
  int64_t rows(RowPart part) const;
  /// Of all rows of all files and how they are read; quickest when each piece has been read once.
  uint64_t fingerprint() const;
  /// Of the rows of one part.
  uint64_t fingerprint(RowPart part) const;
  /// What the first piece takes as a table; the others are about as large.
  double piece_bytes() const { return piece_bytes_; }
  /// Rows of the piece that has most of them.
  int64_t most_rows() const;
  const std::vector<Skipped>& skipped() const { return skipped_; }
  const std::map<std::string, ColumnType>& types() const { return types_; }

  /// With columns and targets as the task says.
  Dataset read(const Piece& piece) const;
  std::vector<RowPart> parts(const Piece& piece, const Dataset& data) const;
  /// The rows of one part and their numbers, without the column that the split goes by.
  Dataset part_of(const Piece& piece, RowPart part, std::vector<int64_t>* numbers = nullptr) const;

  /// What is learned from all rows, before parts are read: how many rows of each part a piece has, and the targets.
  void know(int64_t piece, const std::vector<RowPart>& parts);
  void set_targets(std::vector<Target> targets) { reading_.targets = std::move(targets); }
  const std::vector<Target>& targets() const { return reading_.targets; }
  const Split& split() const { return split_; }

 private:
  void add(const std::vector<Source>& sources, std::optional<RowPart> part, ReadSettings& settings, double memory);

  Reading reading_;
  Split split_;
  uint64_t seed_ = 0;
  std::vector<std::shared_ptr<const Chunks>> sources_;
  double piece_bytes_ = 0;
  std::vector<Piece> all_;
  std::vector<Skipped> skipped_;
  std::map<std::string, ColumnType> types_;
};

}  // namespace plumb
