#include "plumb/prepare/target_folds.h"

#include <algorithm>
#include <map>

#include "plumb/core/random.h"

namespace plumb {

std::vector<int64_t> plain_folds(int64_t rows, int64_t folds, bool shuffled, uint64_t seed) {
  std::vector<int64_t> order = Random(seed, "target_encode").permutation(rows), result(static_cast<size_t>(rows));
  int64_t next = 0;
  for (int64_t fold = 0; fold < folds; ++fold)
    for (int64_t left = rows / folds + (fold < rows % folds); left > 0; --left, ++next)
      result[static_cast<size_t>(shuffled ? order[static_cast<size_t>(next)] : next)] = fold;
  return result;
}

std::vector<int64_t> stratified_folds(const std::vector<size_t>& classes, int64_t folds, bool shuffled, uint64_t seed) {
  std::map<size_t, size_t> appearance;  // classes in the order in which they appear
  std::vector<size_t> codes;
  for (const size_t code : classes) codes.push_back(appearance.emplace(code, appearance.size()).first->second);
  // Rows sorted by class are dealt out in turn; so each fold's share of each class is known.
  auto sorted = codes;
  std::sort(sorted.begin(), sorted.end());
  std::vector<std::vector<int64_t>> dealt(appearance.size(), std::vector<int64_t>(static_cast<size_t>(folds)));
  for (size_t i = 0; i < sorted.size(); ++i) ++dealt[sorted[i]][i % static_cast<size_t>(folds)];
  std::vector<std::vector<int64_t>> of_class(appearance.size());
  for (size_t code = 0; code < dealt.size(); ++code) {
    for (size_t fold = 0; fold < dealt[code].size(); ++fold)
      of_class[code].insert(of_class[code].end(), static_cast<size_t>(dealt[code][fold]), static_cast<int64_t>(fold));
    if (!shuffled) continue;
    const auto order = Random(seed, "target_encode", code).permutation(std::ssize(of_class[code]));
    auto mixed = of_class[code];
    for (size_t i = 0; i < mixed.size(); ++i) mixed[i] = of_class[code][static_cast<size_t>(order[i])];
    of_class[code] = std::move(mixed);
  }
  std::vector<size_t> next(appearance.size());
  std::vector<int64_t> result;
  for (const size_t code : codes) result.push_back(of_class[code][next[code]++]);
  return result;
}

}  // namespace plumb
