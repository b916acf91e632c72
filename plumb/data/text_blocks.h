#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "plumb/data/text_input.h"

namespace plumb {

/// A text file in blocks of whole rows, so that a large one need not be in memory: `next` goes over it once, `read`
/// fetches a block again at any time, from any thread.
///
///     TextBlocks file("big.csv", Encoding::utf_8);
///     std::string buffer;
///     for (TextBlocks::Block block; file.next(block, ends, buffer);) parse(file.taken(block, buffer));
///
/// Small files, and those that are packed or not UTF-8, are in memory as a whole (`read_text`); they are cut all the
/// same.
class TextBlocks {
 public:
  static constexpr size_t block_bytes = size_t{4} << 20;
  /// The longest row: a quote that is still open so far behind its beginning counts as one that never closes.
  static constexpr size_t longest_row = size_t{256} << 20;

  struct Block {
    size_t begin = 0, size = 0;
    int64_t line = 1;  // number of its first line
  };
  /// Where the last whole row ends in lines that begin with a row; 0 where none is whole.
  using RowsEnd = std::function<size_t(std::string_view lines)>;

  TextBlocks(const Path& path, Encoding encoding);
  ~TextBlocks();
  TextBlocks(const TextBlocks&) = delete;
  TextBlocks& operator=(const TextBlocks&) = delete;

  const std::string& name() const { return name_; }
  int64_t bytes() const { return static_cast<int64_t>(size_ - from_); }
  /// Whether blocks are read from the disk when they are wanted.
  bool on_disk() const;
  /// The first lines, at most a block (or one line): for a look at how the file is written.
  std::string_view head() const { return head_; }

  /// The block that comes next, cut; false at the end. Not for two threads at once: `taken` then gives its text from
  /// the same buffer, and may be called while others take theirs.
  bool next(Block& block, const RowsEnd& ends, std::string& buffer);
  std::string_view taken(const Block& block, std::string& buffer) const;
  /// The text of any block, which ends with a line feed and is checked to be text; it may lie in `buffer`.
  std::string_view read(const Block& block, std::string& buffer) const;

 private:
  size_t fetch(size_t begin, size_t size, std::string& buffer) const;

  Path path_;
  std::string name_;
  struct File;
  std::unique_ptr<File> file_;  // null: all of it is in `whole_`
  std::string whole_, head_;
  size_t from_ = 0, size_ = 0, at_ = 0;  // where the text begins (after a byte-order mark), the end, what comes next
  int64_t line_ = 1;
};

}  // namespace plumb
