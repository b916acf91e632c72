#pragma once

#if defined(__x86_64__)
#include <xmmintrin.h>
#endif

namespace plumb::engine {

/// While it lives, denormal numbers count as zero in this thread: those of tiny gradients' second moments cost a
/// hundred times others and mean nothing.
class FlushDenormals {
 public:
  FlushDenormals() = default;
  FlushDenormals(const FlushDenormals&) = delete;
  FlushDenormals& operator=(const FlushDenormals&) = delete;
#if defined(__x86_64__)
  ~FlushDenormals() { _mm_setcsr(old_); }

 private:
  static unsigned set() {
    const unsigned old = _mm_getcsr();
    _mm_setcsr(old | 0x8040);
    return old;
  }
  unsigned old_ = set();
#endif
};

}  // namespace plumb::engine
