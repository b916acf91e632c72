#pragma once

#include <cstdint>
#include <functional>
#include <future>
#include <memory>
#include <new>
#include <optional>
#include <span>
#include <vector>

#include "plumb/data/row_windows.h"

namespace plumb {

/// Hands out rows a batch at a time: one gather a batch into buffers that never move. They lie in memory, or come in
/// blocks from wherever they lie (`RowBlocks`), of which a window is in memory.
///
///     Batches batches({features, labels}, {.batch_size = 256, .shuffle = true, .seed = 7});
///     for (batches.start(epoch); batches.next();)
///       step(batches.data(0), batches.data(1), batches.size());
///
/// The order of an epoch is a function of (seed, epoch) alone, so a run resumes anywhere: `resume(position())` goes on
/// with the batch after the last one handed out. The last batch of an epoch may be smaller (`drop_last` leaves it out).
class Batches {
 public:
  struct Options {
    int64_t batch_size = 32;
    bool shuffle = false;
    uint64_t seed = 0;
    bool drop_last = false;
    std::vector<int32_t> classes = {};  // of the rows: each batch gets as many of each; empty: each row once an epoch
  };
  struct Position {
    int64_t epoch = 0;
    int64_t batch = 0;  // batches of the epoch that were handed out
    static void describe(auto& self, auto& field) {
      field("epoch", self.epoch, "Epoch, from 0.");
      field("batch", self.batch, "Batches of it that were handed out.");
    }
  };

  /// A batch that is not handed out yet, to be changed in place.
  struct Gathered {
    std::span<void* const> data;  // of each tensor
    std::span<const int64_t> chosen;
    int64_t epoch = 0;
  };
  using Change = std::function<void(const Gathered&)>;

  /// All tensors must have the same number of rows, at least one.
  Batches(std::vector<TensorRows> tensors, Options options);
  /// The same from blocks; `tensors` say names, types and the number of rows, and have no data.
  Batches(std::vector<TensorRows> tensors, Options options, std::shared_ptr<const RowBlocks> blocks);

  int64_t rows() const { return only_.empty() ? rows_ : static_cast<int64_t>(only_.size()); }  // of an epoch
  int64_t per_epoch() const { return batches_of(rows()); }                                     // batches
  int64_t most_per_epoch() const { return batches_of(rows_); }                                 // if all rows are in it
  int64_t batch_size() const { return options_.batch_size; }
  /// Epochs have these rows alone, ascending, from the next `start` or `resume` on; none: all rows. Of shuffled ones.
  void only(std::vector<int64_t> rows);
  const std::vector<TensorRows>& tensors() const { return tensors_; }

  /// Each batch from the next one on is changed before it is handed out; none: no more.
  void change_each(Change change);

  void start(int64_t epoch);
  bool next();  // gathers the next batch; false at the end of the epoch
  /// Where changing a batch takes long: begins with the one that `next` hands out next, on a thread of its own. If that
  /// throws, `next` does. Of the epoch at hand alone: what comes after it may depend on how that ends.
  void make_ahead();

  int64_t size() const { return static_cast<int64_t>(now_.chosen.size()); }  // rows of this batch
  std::span<const int64_t> chosen() const { return now_.chosen; }            // which rows they are
  /// Tensor `index` of this batch: 64-byte aligned, the same address for every batch, room for `batch_size` rows.
  void* data(size_t index) const { return now_.data[index].get(); }

  Position position() const { return {epoch_, batch_}; }
  void resume(Position position);

 private:
  struct Free {
    void operator()(std::byte* bytes) const { ::operator delete[](bytes, std::align_val_t{64}); }
  };
  struct Buffers {
    std::vector<std::unique_ptr<std::byte[], Free>> data;  // of each tensor; empty: not made yet
    std::span<const int64_t> chosen;
    std::vector<int64_t> numbers;  // behind `chosen`, of rows from blocks
  };
  int64_t batches_of(int64_t rows) const;
  std::vector<int64_t> balanced(int64_t epoch) const;
  void make_room(Buffers& buffers) const;
  void gather(int64_t batch, Buffers& to);
  void make(int64_t batch, Buffers& to);
  void take_ahead();
  void drop_ahead();

  std::vector<TensorRows> tensors_;
  Options options_;
  int64_t rows_ = 0, epoch_ = 0, batch_ = 0;
  std::vector<int64_t> only_;
  std::vector<int64_t> order_;  // of rows in memory
  std::optional<RowWindows> windows_;
  Change change_;
  double seconds_to_change_ = 0;  // the last batch
  Buffers now_, next_;
  std::future<void> ahead_;  // valid: the batch number batch_ comes to next_; nothing touches what it reads
};

}  // namespace plumb
