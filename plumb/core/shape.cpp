#include "plumb/core/shape.h"

namespace plumb {

int64_t count(const Shape& shape) {
  int64_t product = 1;
  for (const int64_t size : shape) product *= size;
  return product;
}

std::string text(const Shape& shape) {
  std::string result = "[";
  for (const int64_t size : shape) result += (result.size() > 1 ? ", " : "") + std::to_string(size);
  return result + "]";
}

std::string text(Type type) { return names(type)[static_cast<size_t>(type)]; }

size_t size_of(Type type) {
  constexpr std::array<size_t, 8> bytes{4, 8, 2, 1, 1, 4, 8, 1};
  return bytes[static_cast<size_t>(type)];
}

}  // namespace plumb
