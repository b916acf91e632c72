#include "plumb/prepare/blur.h"

#include <algorithm>
#include <cmath>

namespace plumb {
namespace {

[[maybe_unused]] const bool registered = registry<Augmentation>().add<Blur>();

std::vector<double> bell(double sigma, int64_t size) {
  std::vector<double> weights;
  double sum = 0;
  for (int64_t i = 0; i < size; ++i) {
    const double distance = static_cast<double>(i - size / 2) / sigma;
    weights.push_back(std::exp(-0.5 * distance * distance));
    sum += weights.back();
  }
  for (double& weight : weights) weight /= sum;
  return weights;
}

int64_t mirrored(int64_t at, int64_t size) {
  if (size == 1) return 0;
  const int64_t period = 2 * (size - 1), place = ((at % period) + period) % period;
  return place < size ? place : period - place;
}

/// Along one axis, in runs of `length` pixels; `stride` numbers from one pixel of a run to the next.
void blur_axis(std::vector<double>& values, const std::vector<double>& weights, int64_t length, int64_t stride) {
  const int64_t reach = std::ssize(weights) / 2;
  std::vector<double> run(static_cast<size_t>(length));
  for (int64_t block = 0; block < std::ssize(values); block += length * stride)
    for (int64_t line = block; line < block + stride; ++line) {
      for (int64_t i = 0; i < length; ++i) {
        double sum = 0;
        for (int64_t k = -reach; k <= reach; ++k)
          sum += weights[static_cast<size_t>(k + reach)] *
                 values[static_cast<size_t>(line + mirrored(i + k, length) * stride)];
        run[static_cast<size_t>(i)] = sum;
      }
      for (int64_t i = 0; i < length; ++i) values[static_cast<size_t>(line + i * stride)] = run[static_cast<size_t>(i)];
    }
}

}  // namespace

void gaussian_blur(ImageSpan image, double sigma, int64_t size) {
  std::vector<double> values(image.pixels, image.pixels + image.size());
  const std::vector<double> weights = bell(sigma, size);
  blur_axis(values, weights, image.height, image.width * image.channels);
  blur_axis(values, weights, image.width, image.channels);
  for (size_t i = 0; i < values.size(); ++i)
    image.pixels[i] = static_cast<uint8_t>(std::clamp(std::nearbyint(values[i]), 0.0, 255.0));
}

void Blur::check(Problems& problems) const {
  if (size % 2 == 0) problems.add("size", fmt::format("must be odd, got {}; write {} or {}", size, size - 1, size + 1));
  if (low > high) problems.add("low", fmt::format("is {}, above `high`, which is {}; swap them", low, high));
}

void Blur::change(ImageSpan image, Random& random) const {
  if (random.uniform() >= probability) return;
  gaussian_blur(image, random.uniform(low, high), size);
}

}  // namespace plumb
