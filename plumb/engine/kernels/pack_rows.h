#pragma once

#include <vector>

#include "plumb/engine/internal/lane.h"

/// A packed gradient of which some parts are sums over rows of large tables (embeddings): never written down as a
/// whole.
///
/// `pack` with such a `gather_grad` as part becomes `pack_rows` of the row numbers and of what came for them: a source,
/// which whoever reads it (the optimizer's pass over the flat buffer) makes tile by tile. Shards neither fill nor add
/// tables, and sums are made in the order of the batch, whatever the shards.
namespace plumb::engine {

/// One looked up row: where it begins in the flat buffer, how wide it is, and what came for it.
struct RowGradient {
  int64_t at = 0;
  const float* from = nullptr;
  size_t width = 0;
};

/// A part of the flat buffer.
struct PackedPart {
  int64_t offset = 0, elements = 0;
  int64_t table_rows = 0;   // 0: dense, or zeros where there is no memory
  Value codes{}, values{};  // of a table; of a dense part values alone
};
std::vector<PackedPart> packed_parts(const Node& pack_rows);

/// Sorts by place what came for rows; equal ones stay in the order of the batch. Rows that are not there are left out.
void list_rows(const PackedPart& part, const int32_t* codes, const float* values, std::vector<RowGradient>& to);

}  // namespace plumb::engine
