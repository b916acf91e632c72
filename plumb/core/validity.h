#pragma once

#include <cstdint>
#include <initializer_list>
#include <vector>

#include "plumb/core/shared_span.h"

namespace plumb {

/// Which cells of a column are there: one bit a cell, the least bit of a byte first, as in Arrow. Empty: all are.
///
///     Validity flags = {true, false, true};                        // a flag a cell, packed
///     Validity foreign(SharedSpan<uint8_t>({bitmap, bytes}, array));     // shared; bits behind the last cell may be
///     any
class Validity {
 public:
  Validity() = default;
  Validity(const std::vector<bool>& flags);
  Validity(std::initializer_list<bool> flags) : Validity(std::vector<bool>(flags)) {}
  explicit Validity(SharedSpan<uint8_t> bits) : bits_(std::move(bits)), cells_(8 * bits_.size()) {}

  bool all() const { return bits_.empty(); }
  bool operator[](int64_t row) const {
    return bits_.empty() || (bits_[static_cast<size_t>(row) / 8] >> (row % 8) & 1) != 0;
  }
  /// The bitmap; empty where all cells are there.
  std::span<const uint8_t> bits() const { return bits_; }
  /// A Bug unless this fits so many cells.
  void check(size_t size) const;

 private:
  SharedSpan<uint8_t> bits_ = {};
  size_t cells_ = 0;  // how many it was given for, up to those of the last byte
};

}  // namespace plumb
