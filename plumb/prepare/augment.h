#pragma once

#include <concepts>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "plumb/core/random.h"
#include "plumb/core/registry.h"
#include "plumb/data/tensors.h"

namespace plumb {

/// One image of a batch, to be changed in place: pixels row by row, channels last.
struct ImageSpan {
  uint8_t* pixels = nullptr;
  int64_t height = 0, width = 0, channels = 0;
  size_t size() const { return static_cast<size_t>(height * width * channels); }
};

struct ImageSize {
  int64_t height = 0, width = 0;
  bool operator==(const ImageSize&) const = default;
};

/// What is known of a table of numbers that a batch is drawn from: all its train rows, and what they show.
struct TrainNumbers {
  TensorRows rows = {};                 // f32 [rows, columns]
  std::vector<double> deviations = {};  // of each column
  std::vector<bool> flags = {};         // whether a column holds nothing but 0 and 1
};
TrainNumbers train_numbers(const TensorRows& rows);

/// The numbers of one row of a batch, to be changed in place.
struct NumbersSpan {
  std::span<float> cells;
  const TrainNumbers& train;
};

/// One row of a batch and another of the same batch, not yet mixed, that it is mixed with in place.
struct MixedRows {
  Type type;  // u8 (images) or f32
  const Shape& row_shape;
  void* row;
  const void* other;
};

/// What a type must offer to be an augmentation, beside options, name, summary and describe: one of these three. The
/// same draws give the same result.
///
///     void change(ImageSpan image, Random& random) const;      // of images
///     void change(NumbersSpan row, Random& random) const;      // of tables
///     double mix(MixedRows rows, Random& random) const;        // which share of the row is still its own
///
/// One of images that leaves less of them also says how much: the middle of what `change` left.
///
///     ImageSize kept(ImageSize image) const;
template <class A>
concept ChangesImages = requires(const A augmentation, ImageSpan image, Random& random) {
  augmentation.change(image, random);
};
template <class A>
concept ChangesNumbers = requires(const A augmentation, NumbersSpan row, Random& random) {
  augmentation.change(row, random);
};
template <class A>
concept MixesRows = requires(const A augmentation, MixedRows rows, Random& random) {
  { augmentation.mix(rows, random) } -> std::same_as<double>;
};
template <class A>
concept AugmentationKind = ChangesImages<A> || ChangesNumbers<A> || MixesRows<A>;

/// A random change of train rows, as a value. Acts on batches while training, never on other rows, and is no part of
/// what is saved or exported.
class Augmentation : public Component {
 public:
  static constexpr auto sort = "augmentation";

  template <AugmentationKind Kind>
  Augmentation(Kind kind)  // NOLINT: implicit by design
      : Component(kind) {
    if constexpr (ChangesImages<Kind>) image_ = [kind](ImageSpan image, Random& random) { kind.change(image, random); };
    if constexpr (requires { kind.kept(ImageSize()); }) kept_ = [kind](ImageSize image) { return kind.kept(image); };
    if constexpr (ChangesNumbers<Kind>)
      numbers_ = [kind](NumbersSpan row, Random& random) { kind.change(row, random); };
    if constexpr (MixesRows<Kind>) mix_ = [kind](MixedRows rows, Random& random) { return kind.mix(rows, random); };
  }
  bool changes_images() const { return image_ != nullptr; }
  bool changes_numbers() const { return numbers_ != nullptr; }
  bool mixes() const { return mix_ != nullptr; }
  ImageSize kept(ImageSize image) const { return kept_ ? kept_(image) : image; }
  void change(ImageSpan image, Random& random) const { image_(image, random); }
  void change(NumbersSpan row, Random& random) const { numbers_(row, random); }
  double mix(MixedRows rows, Random& random) const { return mix_(rows, random); }

 private:
  std::function<void(ImageSpan, Random&)> image_;
  std::function<ImageSize(ImageSize)> kept_;
  std::function<void(NumbersSpan, Random&)> numbers_;
  std::function<double(MixedRows, Random&)> mix_;
};

/// Which rows of the train set a batch holds, and what every draw for them follows from.
struct Draws {
  std::span<const int64_t> rows;
  uint64_t seed = 0;
  int64_t epoch = 0;
};

/// Changes the images of a batch, some at a time on threads of their own: u8 [rows, height, width, channels]. What
/// happens to an image depends on the seed, the epoch and its row in the train set alone, so neither threads, batches
/// nor a resume change a draw.
///
///     for (batches.start(epoch); batches.next();)
///       augment(augmentations, batches.data(0), {28, 28, 1}, {batches.chosen(), seed, epoch});
///
/// Where less is kept of an image (random_crop), that is its middle, and what comes later acts on it alone.
void augment(const std::vector<Augmentation>& augmentations, void* batch, const Shape& row_shape, const Draws& draws);

/// What they keep of an image: its height and width, where some cut.
ImageSize kept_by(const std::vector<Augmentation>& augmentations, ImageSize image);

/// The same for a table: f32 [rows, columns].
void augment_numbers(const std::vector<Augmentation>& augmentations, float* batch, const TrainNumbers& train,
                     const Draws& draws);

/// Mixes each row of a batch with another of the same batch, in place: with whom goes to `others`, and which share of
/// it is still its own to `own`. Of several augmentations that mix, each row draws one. Beside the seed, the epoch and
/// the row, this depends on which rows the batch holds.
void mix_rows(const std::vector<Augmentation>& augmentations, const std::string& input, Type type,
              const Shape& row_shape, void* batch, const Draws& draws, std::span<int64_t> others, std::span<float> own);

}  // namespace plumb
