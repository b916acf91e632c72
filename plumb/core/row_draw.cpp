#include "plumb/core/row_draw.h"

#include "plumb/core/random.h"

namespace plumb {

double draw_of_row(uint64_t seed, uint32_t purpose, int64_t row) {
  const auto number = static_cast<uint64_t>(row);
  const auto bits = philox({static_cast<uint32_t>(number), static_cast<uint32_t>(number >> 32), purpose, 0},
                           {static_cast<uint32_t>(seed), static_cast<uint32_t>(seed >> 32)});
  return static_cast<double>(uint64_t{bits[0] >> 5} << 26 | bits[1] >> 6) * 0x1p-53;
}

}  // namespace plumb
