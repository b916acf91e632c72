#include "plumb/task/tensor_slices.h"

#include <algorithm>
#include <cstring>

namespace plumb {
namespace {

constexpr int64_t rows_at_a_time = 8192;

/// Tensors behind each other.
TensorRows joined(const std::vector<const TensorRows*>& parts) {
  if (parts.size() == 1) return *parts.front();
  TensorRows all = *parts.front();
  all.rows = 0;
  for (const TensorRows* part : parts) all.rows += part->rows;
  auto bytes = std::make_shared<std::vector<std::byte>>(all.row_bytes() * static_cast<size_t>(all.rows));
  std::byte* to = bytes->data();
  for (const TensorRows* part : parts) {
    const size_t size = part->row_bytes() * static_cast<size_t>(part->rows);
    if (size > 0) std::memcpy(to, part->data.get(), size);
    to += size;
  }
  all.data = std::shared_ptr<const void>(bytes, bytes->data());
  return all;
}

}  // namespace

TrainRows tensors_by_slices(const Trained& trained, const Dataset& rows) {
  std::vector<TrainRows> slices;
  for (int64_t begin = 0; begin == 0 || begin < rows.rows(); begin += rows_at_a_time)
    slices.push_back(
        tensors_of(trained, rows.with(rows.table.slice(begin, std::min(begin + rows_at_a_time, rows.rows())))));
  TrainRows all;
  const auto join_all = [&](auto member) {
    for (size_t i = 0; i < (slices.front().*member).size(); ++i) {
      std::vector<const TensorRows*> parts;
      for (const TrainRows& slice : slices) parts.push_back(&(slice.*member)[i]);
      (all.*member).push_back(joined(parts));
    }
  };
  join_all(&TrainRows::inputs);
  join_all(&TrainRows::targets);
  for (const TrainRows& slice : slices)
    all.weights.insert(all.weights.end(), slice.weights.begin(), slice.weights.end());
  return all;
}

}  // namespace plumb
