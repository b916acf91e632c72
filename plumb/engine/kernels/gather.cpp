// gather, its gradient and one_hot: tables of rows.
#include <algorithm>
#include <cstring>
#include <vector>

#include "plumb/engine/internal/lane.h"
#include "plumb/graph/operators.h"

namespace plumb::engine {
namespace {

// A row that is not there reads as zeros, and its gradient goes nowhere: run() cannot fail, and the feeder checks.
void prepare_gather(Lane& lane, const Group& group) {
  const Node& n = lane.node(group.leader);
  const auto size = static_cast<size_t>(n.in[0].dim(-1)), wanted = static_cast<size_t>(count(n.in[1].shape()));
  const int64_t rows = n.in[0].dim(0);
  const Buffer *table = lane.use(n.in[0]), *numbers = lane.use(n.in[1]), *y = lane.place(n.self);
  lane.call("gather " + text(n.shape()), [=] {
    for (size_t i = 0; i < wanted; ++i) {
      const int32_t row = numbers->ints()[i];
      float* to = y->floats() + i * size;
      if (row < 0 || row >= rows)
        std::fill_n(to, size, 0.0F);
      else
        std::memcpy(to, table->floats() + static_cast<size_t>(row) * size, size * sizeof(float));
    }
  });
}

/// What a shard of the batch makes of the gradient by a large table: the numbers of the rows that it used and what came
/// for each, at the beginning of memory as large as the table. So the table is filled once a step, not in every shard.
struct UsedRows {
  size_t wanted = 0, size = 0;  // numbers of rows, length of a row
  static bool worth(const Shape& numbers, const Shape& table) {
    return count(numbers) * (table[1] + 1) + on_cache_line(1) <= count(table);
  }
  size_t first_vector() const { return static_cast<size_t>(on_cache_line(static_cast<int64_t>(wanted))); }
};

void add_rows(const UsedRows& used, const int32_t* numbers, const float* from, float* table, int64_t rows) {
  for (size_t i = 0; i < used.wanted; ++i, from += used.size) {
    if (numbers[i] < 0 || numbers[i] >= rows) continue;
    float* to = table + static_cast<size_t>(numbers[i]) * used.size;
    for (size_t k = 0; k < used.size; ++k) to[k] += from[k];
  }
}

void prepare_gather_grad(Lane& lane, const Group& group) {  // (rows, dy, like table)
  const Node& n = lane.node(group.leader);
  const UsedRows used{static_cast<size_t>(count(n.in[0].shape())), static_cast<size_t>(n.shape().back())};
  const Buffer *numbers = lane.use(n.in[0]), *dy = lane.use(n.in[1]), *table = lane.place(n.self);
  if (lane.number() > 0 && UsedRows::worth(lane.whole_shape(n.in[0]), n.shape())) {
    lane.call("gather_grad, rows used " + text(n.shape()), [=] {
      std::memcpy(table->ints(), numbers->ints(), used.wanted * sizeof(int32_t));
      std::memcpy(table->floats() + used.first_vector(), dy->floats(), used.wanted * used.size * sizeof(float));
    });
    return;
  }
  lane.call("gather_grad " + text(n.shape()), [=, rows = n.shape()[0]] {
    std::fill_n(table->floats(), static_cast<size_t>(rows) * used.size, 0.0F);
    add_rows(used, numbers->ints(), dy->floats(), table->floats(), rows);
  });
}

// In the order of the rows, so that the bits are those of a batch in one piece. The total may lie over the first share.
void join_used(const Node& n, float* total, const std::vector<Share>& shares) {
  const auto size = static_cast<size_t>(count(n.shape()));
  if (!UsedRows::worth(n.in[0].shape(), n.shape())) {
    if (total != shares[0].data) std::copy_n(shares[0].data, size, total);
    for (size_t s = 1; s < shares.size(); ++s)
      for (size_t i = 0; i < size; ++i) total[i] += shares[s].data[i];
    return;
  }
  static thread_local std::vector<float> first;  // grows once
  const int64_t each = count(n.in[0].shape()) / n.in[0].dim(0);
  for (size_t s = 0; s < shares.size(); ++s) {
    const UsedRows used{static_cast<size_t>(each * shares[s].rows), static_cast<size_t>(n.shape()[1])};
    const float* share = shares[s].data;
    if (s == 0) {
      first.assign(share, share + used.first_vector() + used.wanted * used.size);
      share = first.data();
      std::fill_n(total, size, 0.0F);
    }
    add_rows(used, reinterpret_cast<const int32_t*>(share), share + used.first_vector(), total, n.shape()[0]);
  }
}

void prepare_one_hot(Lane& lane, const Group& group) {  // (labels, like)
  const Node& n = lane.node(group.leader);
  const auto classes = static_cast<size_t>(n.shape().back()), wanted = static_cast<size_t>(count(n.in[0].shape()));
  const Buffer *labels = lane.use(n.in[0]), *y = lane.place(n.self);
  lane.call("one_hot " + text(n.shape()), [=] {
    std::fill_n(y->floats(), wanted * classes, 0.0F);
    for (size_t i = 0; i < wanted; ++i) {
      const int32_t label = labels->ints()[i];
      if (label >= 0 && static_cast<size_t>(label) < classes) y->floats()[i * classes + static_cast<size_t>(label)] = 1;
    }
  });
}

Rows gather_rows(const Node&, const std::vector<Rows>& in) { return in[0] == Rows::none ? Rows::each : Rows::mixed; }
Rows grad_rows(const Node&, const std::vector<Rows>& in) {
  return in[0] == Rows::each && in[1] == Rows::each && in[2] == Rows::none ? Rows::sum : Rows::mixed;
}

[[maybe_unused]] const bool registered[] = {
    add_kernel("gather", {.prepare = prepare_gather, .rows = gather_rows}),
    add_kernel("gather_grad", {.prepare = prepare_gather_grad, .rows = grad_rows, .join = join_used}),
    add_kernel("one_hot", {.prepare = prepare_one_hot, .rows = each_row}),
};

}  // namespace
}  // namespace plumb::engine
