// PGM and PPM, as text (P2, P3) and as bytes (P5, P6): magic, width, height, largest value, then the values.
#include <algorithm>

#include "plumb/core/error.h"
#include "plumb/data/image_codec.h"

namespace plumb {
namespace {

class Reader {
 public:
  explicit Reader(std::span<const uint8_t> bytes) : rest_(bytes.subspan(2)) {}

  /// The next number; blanks and comments (`# …` to the end of the line) before it do not count.
  int64_t number() {
    while (!rest_.empty() && (is_blank(rest_[0]) || rest_[0] == '#')) {
      if (rest_[0] == '#')
        while (!rest_.empty() && rest_[0] != '\n') drop(1);
      else
        drop(1);
    }
    if (rest_.empty()) throw Error("it ends too early");
    int64_t value = 0;
    bool any = false;
    while (!rest_.empty() && rest_[0] >= '0' && rest_[0] <= '9' && value < 1'000'000'000) {
      value = value * 10 + (rest_[0] - '0');
      any = true;
      drop(1);
    }
    if (!any) throw Error("a number is expected where there is none");
    return value;
  }

  std::span<const uint8_t> after_blank() const { return rest_.empty() ? rest_ : rest_.subspan(1); }

 private:
  static bool is_blank(uint8_t c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
  void drop(size_t n) { rest_ = rest_.subspan(n); }
  std::span<const uint8_t> rest_;
};

bool recognises(std::span<const uint8_t> bytes) {
  return bytes.size() > 2 && bytes[0] == 'P' &&
         (bytes[1] == '2' || bytes[1] == '3' || bytes[1] == '5' || bytes[1] == '6');
}

Pixels decode(std::span<const uint8_t> bytes) {
  Reader reader(bytes);
  const bool colour = bytes[1] == '3' || bytes[1] == '6', plain = bytes[1] <= '3';
  Pixels pixels{.channels = colour ? 3 : 1};
  pixels.width = reader.number();
  pixels.height = reader.number();
  const int64_t largest = reader.number();
  internal::check_image_size(pixels.height, pixels.width);
  if (largest < 1 || largest > 65535) throw Error("its largest value is {}, not one from 1 to 65535", largest);
  const auto count = static_cast<size_t>(pixels.height * pixels.width * pixels.channels);
  const auto scaled = [&](int64_t value) {
    return static_cast<uint8_t>((std::min(value, largest) * 255 + largest / 2) / largest);
  };
  if (plain) {
    // Two bytes a value is the least that text needs: checked before so much memory is asked for.
    if (count > bytes.size()) throw Error("it ends too early");
    pixels.bytes.reserve(count);
    for (size_t i = 0; i < count; ++i) pixels.bytes.push_back(scaled(reader.number()));
    return pixels;
  }
  const std::span<const uint8_t> values = reader.after_blank();
  const size_t width = largest > 255 ? 2 : 1;
  if (values.size() < count * width) throw Error("it has {} of {} bytes", values.size(), count * width);
  pixels.bytes.assign(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(count));
  if (largest == 255) return pixels;
  for (size_t i = 0; i < count; ++i)
    pixels.bytes[i] = scaled(width == 1 ? values[i] : values[2 * i] * 256 + values[2 * i + 1]);
  return pixels;
}

[[maybe_unused]] const bool added = add_image_codec({"PGM or PPM", {".pgm", ".ppm", ".pnm"}, recognises, decode});

}  // namespace
}  // namespace plumb
