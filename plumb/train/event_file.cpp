#include "plumb/train/event_file.h"

#include <array>
#include <bit>
#include <cstring>

namespace plumb {
namespace {

constexpr std::array<uint32_t, 256> crc_table() {
  std::array<uint32_t, 256> table{};
  for (uint32_t i = 0; i < 256; ++i) {
    uint32_t c = i;
    for (int bit = 0; bit < 8; ++bit) c = (c & 1) != 0 ? 0x82F63B78U ^ (c >> 1) : c >> 1;
    table[i] = c;
  }
  return table;
}

template <class T>
std::string bytes_of(T value) {
  std::string bytes(sizeof value, '\0');
  std::memcpy(bytes.data(), &value, sizeof value);
  return bytes;
}

std::string varint(uint64_t value) {
  std::string bytes;
  for (; value >= 128; value >>= 7) bytes += static_cast<char>(value | 128);
  return bytes + static_cast<char>(value);
}

// Fields of protobuf: the tag is the number times 8 plus the wire type.
std::string number(int field, uint64_t value) { return varint(static_cast<uint64_t>(field) * 8) + varint(value); }
std::string fixed64(int field, double value) { return varint(static_cast<uint64_t>(field) * 8 + 1) + bytes_of(value); }
std::string fixed32(int field, float value) { return varint(static_cast<uint64_t>(field) * 8 + 5) + bytes_of(value); }
std::string text(int field, std::string_view value) {
  return varint(static_cast<uint64_t>(field) * 8 + 2) + varint(value.size()) + std::string(value);
}

}  // namespace

uint32_t masked_crc32c(std::string_view data) {
  static constexpr auto table = crc_table();
  uint32_t crc = 0xFFFFFFFFU;
  for (const char c : data) crc = table[(crc ^ static_cast<uint8_t>(c)) & 255] ^ (crc >> 8);
  return std::rotr(crc ^ 0xFFFFFFFFU, 15) + 0xA282EAD8U;
}

// Event { double wall_time = 1; int64 step = 2; string file_version = 3; Summary summary = 5; }
std::string event_file_version(double wall_time) { return fixed64(1, wall_time) + text(3, "brain.Event:2"); }

// Summary { repeated Value value = 1; }, Value { string tag = 1; float simple_value = 2; }
std::string scalar_event(double wall_time, int64_t step, std::string_view tag, float value) {
  return fixed64(1, wall_time) + number(2, static_cast<uint64_t>(step)) +
         text(5, text(1, text(1, tag) + fixed32(2, value)));
}

std::string record_of(std::string_view data) {
  const std::string length = bytes_of(static_cast<uint64_t>(data.size()));
  return length + bytes_of(masked_crc32c(length)) + std::string(data) + bytes_of(masked_crc32c(data));
}

}  // namespace plumb
