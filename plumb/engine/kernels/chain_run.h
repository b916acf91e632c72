#pragma once

#include <span>
#include <vector>

#include "plumb/engine/kernels/chain.h"

namespace plumb::engine {

constexpr size_t tile_size = 1024;  // elements

/// A chain's code, run over a range of elements tile by tile; or, with `ranges`, over the elements of these ranges that
/// lie in it. Short ranges (rows of a table) are brought together: what they read is copied into tiles, the code runs
/// once for all of them, and the results are copied back. So the cost of a row is that of fetching it.
class ChainRun {
 public:
  ChainRun(Lane& lane, std::vector<Instruction> code, int tiles, std::function<std::span<const Interval>()> ranges);
  void operator()(int64_t from, int64_t to, int part) const;

 private:
  /// Memory that the code reads or writes, and the tile that stands for it where rows are brought together.
  struct Staged {
    Buffer* memory = nullptr;
    size_t width = 4;
    bool read = false, written = false;
  };
  class Rows;
  std::byte* tile(size_t number, int part) const;
  void run(size_t from, size_t to, int part) const;
  void run_rows(const Rows& rows, int part) const;
  void* at(const Operand& o, size_t first, int part, bool staged) const;
  void execute(const Instruction& i, size_t first, size_t n, int part, bool staged) const;

  std::vector<Instruction> code_;
  std::function<std::span<const Interval>()> ranges_;  // none: everywhere
  std::vector<Staged> staged_{};
  size_t tiles_, all_tiles_ = 0;
  Buffer* scratch_ = nullptr;
};

}  // namespace plumb::engine
