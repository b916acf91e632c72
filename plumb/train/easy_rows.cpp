#include "plumb/train/easy_rows.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "plumb/core/random.h"

namespace plumb {

std::vector<int64_t> easiest(std::span<const float> losses, int64_t wanted) {
  std::vector<int64_t> rows(losses.size());
  std::iota(rows.begin(), rows.end(), 0);
  const auto loss_of = [&](int64_t row) {
    const float loss = losses[static_cast<size_t>(row)];
    return std::isnan(loss) ? INFINITY : loss;
  };
  std::sort(rows.begin(), rows.end(),
            [&](int64_t a, int64_t b) { return loss_of(a) != loss_of(b) ? loss_of(a) < loss_of(b) : a < b; });
  rows.resize(static_cast<size_t>(wanted));
  std::sort(rows.begin(), rows.end());
  return rows;
}

EasyRows::EasyRows(const Network& network, const std::vector<TrainTarget>& targets,
                   const std::vector<TargetLoss>& losses, const TrainRows& rows, const TrainSettings& settings,
                   int64_t batch_size, Precision precision, States& states)
    : settings_(settings),
      states_(states),
      rows_(rows.targets.at(0).rows),
      scorer_(network, targets, losses, rows, settings, batch_size, precision, states) {}

std::vector<int64_t> EasyRows::choose(int64_t epoch, int64_t wanted, bool begun) {
  if (epoch > 0) return easiest(losses(begun), wanted);
  std::vector<int64_t> rows = Random(settings_.seed, "curriculum").permutation(rows_);
  rows.resize(static_cast<size_t>(wanted));
  std::sort(rows.begin(), rows.end());
  return rows;
}

std::span<const float> EasyRows::losses(bool begun) {
  float* kept = states_.at("row_losses", {rows_}, Type::f32).floats();
  if (!begun) std::ranges::copy(scorer_.row_losses(), kept);
  return {kept, static_cast<size_t>(rows_)};
}

}  // namespace plumb
