#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "plumb/core/files.h"

namespace plumb {

/// How text lies in a file. A byte-order mark (UTF-8, UTF-16) always counts, whatever is said here.
enum class Encoding { utf_8, latin1, utf_16 };
constexpr auto names(Encoding) { return std::array{"utf-8", "latin1", "utf-16"}; }

/// The whole file as UTF-8 that ends with a line feed; unpacked where it is gzip; lines that end with CR alone end with
/// LF. A file that is empty, holds NUL bytes or is not of its encoding is an Error that says what to write.
std::string read_text(const Path& path, Encoding encoding = Encoding::utf_8);

/// The same from bytes that were read already; `name` is for messages.
std::string decode_text(std::string bytes, Encoding encoding, const std::string& name);

/// An Error where a text holds NUL bytes or is not UTF-8. `first_line`: the number of its first line, for the message.
void check_text(std::string_view text, const std::string& name, int64_t first_line = 1);

}  // namespace plumb
