#include "plumb/data/batches.h"

#include <algorithm>
#include <cstring>
#include <map>
#include <numeric>

#include "plumb/core/error.h"
#include "plumb/core/random.h"

namespace plumb {

Batches::Batches(std::vector<TensorRows> tensors, Options options)
    : Batches(std::move(tensors), std::move(options), nullptr) {}

Batches::Batches(std::vector<TensorRows> tensors, Options options, std::shared_ptr<const RowBlocks> blocks)
    : tensors_(std::move(tensors)), options_(std::move(options)), rows_(tensors_.empty() ? 0 : tensors_.front().rows) {
  if (rows_ < 1) throw Error("no rows to learn from or to score; check the data and the split");
  if (options_.batch_size < 1) throw Error("`batch_size` must be at least 1, got {}", options_.batch_size);
  for (const TensorRows& tensor : tensors_) {
    if (tensor.rows != rows_)
      throw Bug(fmt::format("batches: \"{}\" has {} rows, \"{}\" {}", tensor.name, tensor.rows, tensors_.front().name,
                            rows_));
    const size_t bytes = std::max<size_t>(1, tensor.row_bytes() * static_cast<size_t>(options_.batch_size));
    buffers_.emplace_back(new (std::align_val_t{64}) std::byte[bytes]());
  }
  if (options_.drop_last && rows_ < options_.batch_size)
    throw Error("{} rows do not fill one batch of {}; set a smaller `batch_size`", rows_, options_.batch_size);
  if (blocks) windows_.emplace(std::move(blocks), options_.shuffle, options_.seed);
  start(0);
}

int64_t Batches::batches_of(int64_t rows) const {
  return (rows + (options_.drop_last ? 0 : options_.batch_size - 1)) / options_.batch_size;
}

void Batches::only(std::vector<int64_t> rows) {
  if (!options_.shuffle) throw Bug("batches: some rows only, of an order that is none");
  if (rows == only_) return;
  only_ = std::move(rows);
  order_.clear();
}

void Batches::start(int64_t epoch) {
  const bool same = !order_.empty() && (epoch == epoch_ || (!options_.shuffle && options_.classes.empty()));
  epoch_ = epoch;
  batch_ = 0;
  chosen_ = {};
  if (windows_) return windows_->start(epoch);
  if (same) return;
  if (!options_.classes.empty()) {
    order_ = balanced(epoch);
  } else if (options_.shuffle) {
    order_ = Random(options_.seed, "shuffle", static_cast<uint64_t>(epoch)).permutation(rows());
    if (!only_.empty())
      for (int64_t& row : order_) row = only_[static_cast<size_t>(row)];
  } else {
    order_.resize(static_cast<size_t>(rows_));
    std::iota(order_.begin(), order_.end(), 0);
  }
}

/// One row of each class after the other; a class that is used up is shuffled and begun again.
std::vector<int64_t> Batches::balanced(int64_t epoch) const {
  std::map<int32_t, std::vector<int64_t>> rows_of;
  for (int64_t i = 0; i < rows(); ++i) {
    const int64_t row = only_.empty() ? i : only_[static_cast<size_t>(i)];
    rows_of[options_.classes[static_cast<size_t>(row)]].push_back(row);
  }
  Random random(options_.seed, "balanced", static_cast<uint64_t>(epoch));
  std::vector<std::vector<int64_t>> left(rows_of.size());
  std::vector<int64_t> order;
  const int64_t wanted = rows();
  while (static_cast<int64_t>(order.size()) < wanted) {
    size_t at = 0;
    for (const auto& [label, rows] : rows_of) {
      std::vector<int64_t>& pile = left[at++];
      if (pile.empty())
        for (const int64_t i : random.permutation(static_cast<int64_t>(rows.size())))
          pile.push_back(rows[static_cast<size_t>(i)]);
      if (static_cast<int64_t>(order.size()) < wanted) order.push_back(pile.back());
      pile.pop_back();
    }
  }
  return order;
}

bool Batches::next() {
  if (batch_ >= per_epoch()) {
    chosen_ = {};
    return false;
  }
  const int64_t begin = batch_ * options_.batch_size, end = std::min(rows(), begin + options_.batch_size);
  if (windows_) {
    std::vector<std::byte*> to;
    for (const auto& buffer : buffers_) to.push_back(buffer.get());
    windows_->gather(begin, end, to, order_);
    chosen_ = order_;
    ++batch_;
    return true;
  }
  chosen_ = std::span(order_).subspan(static_cast<size_t>(begin), static_cast<size_t>(end - begin));
  for (size_t i = 0; i < tensors_.size(); ++i) {
    const size_t bytes = tensors_[i].row_bytes();
    std::byte* to = buffers_[i].get();
    if (!options_.shuffle && options_.classes.empty()) {
      std::memcpy(to, tensors_[i].row(begin), bytes * chosen_.size());
      continue;
    }
    for (const int64_t row : chosen_) {
      std::memcpy(to, tensors_[i].row(row), bytes);
      to += bytes;
    }
  }
  ++batch_;
  return true;
}

void Batches::resume(Position position) {
  start(position.epoch);
  batch_ = position.batch;
}

}  // namespace plumb
