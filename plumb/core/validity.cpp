#include "plumb/core/validity.h"

#include <algorithm>

#include "plumb/core/error.h"

namespace plumb {

Validity::Validity(const std::vector<bool>& flags) : cells_(flags.size()) {
  if (std::find(flags.begin(), flags.end(), false) == flags.end()) return;
  std::vector<uint8_t> bits((flags.size() + 7) / 8);
  for (size_t i = 0; i < flags.size(); ++i)
    if (flags[i]) bits[i / 8] = static_cast<uint8_t>(bits[i / 8] | 1u << (i % 8));
  bits_ = std::move(bits);
}

void Validity::check(size_t size) const {
  const bool flags = cells_ == size, bitmap = bits_.size() == (size + 7) / 8 && cells_ == 8 * bits_.size();
  if (cells_ > 0 && !flags && !bitmap) throw Bug("column: validity of another length than the values");
}

}  // namespace plumb
