#include "plumb/data/text_input.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

#include "plumb/core/unicode.h"
#include "plumb/data/gzip.h"

namespace plumb {
namespace {

std::string from_latin1(std::string_view bytes) {
  std::string text;
  text.reserve(bytes.size() + bytes.size() / 8);
  for (const char c : bytes) unicode::append(text, static_cast<unsigned char>(c));
  return text;
}

std::string from_utf16(std::string_view bytes, bool little, const std::string& name) {
  if (bytes.size() % 2 != 0) throw Error("{}: is UTF-16 with an odd number of bytes; it is cut off", name);
  const auto unit = [&](size_t i) {
    const auto a = static_cast<unsigned char>(bytes[i]), b = static_cast<unsigned char>(bytes[i + 1]);
    return static_cast<uint32_t>(little ? b << 8 | a : a << 8 | b);
  };
  std::string text;
  text.reserve(bytes.size());
  for (size_t i = 0; i < bytes.size(); i += 2) {
    uint32_t c = unit(i);
    const uint32_t next = i + 3 < bytes.size() ? unit(i + 2) : 0;
    if (c >= 0xD800 && c < 0xDC00 && next >= 0xDC00 && next < 0xE000) {
      c = 0x10000 + ((c - 0xD800) << 10) + (next - 0xDC00);
      i += 2;
    }
    if (c >= 0xD800 && c < 0xE000)
      throw Error("{}: half of a UTF-16 pair at byte {}; save the file again", name, i + 2);
    unicode::append(text, c);
  }
  return text;
}

/// Where the text stops being UTF-8, or its size.
size_t valid_utf8(std::string_view text) {
  const auto byte = [&](size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
  const auto follows = [&](size_t i) { return (byte(i) & 0xC0) == 0x80; };
  size_t i = 0;
  while (i < text.size()) {
    uint64_t eight = 0;
    if (i + 8 <= text.size() && (std::memcpy(&eight, text.data() + i, 8), (eight & 0x8080808080808080ULL) == 0)) {
      i += 8;
      continue;
    }
    const unsigned c = byte(i);
    size_t length = 0;
    if (c < 0x80) length = 1;
    if (c >= 0xC2 && c < 0xE0 && follows(i + 1)) length = 2;
    if (c >= 0xE0 && c < 0xF0 && follows(i + 1) && follows(i + 2)) length = 3;
    if (c >= 0xF0 && c < 0xF5 && follows(i + 1) && follows(i + 2) && follows(i + 3)) length = 4;
    if (length == 0) return i;
    i += length;
  }
  return text.size();
}

int64_t line_of(std::string_view text, size_t place) {
  return 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(place), '\n');
}

}  // namespace

void check_text(std::string_view text, const std::string& name, int64_t first_line) {
  if (const size_t place = text.find('\0'); place != std::string::npos)
    throw Error("{}:{}: a NUL byte: this is not plain text; give a text file, or set `encoding: utf-16`", name,
                first_line - 1 + line_of(text, place));
  if (const size_t place = valid_utf8(text); place < text.size())
    throw Error("{}:{}: the byte 0x{:02X} is not UTF-8; save the file as UTF-8, or set `encoding: latin1`", name,
                first_line - 1 + line_of(text, place), static_cast<unsigned>(static_cast<unsigned char>(text[place])));
}

std::string decode_text(std::string bytes, Encoding encoding, const std::string& name) {
  std::string text;
  if (bytes.starts_with("\xEF\xBB\xBF")) {
    text = bytes.substr(3);
  } else if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) {
    text = from_utf16(std::string_view(bytes).substr(2), bytes[0] == '\xFF', name);
  } else if (encoding == Encoding::utf_16) {
    text = from_utf16(bytes, true, name);
  } else {
    text = encoding == Encoding::latin1 ? from_latin1(bytes) : std::move(bytes);
  }
  check_text(text, name);
  if (text.find_first_not_of(" \t\r\n") == std::string::npos)
    throw Error("{}: the file is empty; give one with rows", name);
  if (text.find('\n') == std::string::npos) std::replace(text.begin(), text.end(), '\r', '\n');
  if (text.back() != '\n') text += '\n';
  return text;
}

std::string read_text(const Path& path, Encoding encoding) {
  return decode_text(read_unpacked(path), encoding, path.string());
}

}  // namespace plumb
