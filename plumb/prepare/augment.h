#pragma once

#include <concepts>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "plumb/core/random.h"
#include "plumb/core/registry.h"
#include "plumb/core/shape.h"

namespace plumb {

/// One image of a batch, to be changed in place: pixels row by row, channels last.
struct ImageSpan {
  uint8_t* pixels = nullptr;
  int64_t height = 0, width = 0, channels = 0;
  size_t size() const { return static_cast<size_t>(height * width * channels); }
};

/// What a type must offer to be an augmentation, beside options, name, summary and describe: one image changed by what
/// `random` draws. The same draws give the same image.
template <class A>
concept AugmentationKind = requires(const A augmentation, ImageSpan image, Random& random) {
  { A::name } -> std::convertible_to<std::string_view>;
  augmentation.change(image, random);
};

/// A random change of train images, as a value. Acts on batches while training, never on other rows, and is no part of
/// what is saved or exported.
class Augmentation : public Component {
 public:
  static constexpr auto sort = "augmentation";

  template <AugmentationKind Kind>
  Augmentation(Kind kind)  // NOLINT: implicit by design
      : Component(kind), change_([kind](ImageSpan image, Random& random) { kind.change(image, random); }) {}
  void change(ImageSpan image, Random& random) const { change_(image, random); }

 private:
  std::function<void(ImageSpan, Random&)> change_;
};

/// Changes the images of a batch, one after another: u8 [rows, height, width, channels]. What happens to an image
/// depends on the seed, the epoch and its row in the train set alone, so neither threads, batches nor a resume change a
/// draw.
///
///     for (batches.start(epoch); batches.next();)
///       augment(augmentations, batches.data(0), {28, 28, 1}, batches.chosen(), seed, epoch);
void augment(const std::vector<Augmentation>& augmentations, void* batch, const Shape& row_shape,
             std::span<const int64_t> rows, uint64_t seed, int64_t epoch);

}  // namespace plumb
