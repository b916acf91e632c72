#include "plumb/engine/kernels/broadcast.h"

#include <algorithm>
#include <cstring>

namespace plumb::engine {

Broadcast::Broadcast(const Shape& larger, const Over& over) {
  for (size_t axis = 0; axis < larger.size(); ++axis) {
    const auto size = static_cast<size_t>(larger[axis]);
    if (size == 1) continue;
    const bool repeated =
        over.axes.empty() || std::find(over.axes.begin(), over.axes.end(), static_cast<int>(axis)) != over.axes.end();
    if (!dims.empty() && dims.back().kept == !repeated)
      dims.back().size *= size;
    else
      dims.push_back({size, !repeated});
  }
}

size_t Broadcast::source(size_t e) const {
  size_t at = 0, stride = 1;
  for (size_t i = dims.size(); i-- > 0;) {
    if (dims[i].kept) {
      at += e % dims[i].size * stride;
      stride *= dims[i].size;
    }
    e /= dims[i].size;
  }
  return at;
}

/// x, of `size` elements, over and over: one period, then what is there is doubled.
static void repeat(const float* x, size_t size, float* out, size_t first, size_t n) {
  const size_t begin = first % size, period = std::min(size, n);
  const size_t head = std::min(size - begin, period);
  std::memcpy(out, x + begin, head * sizeof(float));
  std::memcpy(out + head, x, (period - head) * sizeof(float));
  for (size_t done = period; done < n;) {
    const size_t more = std::min(done, n - done);
    std::memcpy(out + done, out, more * sizeof(float));
    done += more;
  }
}

void expand_into(const Broadcast& b, const float* x, float* out, size_t first, size_t n) {
  if (b.dims.size() == 2 && b.dims[1].kept) return repeat(x, b.dims[1].size, out, first, n);
  const bool copies = !b.dims.empty() && b.dims.back().kept;
  const size_t inner = b.inner();
  for (size_t e = first, end = first + n; e < end;) {
    const size_t run = std::min(inner - e % inner, end - e);
    const float* from = x + b.source(e);
    if (copies)
      std::memcpy(out, from, run * sizeof(float));
    else
      std::fill_n(out, run, *from);
    out += run;
    e += run;
  }
}

}  // namespace plumb::engine
