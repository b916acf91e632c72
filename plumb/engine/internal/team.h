#pragma once

namespace plumb::engine {

constexpr int most_columns = 256;

/// Work in turns: all of a turn is done before the next one begins. A turn has columns that may be worked on at the
/// same time; the items of a column are done in order, one at a time. Which thread does an item is nobody's business:
/// whatever depends on it (memory that items share, the order of sums) goes by column and item.
class Job {
 public:
  virtual ~Job() = default;
  virtual int turns() const = 0;
  virtual int columns(int turn) const = 0;  // up to most_columns
  virtual int items(int turn, int column) const = 0;
  virtual void run_item(int turn, int column, int item) = 0;
};

/// Runs a job with the process's one team: the caller and `threads` - 1 others. False if they are busy with another
/// caller's job; nothing has been run then.
///
/// Threads take what is there to take, first of the column of their own number. So on a machine that is shared with
/// other programs nobody waits for a thread that got no core: only for one that lost it in the middle of an item. Who
/// waits spins shortly and then sleeps. Items run with denormal numbers flushed and OpenMP regions of one thread.
bool run_together(int threads, Job& job);

}  // namespace plumb::engine
