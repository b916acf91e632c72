// gather, its gradient and one_hot: tables of rows.
#include <algorithm>
#include <cstring>

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

void prepare_gather_grad(Lane& lane, const Group& group) {  // (rows, dy, like table)
  const Node& n = lane.node(group.leader);
  const auto size = static_cast<size_t>(n.shape().back()), wanted = static_cast<size_t>(count(n.in[0].shape()));
  const int64_t rows = n.shape()[0];
  const Buffer *numbers = lane.use(n.in[0]), *dy = lane.use(n.in[1]), *table = lane.place(n.self);
  lane.call("gather_grad " + text(n.shape()), [=] {
    std::fill_n(table->floats(), static_cast<size_t>(rows) * size, 0.0F);
    for (size_t i = 0; i < wanted; ++i) {
      const int32_t row = numbers->ints()[i];
      if (row < 0 || row >= rows) continue;
      float* to = table->floats() + static_cast<size_t>(row) * size;
      const float* from = dy->floats() + i * size;
      for (size_t k = 0; k < size; ++k) to[k] += from[k];
    }
  });
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
    add_kernel("gather_grad", {.prepare = prepare_gather_grad, .rows = grad_rows}),
    add_kernel("one_hot", {.prepare = prepare_one_hot, .rows = each_row}),
};

}  // namespace
}  // namespace plumb::engine
