#pragma once

#include <functional>
#include <future>
#include <memory>
#include <span>
#include <vector>

#include "plumb/data/tensors.h"

namespace plumb {

/// Rows that are made when they are wanted, in blocks of known sizes.
struct RowBlocks {
  std::vector<int64_t> rows = {};                                   // of each block
  std::function<std::vector<TensorRows>(int64_t block)> read = {};  // from any thread; the same each time
  int64_t shuffled = 0;                                             // rows that are in memory to be shuffled, about
};

/// Goes over blocks of rows in a window that holds as many as fit, and reads the next window meanwhile.
///
/// The order of an epoch is a function of (seed, epoch) and the sizes alone: blocks in random order, cut into windows
/// of about `shuffled` rows, and the rows of a window in random order. So a row can meet any other one, an epoch can be
/// entered anywhere by reading one window, and two windows are in memory at a time. Without `shuffle`: as they come.
class RowWindows {
 public:
  RowWindows(std::shared_ptr<const RowBlocks> blocks, bool shuffle, uint64_t seed);
  ~RowWindows();
  RowWindows(RowWindows&&) noexcept;

  void start(int64_t epoch);
  /// Copies the rows [begin, end) of the epoch's order: tensor i to `to[i]`. `numbers`: which rows they are.
  void gather(int64_t begin, int64_t end, std::span<std::byte* const> to, std::vector<int64_t>& numbers);

 private:
  struct Window;
  struct Plan;
  const Window& window_at(int64_t row);
  std::shared_ptr<const Plan> plan_of(int64_t epoch) const;
  void read_ahead(int64_t epoch, size_t window);

  std::shared_ptr<const RowBlocks> blocks_;
  bool shuffle_ = false;
  uint64_t seed_ = 0;
  std::shared_ptr<const Plan> plan_;
  std::unique_ptr<Window> now_;
  std::future<std::unique_ptr<Window>> next_;
  int64_t next_epoch_ = -1;
  size_t next_window_ = 0;
};

}  // namespace plumb
