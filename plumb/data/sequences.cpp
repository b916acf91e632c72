#include "plumb/data/sequences.h"

#include <algorithm>

#include "plumb/core/error.h"

namespace plumb {
namespace {

TensorRows rows_of(const std::string& name, const Column& lists, Shape shape, std::vector<int32_t> values) {
  auto owner = std::make_shared<const std::vector<int32_t>>(std::move(values));
  return {name, Type::s32, std::move(shape), {owner, owner->data()}, lists.size()};
}

std::span<const double> list_of(const std::string& name, const Column& lists, int64_t row) {
  if (lists.missing(row)) throw Error("column \"{}\" has a gap in row {}; drop the row", name, row + 1);
  return lists.list(row);
}

}  // namespace

TensorRows sequence_rows(const std::string& name, const Column& lists, int64_t length) {
  const auto size = static_cast<size_t>(length);
  std::vector<int32_t> codes(static_cast<size_t>(lists.size()) * size);
  for (int64_t row = 0; row < lists.size(); ++row) {
    const std::span<const double> cells = list_of(name, lists, row);
    int32_t* to = codes.data() + static_cast<size_t>(row) * size;
    for (size_t i = 0; i < std::min(cells.size(), size); ++i) to[i] = static_cast<int32_t>(cells[i]);
  }
  return rows_of(name, lists, {length}, std::move(codes));
}

TensorRows length_rows(const std::string& name, const Column& lists, int64_t length) {
  std::vector<int32_t> lengths;
  for (int64_t row = 0; row < lists.size(); ++row)
    lengths.push_back(
        static_cast<int32_t>(std::min<int64_t>(static_cast<int64_t>(list_of(name, lists, row).size()), length)));
  return rows_of(name, lists, {}, std::move(lengths));
}

}  // namespace plumb
