#pragma once

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace plumb {

/// Sizes of a tensor, outermost first; `{}` is a scalar. Dimension 0 of an activation is the batch.
using Shape = std::vector<int64_t>;

/// Number of elements: the product of the sizes, 1 for a scalar.
int64_t count(const Shape& shape);

/// "[128, 28, 28, 1]", for messages.
std::string text(const Shape& shape);

/// Element types of tensors.
enum class Type : uint8_t { f32, f64, bf16, u8, s8, s32, s64, boolean };
constexpr auto names(Type) { return std::array{"f32", "f64", "bf16", "u8", "s8", "s32", "s64", "boolean"}; }
std::string text(Type type);

/// Bytes of one element.
size_t size_of(Type type);

}  // namespace plumb

template <>
struct fmt::formatter<plumb::Shape> {
  constexpr auto parse(fmt::format_parse_context& context) { return context.begin(); }
  auto format(const plumb::Shape& shape, fmt::format_context& context) const {
    const std::string words = plumb::text(shape);
    return std::copy(words.begin(), words.end(), context.out());
  }
};
