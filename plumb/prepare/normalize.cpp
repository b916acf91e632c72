#include "plumb/prepare/normalize.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "plumb/prepare/images.h"
#include "plumb/prepare/selection.h"

namespace plumb {
namespace {

[[maybe_unused]] const bool registered = registry<Step>().add<Normalize>();

struct Moments {
  std::vector<double> mean, std;
};

/// Of each channel, from how often each of the 256 values comes; exact.
Moments moments(const Rows& train, const std::string& column, int64_t channels) {
  const auto width = static_cast<size_t>(channels);
  std::vector<std::array<int64_t, 256>> counts(width);
  for (const Table& chunk : train.chunks()) {
    const Column& images = chunk.at(column);
    for (int64_t row = 0; row < images.size(); ++row) {
      if (images.missing(row)) continue;
      const ImageView image = images.image(row);
      require(!image.encoded() && image.channels == channels,
              "normalize: column \"{}\" has encoded images, or not all of {} channels; put `decode_image` before it",
              column, channels);
      for (size_t at = 0; at < image.bytes.size(); ++at) ++counts[at % width][image.bytes[at]];
    }
  }
  Moments result;
  for (const auto& of_channel : counts) {
    double n = 0, sum = 0, squares = 0;
    for (size_t value = 0; value < 256; ++value) {
      const auto v = static_cast<double>(value), times = static_cast<double>(of_channel[value]);
      n += times, sum += times * v, squares += times * v * v;
    }
    const double middle = sum / n;
    result.mean.push_back(middle);
    result.std.push_back(std::sqrt(std::max(squares / n - middle * middle, 0.0)));
  }
  return result;
}

double at(const std::vector<double>& values, size_t channel, double fallback) {
  return values.empty() ? fallback : values[values.size() == 1 ? 0 : channel];
}

}  // namespace

void Normalize::check(Problems& problems) const {
  if (learn && !(mean.empty() && std.empty())) problems.add("learn", "learns `mean` and `std`; do not give them too");
  if (mean.size() > 1 && std.size() > 1 && mean.size() != std.size())
    problems.add("std",
                 fmt::format("has {} numbers, but `mean` has {}; give one for each channel", std.size(), mean.size()));
}

Normalize::State Normalize::fit(const Rows& train, const StepContext& context) const {
  State state;
  const Table& first = train.chunks().at(0);
  for (const auto& column : select(name, columns, first, context, fits_images)) {
    const int64_t channels = first_image(name, column, first.at(column)).channels;
    for (const auto* given : {&mean, &std})
      require(given->size() <= 1 || static_cast<int64_t>(given->size()) == channels,
              "normalize: {} numbers for the {} channels of column \"{}\"; give one, or one for each", given->size(),
              channels, column);
    Moments learned{mean, std};
    if (learn) {
      learned = moments(train, column, channels);
      for (double& x : learned.mean) x *= scale;
      for (double& x : learned.std) x = x > 0 ? x * scale : 1;
    }
    Scaled scaled{.column = column};
    const size_t width = std::max({learned.mean.size(), learned.std.size(), size_t{1}});
    for (size_t c = 0; c < width; ++c) {
      const double spread = at(learned.std, c, 1);
      scaled.scale.push_back(scale / spread);
      scaled.shift.push_back(-at(learned.mean, c, 0) / spread);
    }
    state.scaled.push_back(std::move(scaled));
  }
  return state;
}

Table Normalize::apply(const State&, Table rows, const StepContext&) const { return rows; }

void Normalize::hint(const State& state, std::map<std::string, ColumnHints>& hints) const {
  for (const Scaled& scaled : state.scaled) {
    hints[scaled.column].scale = scaled.scale;
    hints[scaled.column].shift = scaled.shift;
  }
}

}  // namespace plumb
