#pragma once

#include "plumb/core/form.h"

namespace plumb {

/// An amount of memory as people write it: `500M`, `2G`, `1.5 GB`, or a plain number of bytes. Steps are of 1024.
struct ByteSize {
  double bytes = 0;
};

template <>
struct Form<ByteSize> {
  static std::optional<ByteSize> read(const Entry& entry, Problems& problems);
  static Entry write(const ByteSize& value);
  static Entry schema();
  static std::string words() { return "amount of memory, e.g. 2G"; }
};

}  // namespace plumb
