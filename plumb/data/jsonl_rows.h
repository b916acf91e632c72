#pragma once

#include <memory>
#include <string>
#include <vector>

#include "plumb/data/column_builder.h"
#include "plumb/data/jsonl.h"
#include "plumb/data/text_blocks.h"

namespace plumb {

/// The columns of JSON lines, piece by piece: their names come as they are met, and a row that lacks one has a missing
/// cell there.
struct JsonlColumns {
  std::vector<std::string> names = {};
  std::vector<ColumnBuilder> cells = {};  // of each name
  int64_t rows = 0;
  bool as_words = false;  // whatever the cells look like

  /// The cells of a name; made with so many missing ones, as `told` or inferred, where it is met for the first time.
  ColumnBuilder& of(const std::string& name, const ReadSettings& settings);
  /// Cells of a row were added, to some of the columns: the others have a missing one.
  void end_row();
  /// A later piece behind these.
  void append(JsonlColumns&& later, const ReadSettings& settings);
  void forget();  // the cells, not what they say of the types
  std::vector<std::string> again() const;
};

/// The files of a `jsonl` reader, in blocks of lines that can be read each by itself, so that several threads can.
class JsonlRows {
 public:
  JsonlRows(const Jsonl& options, const ReadSettings& settings);
  bool on_disk() const;  // all files; none is held in memory
  const std::string& first_file() const { return files_.front()->name(); }
  int64_t bytes() const;

  struct Block {
    size_t file = 0;
    TextBlocks::Block place = {};
  };
  struct Parsed {
    JsonlColumns columns = {};
    std::vector<Skipped> skipped = {};
    std::vector<int64_t> left_out = {};  // lines of skipped rows
    uint64_t hash = 0;                   // of the text
  };
  struct How {
    std::vector<std::string> as_words = {};          // only these columns, as words; empty: all, as told
    const std::vector<int64_t>* left_out = nullptr;  // of an earlier time: leaves out the same
  };
  /// Parses all blocks, several at a time, and calls `use` with one after the other; it may answer false to stop.
  void each_block(const std::function<bool(const Block& block, Parsed&& parsed)>& use);
  /// A block again.
  Parsed parse(const Block& block, std::string& buffer, const How& how) const;

 private:
  bool next(Block& block, std::string& buffer);
  Parsed parse_text(const Block& block, std::string_view text, const How& how) const;

  const ReadSettings settings_;
  std::vector<std::unique_ptr<TextBlocks>> files_;
  size_t file_ = 0;  // where `next` stands
};

}  // namespace plumb
