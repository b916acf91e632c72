#pragma once

#include <string>

namespace plumb::testing {

inline std::string octal(size_t value, size_t width) {
  std::string text(width, '0');
  for (size_t i = width; i-- > 0; value /= 8) text[i] = static_cast<char>('0' + value % 8);
  return text;
}

/// A file of a tar archive (ustar); names have at most 100 letters.
inline std::string tar_entry(const std::string& name, const std::string& content) {
  std::string header(512, '\0');
  header.replace(0, name.size(), name);
  header.replace(100, 7, "0000644");
  header.replace(124, 11, octal(content.size(), 11));
  header[156] = '0';
  header.replace(257, 5, "ustar");
  header.replace(263, 2, "00");
  header.replace(148, 8, std::string(8, ' '));
  size_t sum = 0;
  for (const char c : header) sum += static_cast<unsigned char>(c);
  header.replace(148, 7, octal(sum, 6) + '\0');
  return header + content + std::string((512 - content.size() % 512) % 512, '\0');
}

inline std::string tar_end() { return std::string(1024, '\0'); }

}  // namespace plumb::testing
