#include "plumb/data/split_groups.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <unordered_map>

#include "plumb/core/error.h"
#include "plumb/core/hash.h"
#include "plumb/core/random.h"
#include "plumb/data/split.h"

namespace plumb {
namespace {

using Rows = std::vector<int64_t>;

/// How many rows of each class a group has; class 0 is all rows.
std::map<size_t, double> count_classes(const Rows& group, const std::vector<int32_t>& class_of) {
  std::map<size_t, double> counts{{0, static_cast<double>(group.size())}};
  if (!class_of.empty())
    for (const int64_t row : group) ++counts[static_cast<size_t>(class_of[static_cast<size_t>(row)]) + 1];
  return counts;
}

uint64_t key_of(const Column& column, int64_t row, uint64_t seed) {
  if (column.missing(row)) return hash_bytes("missing", 7, seed);
  switch (column.type()) {
    case ColumnType::number:
    case ColumnType::integer:
    case ColumnType::boolean:
    case ColumnType::date_time: {
      const double value = column.number(row) + 0.0;  // 0 and -0 are the same
      return hash_bytes(&value, sizeof value, seed);
    }
    case ColumnType::category:
    case ColumnType::text: {
      const std::string_view text = column.text(row);
      return hash_bytes(text.data(), text.size(), seed);
    }
    case ColumnType::list:
      return hash_bytes(column.list(row).data(), column.list(row).size_bytes(), seed);
    case ColumnType::image:
      return hash_bytes(column.image(row).bytes.data(), column.image(row).bytes.size(), seed);
  }
  return seed;
}

}  // namespace

std::vector<uint64_t> row_keys(const Table& table, const std::vector<std::string>& columns) {
  std::vector<uint64_t> keys(static_cast<size_t>(table.rows()), columns.size());
  for (const std::string& name : columns) {
    const Column& column = table.at(name);
    for (int64_t row = 0; row < table.rows(); ++row) {
      uint64_t& key = keys[static_cast<size_t>(row)];
      key = key_of(column, row, key);
    }
  }
  return keys;
}

std::vector<Rows> groups_by_cell(const Table& table, const std::string& column) {
  const Column& cells = table.at(column);
  std::map<std::string, Rows> groups;
  for (int64_t row = 0; row < table.rows(); ++row) {
    if (cells.missing(row))
      throw Error("split: column \"{}\", row {}: no group; fill the cell, or leave the row out", column, row + 1);
    groups[cells.shown(row)].push_back(row);
  }
  std::vector<Rows> result;
  for (auto& [word, rows] : groups) result.push_back(std::move(rows));
  return result;
}

std::vector<Rows> groups_by_content(const Table& table, const std::vector<std::string>& columns) {
  std::unordered_map<uint64_t, size_t> place;
  std::vector<Rows> groups;
  const auto keys = row_keys(table, columns);
  for (size_t row = 0; row < keys.size(); ++row) {
    const auto [found, fresh] = place.emplace(keys[row], groups.size());
    if (fresh) groups.emplace_back();
    groups[found->second].push_back(static_cast<int64_t>(row));
  }
  return groups;
}

std::vector<Rows> deal(std::vector<Rows> groups, const std::vector<double>& shares,
                       const std::vector<int32_t>& class_of, uint64_t seed) {
  const Rows order = Random(seed, "split").permutation(static_cast<int64_t>(groups.size()));
  std::vector<size_t> by_size(order.begin(), order.end());
  std::stable_sort(by_size.begin(), by_size.end(),
                   [&](size_t a, size_t b) { return groups[a].size() > groups[b].size(); });
  std::map<size_t, double> all;
  for (const Rows& group : groups)
    for (const auto& [c, count] : count_classes(group, class_of)) all[c] += count;
  const double whole = std::accumulate(shares.begin(), shares.end(), 0.0);
  std::vector<std::map<size_t, double>> have(shares.size());
  std::vector<Rows> parts(shares.size());
  for (const size_t g : by_size) {
    const auto counts = count_classes(groups[g], class_of);
    size_t best = 0;
    double least = 0;
    for (size_t p = 0; p < parts.size(); ++p) {
      if (shares[p] <= 0) continue;
      double growth = 0;  // of the sum in the header; the other parts' terms stay
      for (const auto& [c, count] : counts) {
        const double over = have[p][c] - shares[p] / whole * all[c];
        growth += count * (2 * over + count) / (all[c] * all[c]);
      }
      if (shares[best] <= 0 || p == best || growth < least) {
        best = p;
        least = growth;
      }
    }
    for (const auto& [c, count] : counts) have[best][c] += count;
    parts[best].insert(parts[best].end(), groups[g].begin(), groups[g].end());
  }
  for (Rows& part : parts) std::sort(part.begin(), part.end());
  return parts;
}

}  // namespace plumb
