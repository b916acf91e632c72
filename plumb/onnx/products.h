#pragma once

#include <algorithm>
#include <cstddef>

namespace plumb::onnx {

/// c [m, n] += a [m, k] b [k, n], row major; in strips of columns that stay in registers.
template <class T>
void multiply(const T* a, const T* b, T* c, size_t m, size_t k, size_t n) {
  constexpr size_t strip = 16;
  for (size_t j = 0; j < n; j += strip) {
    const size_t width = std::min(strip, n - j);
    for (size_t i = 0; i < m; ++i) {
      T sum[strip] = {};
      if (width == strip)
        for (size_t p = 0; p < k; ++p)
          for (size_t l = 0; l < strip; ++l) sum[l] += a[i * k + p] * b[p * n + j + l];
      else
        for (size_t p = 0; p < k; ++p)
          for (size_t l = 0; l < width; ++l) sum[l] += a[i * k + p] * b[p * n + j + l];
      for (size_t l = 0; l < width; ++l) c[i * n + j + l] += sum[l];
    }
  }
}

}  // namespace plumb::onnx
