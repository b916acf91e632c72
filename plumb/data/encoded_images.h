#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "plumb/core/column.h"

namespace plumb {

/// A column of images in the making: the bytes of their files, which `decode_image` decodes later.
///
///     EncodedImages images;
///     images.add(read_file("a.png"), "a.png");
///     images.add_missing("row 2");
///     table.set("scan", images.finish());
class EncodedImages {
 public:
  void reserve(size_t bytes) { bytes_.reserve(bytes); }
  int64_t size() const { return static_cast<int64_t>(names_.size()); }
  /// `name`: for messages about what cannot be decoded.
  void add(std::string_view content, std::string name) { append(content, std::move(name), true); }
  void add_missing(std::string name) { append("", std::move(name), false); }
  Column finish() {
    std::vector<std::array<int64_t, 3>> shapes(names_.size(), {0, 0, 0});
    return Column::images(std::move(bytes_), std::move(offsets_), std::move(shapes), std::move(valid_),
                          std::move(names_));
  }

 private:
  void append(std::string_view content, std::string name, bool is_there) {
    bytes_.insert(bytes_.end(), content.begin(), content.end());
    offsets_.push_back(static_cast<int64_t>(bytes_.size()));
    valid_.push_back(is_there);
    names_.push_back(std::move(name));
  }

  std::vector<uint8_t> bytes_ = {};
  std::vector<int64_t> offsets_ = {0};
  std::vector<bool> valid_ = {};
  std::vector<std::string> names_ = {};
};

}  // namespace plumb
