#include "plumb/prepare/augment.h"

#include <algorithm>
#include <cmath>

#include "plumb/core/error.h"
#include "plumb/core/parallel.h"
#include "plumb/prepare/image_middle.h"

namespace plumb {
namespace {

constexpr int64_t bytes_of_a_part = 64 << 10;  // of images; a thread of its own for less takes longer than it saves

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
  std::vector<std::string> purposes;
  for (size_t place = 0; place < augmentations.size(); ++place) purposes.push_back(purpose_of(augmentations, place));
  const auto change = [&](const ImageSpan& whole, int64_t row) {
    ImageSpan image = whole;
    std::vector<uint8_t> kept;  // the middle, once there is less than the whole
    for (size_t place = 0; place < augmentations.size(); ++place) {
      if (!augmentations[place].changes_images()) continue;
      Random random = random_of(draws, purposes[place], row);
      augmentations[place].change(image, random);
      const ImageSize size = augmentations[place].kept({image.height, image.width});
      if (size == ImageSize{image.height, image.width}) continue;
      kept = take_middle(image, size);
      image = {kept.data(), size.height, size.width, whole.channels};
    }
    if (!kept.empty()) put_middle(whole, kept.data(), {image.height, image.width});
  };
  const int64_t rows = std::ssize(draws.rows), bytes = count(row_shape);
  const int64_t parts = std::clamp<int64_t>(rows * bytes / bytes_of_a_part, 1, parallel_threads());
  in_parallel(parts, [&](int64_t part) {  // each row draws by its own number, so parts change nothing
    for (int64_t i = rows * part / parts; i < rows * (part + 1) / parts; ++i)
      change({static_cast<uint8_t*>(batch) + i * bytes, row_shape[0], row_shape[1], row_shape[2]},
             draws.rows[static_cast<size_t>(i)]);
  });
}

ImageSize kept_by(const std::vector<Augmentation>& augmentations, ImageSize image) {
  for (const Augmentation& augmentation : augmentations) image = augmentation.kept(image);
  return image;
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

namespace {

void mix_whole_rows(const std::vector<const Augmentation*>& mixers, Type type, const Shape& row_shape, std::byte* batch,
                    const Draws& draws, std::span<int64_t> others, std::span<float> own) {
  const size_t bytes = static_cast<size_t>(count(row_shape)) * size_of(type), rows = draws.rows.size();
  const std::vector<std::byte> before(batch, batch + bytes * rows);
  for (size_t i = 0; i < rows; ++i) {
    Random random = random_of(draws, "mix", draws.rows[i]);
    const Augmentation& mixer = *mixers[random.below(mixers.size())];
    const uint64_t other = random.below(rows);
    others[i] = static_cast<int64_t>(other);
    own[i] = static_cast<float>(mixer.mix({type, row_shape, batch + i * bytes, before.data() + other * bytes}, random));
  }
}

/// The middles of all images of a batch, one after the other.
std::vector<uint8_t> take_middles(const std::vector<ImageSpan>& images, ImageSize size) {
  std::vector<uint8_t> middles;
  for (const ImageSpan& image : images) {
    const std::vector<uint8_t> one = take_middle(image, size);
    middles.insert(middles.end(), one.begin(), one.end());
  }
  return middles;
}

}  // namespace

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
  const bool images = type == Type::u8 && row_shape.size() == 3;
  const ImageSize whole = images ? ImageSize{row_shape[0], row_shape[1]} : ImageSize{};
  const ImageSize part = images ? kept_by(augmentations, whole) : whole;
  if (part == whole) return mix_whole_rows(mixers, type, row_shape, static_cast<std::byte*>(batch), draws, others, own);
  std::vector<ImageSpan> spans;
  ImageSpan image{static_cast<uint8_t*>(batch), row_shape[0], row_shape[1], row_shape[2]};
  for (size_t i = 0; i < draws.rows.size(); ++i, image.pixels += image.size()) spans.push_back(image);
  std::vector<uint8_t> middles = take_middles(spans, part);
  const Shape shape{part.height, part.width, row_shape[2]};
  mix_whole_rows(mixers, type, shape, reinterpret_cast<std::byte*>(middles.data()), draws, others, own);
  for (size_t i = 0; i < spans.size(); ++i)
    put_middle(spans[i], middles.data() + i * static_cast<size_t>(count(shape)), part);
}

}  // namespace plumb
