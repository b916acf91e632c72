#include "plumb/data/row_windows.h"

#include <algorithm>
#include <cstring>
#include <numeric>

#include "plumb/core/beside.h"
#include "plumb/core/error.h"
#include "plumb/core/parallel.h"
#include "plumb/core/random.h"

namespace plumb {

/// The order of an epoch: its blocks, and where windows begin in it.
struct RowWindows::Plan {
  int64_t epoch = 0;
  std::vector<int64_t> order;       // of the blocks
  std::vector<size_t> first_block;  // of each window, in that order; one more at the end
  std::vector<int64_t> first_row;   // likewise
  std::vector<int64_t> number_of;   // of the first row of each block, by its number
};

struct RowWindows::Window {
  int64_t epoch = 0;
  size_t index = 0;
  int64_t begin = 0, end = 0;  // rows of the epoch's order
  std::vector<std::vector<TensorRows>> blocks;
  struct Place {
    uint32_t block, row;
  };
  std::vector<Place> places;  // in the order in which they are handed out
  std::vector<int64_t> first_number;
};

RowWindows::RowWindows(std::shared_ptr<const RowBlocks> blocks, bool shuffle, uint64_t seed)
    : blocks_(std::move(blocks)), shuffle_(shuffle), seed_(seed) {}
RowWindows::~RowWindows() = default;
RowWindows::RowWindows(RowWindows&&) noexcept = default;

std::shared_ptr<const RowWindows::Plan> RowWindows::plan_of(int64_t epoch) const {
  auto plan = std::make_shared<Plan>();
  plan->epoch = epoch;
  const std::vector<int64_t>& rows = blocks_->rows;
  const auto count = static_cast<int64_t>(rows.size());
  if (shuffle_) {
    plan->order = Random(seed_, "order of blocks", static_cast<uint64_t>(epoch)).permutation(count);
  } else {
    plan->order.resize(rows.size());
    std::iota(plan->order.begin(), plan->order.end(), 0);
  }
  plan->number_of.assign(rows.size(), 0);
  std::exclusive_scan(rows.begin(), rows.end(), plan->number_of.begin(), int64_t{0});
  int64_t here = 0, all = 0;
  for (size_t i = 0; i < plan->order.size(); ++i) {
    const int64_t more = rows[static_cast<size_t>(plan->order[i])];
    if (i == 0 || (here > 0 && here + more > blocks_->shuffled)) {
      plan->first_block.push_back(i);
      plan->first_row.push_back(all);
      here = 0;
    }
    here += more;
    all += more;
  }
  plan->first_block.push_back(plan->order.size());
  plan->first_row.push_back(all);
  return plan;
}

void RowWindows::start(int64_t epoch) {
  if (!plan_ || plan_->epoch != epoch) plan_ = plan_of(epoch);
}

namespace {

template <class Plan, class Window>
std::unique_ptr<Window> read_window(const RowBlocks& blocks, const Plan& plan, size_t index, bool shuffle,
                                    uint64_t seed) {
  auto window = std::make_unique<Window>();
  window->epoch = plan.epoch;
  window->index = index;
  window->begin = plan.first_row[index];
  window->end = plan.first_row[index + 1];
  const size_t first = plan.first_block[index];
  window->blocks.resize(plan.first_block[index + 1] - first);
  in_parallel(static_cast<int64_t>(window->blocks.size()), [&](int64_t i) {
    const int64_t block = plan.order[first + static_cast<size_t>(i)];
    const int64_t rows = blocks.rows[static_cast<size_t>(block)];
    if (rows == 0) return;
    for (const TensorRows& tensor : window->blocks[static_cast<size_t>(i)] = blocks.read(block))
      if (tensor.rows != rows)
        throw Error("{} rows of \"{}\" came where there were {} before; leave files alone while they are used",
                    tensor.rows, tensor.name, rows);
  });
  std::vector<typename Window::Place> in_order;
  for (size_t i = 0; i < window->blocks.size(); ++i) {
    const auto block = static_cast<size_t>(plan.order[first + i]);
    window->first_number.push_back(plan.number_of[block]);
    for (int64_t row = 0; row < blocks.rows[block]; ++row)
      in_order.push_back({static_cast<uint32_t>(i), static_cast<uint32_t>(row)});
  }
  if (!shuffle) {
    window->places = std::move(in_order);
    return window;
  }
  const uint64_t draw = static_cast<uint64_t>(plan.epoch) << 32 | index;
  for (const int64_t i : Random(seed, "shuffle window", draw).permutation(static_cast<int64_t>(in_order.size())))
    window->places.push_back(in_order[static_cast<size_t>(i)]);
  return window;
}

}  // namespace

void RowWindows::read_ahead(int64_t epoch, size_t window) {
  next_epoch_ = epoch;
  next_window_ = window;
  const auto plan = plan_->epoch == epoch ? plan_ : plan_of(epoch);
  next_ = beside([blocks = blocks_, plan, window, shuffle = shuffle_, seed = seed_] {
    return read_window<Plan, Window>(*blocks, *plan, window, shuffle, seed);
  });
}

const RowWindows::Window& RowWindows::window_at(int64_t row) {
  if (now_ && now_->epoch == plan_->epoch && row >= now_->begin && row < now_->end) return *now_;
  const auto after = std::upper_bound(plan_->first_row.begin(), plan_->first_row.end(), row);
  const auto index = static_cast<size_t>(after - plan_->first_row.begin()) - 1;
  // Windows without a row share their beginning with the next one, and only that holds the row.
  now_.reset();
  if (next_.valid() && next_epoch_ == plan_->epoch && next_window_ == index) {
    now_ = next_.get();
  } else {
    if (next_.valid()) next_.wait();
    now_ = read_window<Plan, Window>(*blocks_, *plan_, index, shuffle_, seed_);
  }
  const size_t windows = plan_->first_block.size() - 1;
  if (index + 1 < windows)
    read_ahead(plan_->epoch, index + 1);
  else if (windows > 1)
    read_ahead(plan_->epoch + (shuffle_ ? 1 : 0), 0);
  return *now_;
}

void RowWindows::gather(int64_t begin, int64_t end, std::span<std::byte* const> to, std::vector<int64_t>& numbers) {
  numbers.clear();
  std::vector<std::byte*> at(to.begin(), to.end());
  for (int64_t row = begin; row < end; ++row) {
    const Window& window = window_at(row);
    const Window::Place place = window.places[static_cast<size_t>(row - window.begin)];
    const std::vector<TensorRows>& tensors = window.blocks[place.block];
    for (size_t i = 0; i < at.size(); ++i) {
      const size_t bytes = tensors[i].row_bytes();
      std::memcpy(at[i], tensors[i].row(place.row), bytes);
      at[i] += bytes;
    }
    numbers.push_back(window.first_number[place.block] + place.row);
  }
}

}  // namespace plumb
