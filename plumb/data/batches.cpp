#include "plumb/data/batches.h"

#include <algorithm>
#include <chrono>
#include <cstring>
#include <map>
#include <numeric>
#include <system_error>

#include "plumb/core/beside.h"
#include "plumb/core/error.h"
#include "plumb/core/random.h"

namespace plumb {
namespace {

using Clock = std::chrono::steady_clock;
constexpr double worth_a_thread = 200e-6;  // seconds

}  // namespace

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
  }
  make_room(now_);
  if (options_.drop_last && rows_ < options_.batch_size)
    throw Error("{} rows do not fill one batch of {}; set a smaller `batch_size`", rows_, options_.batch_size);
  if (blocks) windows_.emplace(std::move(blocks), options_.shuffle, options_.seed);
  start(0);
}

void Batches::make_room(Buffers& buffers) const {
  for (const TensorRows& tensor : tensors_) {
    const size_t bytes = std::max<size_t>(1, tensor.row_bytes() * static_cast<size_t>(options_.batch_size));
    buffers.data.emplace_back(new (std::align_val_t{64}) std::byte[bytes]());
  }
}

int64_t Batches::batches_of(int64_t rows) const {
  return (rows + (options_.drop_last ? 0 : options_.batch_size - 1)) / options_.batch_size;
}

void Batches::only(std::vector<int64_t> rows) {
  if (!options_.shuffle) throw Bug("batches: some rows only, of an order that is none");
  if (rows == only_) return;
  drop_ahead();
  only_ = std::move(rows);
  order_.clear();
}

void Batches::start(int64_t epoch) {
  drop_ahead();
  const bool same = !order_.empty() && (epoch == epoch_ || (!options_.shuffle && options_.classes.empty()));
  epoch_ = epoch;
  batch_ = 0;
  now_.chosen = {};
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

void Batches::gather(int64_t batch, Buffers& to) {
  const int64_t begin = batch * options_.batch_size, end = std::min(rows(), begin + options_.batch_size);
  if (windows_) {
    std::vector<std::byte*> data;
    for (const auto& buffer : to.data) data.push_back(buffer.get());
    windows_->gather(begin, end, data, to.numbers);
    to.chosen = to.numbers;
    return;
  }
  to.chosen = std::span(order_).subspan(static_cast<size_t>(begin), static_cast<size_t>(end - begin));
  for (size_t i = 0; i < tensors_.size(); ++i) {
    const size_t bytes = tensors_[i].row_bytes();
    std::byte* at = to.data[i].get();
    if (!options_.shuffle && options_.classes.empty()) {
      std::memcpy(at, tensors_[i].row(begin), bytes * to.chosen.size());
      continue;
    }
    for (const int64_t row : to.chosen) {
      std::memcpy(at, tensors_[i].row(row), bytes);
      at += bytes;
    }
  }
}

void Batches::change_each(Change change) {
  drop_ahead();
  change_ = std::move(change);
}

void Batches::make(int64_t batch, Buffers& to) {
  gather(batch, to);
  if (!change_) return;
  const auto start = Clock::now();
  std::vector<void*> data;
  for (const auto& buffer : to.data) data.push_back(buffer.get());
  change_({.data = data, .chosen = to.chosen, .epoch = epoch_});
  seconds_to_change_ = std::chrono::duration<double>(Clock::now() - start).count();
}

void Batches::make_ahead() {
  if (!change_ || ahead_.valid() || seconds_to_change_ < worth_a_thread || batch_ >= per_epoch()) return;
  if (next_.data.empty()) make_room(next_);
  try {
    ahead_ = beside([this] { make(batch_, next_); });
  } catch (const std::system_error&) {  // the system gives no more threads: it is made when it is asked for
  }
}

/// Copied, since plans read a batch where it always was; that is little beside what changing it took.
void Batches::take_ahead() {
  ahead_.get();
  std::swap(now_.numbers, next_.numbers);
  now_.chosen = next_.chosen;
  for (size_t i = 0; i < tensors_.size(); ++i)
    std::memcpy(now_.data[i].get(), next_.data[i].get(), tensors_[i].row_bytes() * now_.chosen.size());
}

void Batches::drop_ahead() {
  if (ahead_.valid()) ahead_.wait();
  ahead_ = {};
}

bool Batches::next() {
  if (batch_ >= per_epoch()) {
    now_.chosen = {};
    return false;
  }
  if (ahead_.valid())
    take_ahead();
  else
    make(batch_, now_);
  ++batch_;
  return true;
}

void Batches::resume(Position position) {
  start(position.epoch);
  batch_ = position.batch;
}

}  // namespace plumb
