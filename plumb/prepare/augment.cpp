#include "plumb/prepare/augment.h"

#include <algorithm>
#include <cmath>

#include "plumb/core/error.h"

namespace plumb {
namespace {

Random random_of(const Draws& draws, const std::string& purpose, int64_t row) {
  return {draws.seed, purpose, (static_cast<uint64_t>(draws.epoch) << 40) + static_cast<uint64_t>(row)};
}

/// Two flips in one list draw independently.
std::string purpose_of(const std::vector<Augmentation>& augmentations, size_t place) {
  return fmt::format("augment {} {}", place, augmentations[place].name());
}

}  // namespace

TrainNumbers train_numbers(const TensorRows& rows) {
  const auto columns = static_cast<size_t>(count(rows.row_shape));
  std::vector<double> sums(columns), squares(columns);
  TrainNumbers numbers{.rows = rows, .flags = std::vector<bool>(columns, true)};
  const auto* cell = static_cast<const float*>(rows.data.get());
  const float* first = cell;  // numbers are taken less those of the first row: sums of squares stay exact enough
  for (int64_t row = 0; row < rows.rows; ++row)
    for (size_t c = 0; c < columns; ++c, ++cell) {
      const double x = static_cast<double>(*cell) - static_cast<double>(first[c]);
      sums[c] += x, squares[c] += x * x;
      if (*cell != 0 && *cell != 1) numbers.flags[c] = false;
    }
  const auto n = static_cast<double>(rows.rows);
  for (size_t c = 0; c < columns; ++c)
    numbers.deviations.push_back(std::sqrt(std::max(squares[c] / n - (sums[c] / n) * (sums[c] / n), 0.0)));
  return numbers;
}

void augment(const std::vector<Augmentation>& augmentations, void* batch, const Shape& row_shape, const Draws& draws) {
  require(augmentations.empty() || row_shape.size() == 3,
          "augment: needs images [height, width, channels], not rows of shape {}", row_shape);
  for (size_t place = 0; place < augmentations.size(); ++place) {
    if (!augmentations[place].changes_images()) continue;
    const std::string purpose = purpose_of(augmentations, place);
    ImageSpan image{static_cast<uint8_t*>(batch), row_shape[0], row_shape[1], row_shape[2]};
    for (const int64_t row : draws.rows) {
      Random random = random_of(draws, purpose, row);
      augmentations[place].change(image, random);
      image.pixels += image.size();
    }
  }
}

void augment_numbers(const std::vector<Augmentation>& augmentations, float* batch, const TrainNumbers& train,
                     const Draws& draws) {
  const auto columns = static_cast<size_t>(count(train.rows.row_shape));
  for (size_t place = 0; place < augmentations.size(); ++place) {
    if (!augmentations[place].changes_numbers()) continue;
    const std::string purpose = purpose_of(augmentations, place);
    for (size_t i = 0; i < draws.rows.size(); ++i) {
      Random random = random_of(draws, purpose, draws.rows[i]);
      augmentations[place].change({.cells = {batch + i * columns, columns}, .train = train}, random);
    }
  }
}

void mix_rows(const std::vector<Augmentation>& augmentations, const std::string& input, Type type,
              const Shape& row_shape, void* batch, const Draws& draws, std::span<int64_t> others,
              std::span<float> own) {
  std::vector<const Augmentation*> mixers;
  for (const Augmentation& one : augmentations)
    if (one.mixes()) mixers.push_back(&one);
  if (mixers.empty()) return;
  if (type == Type::s32)
    throw Error("augment: {} mixes numbers and pixels, and input \"{}\" holds codes; take it out of `augment`",
                mixers.front()->name(), input);
  const size_t bytes = static_cast<size_t>(count(row_shape)) * size_of(type), rows = draws.rows.size();
  auto* row = static_cast<std::byte*>(batch);
  const std::vector<std::byte> before(row, row + bytes * rows);
  for (size_t i = 0; i < rows; ++i, row += bytes) {
    Random random = random_of(draws, "mix", draws.rows[i]);
    const Augmentation& mixer = *mixers[random.below(mixers.size())];
    const uint64_t other = random.below(rows);
    others[i] = static_cast<int64_t>(other);
    own[i] = static_cast<float>(mixer.mix({type, row_shape, row, before.data() + other * bytes}, random));
  }
}

}  // namespace plumb
