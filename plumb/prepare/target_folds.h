#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace plumb {

/// Which of `folds` folds each row is in, by scikit-learn's rules: KFold where there are no classes, StratifiedKFold
/// where each row has one. `shuffled` deals rows by chance, decided by the seed.
std::vector<int64_t> plain_folds(int64_t rows, int64_t folds, bool shuffled, uint64_t seed);
std::vector<int64_t> stratified_folds(const std::vector<size_t>& classes, int64_t folds, bool shuffled, uint64_t seed);

}  // namespace plumb
