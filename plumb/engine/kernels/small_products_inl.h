// Products of matrices that lie in the cache, called many times: no packing, no threads, blocks of the result in
// registers. Included by *_simd.cpp files, once for each instruction set.
// clang-format off
#if defined(PLUMB_SMALL_PRODUCTS_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef PLUMB_SMALL_PRODUCTS_INL_H
#undef PLUMB_SMALL_PRODUCTS_INL_H
#else
#define PLUMB_SMALL_PRODUCTS_INL_H
#endif
// clang-format on

#include <cstddef>

#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace plumb::engine::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// Operands of c [m, n] (+)= a [m, k] b [k, n]. Element (i, p) of a lies at i * a_row + p * a_column, so a transposed
/// one costs nothing; b and c lie by rows, padded: n counts whole vectors of 16, m is a multiple of 4, and whole blocks
/// are read and written.
struct SmallProduct {
  const float* a;
  size_t a_row, a_column;
  const float* b;
  size_t b_row;
  float* c;
  size_t c_row;
};

template <size_t rows, size_t vectors, class D>
HWY_INLINE void product_block(D d, const SmallProduct& p, const float* a, const float* b, float* c, size_t k,
                              bool add) {
  const size_t lanes = hn::Lanes(d);
  hn::Vec<D> sum[rows][vectors];
#pragma GCC unroll 16
  for (size_t i = 0; i < rows; ++i)
#pragma GCC unroll 16
    for (size_t v = 0; v < vectors; ++v) sum[i][v] = add ? hn::LoadU(d, c + i * p.c_row + v * lanes) : hn::Zero(d);
  // Four rows share a pointer: their places are sums that an address can hold.
  static_assert(rows % 4 == 0);
  const size_t two = 2 * p.a_row, three = 3 * p.a_row;
  const float* at[rows / 4];
#pragma GCC unroll 16
  for (size_t i = 0; i < rows / 4; ++i) at[i] = a + 4 * i * p.a_row;
  for (size_t q = 0; q < k; ++q, b += p.b_row) {
    hn::Vec<D> right[vectors];
#pragma GCC unroll 16
    for (size_t v = 0; v < vectors; ++v) right[v] = hn::LoadU(d, b + v * lanes);
#pragma GCC unroll 16
    for (size_t i = 0; i < rows / 4; ++i) {
      const hn::Vec<D> left[4] = {hn::Set(d, *at[i]), hn::Set(d, at[i][p.a_row]), hn::Set(d, at[i][two]),
                                  hn::Set(d, at[i][three])};
      at[i] += p.a_column;
#pragma GCC unroll 16
      for (size_t j = 0; j < 4; ++j)
#pragma GCC unroll 16
        for (size_t v = 0; v < vectors; ++v) sum[4 * i + j][v] = hn::MulAdd(left[j], right[v], sum[4 * i + j][v]);
    }
  }
#pragma GCC unroll 16
  for (size_t i = 0; i < rows; ++i)
#pragma GCC unroll 16
    for (size_t v = 0; v < vectors; ++v) hn::StoreU(sum[i][v], d, c + i * p.c_row + v * lanes);
}

template <size_t vectors, class D>
HWY_INLINE void product_panel(D d, const SmallProduct& p, size_t column, size_t m, size_t k, bool add) {
  constexpr bool many = HWY_TARGET <= HWY_AVX3;  // 32 registers, or 16
  constexpr size_t tall = (many ? 8 : 4) * (vectors == 1 ? 2 : 1);
  size_t i = 0;
  for (; i + tall <= m; i += tall)
    product_block<tall, vectors>(d, p, p.a + i * p.a_row, p.b + column, p.c + i * p.c_row + column, k, add);
  for (; i < m; i += 4)
    product_block<4, vectors>(d, p, p.a + i * p.a_row, p.b + column, p.c + i * p.c_row + column, k, add);
}

HWY_INLINE void small_product(const SmallProduct& p, size_t m, size_t n, size_t k, bool add) {
  const hn::CappedTag<float, 16> d;
  const size_t lanes = hn::Lanes(d);
  size_t column = 0;
  for (; column + 3 * lanes <= n && column + 4 * lanes != n; column += 3 * lanes)
    product_panel<3>(d, p, column, m, k, add);
  for (; column + 2 * lanes <= n; column += 2 * lanes) product_panel<2>(d, p, column, m, k, add);
  if (column < n) product_panel<1>(d, p, column, m, k, add);
}

}  // namespace plumb::engine::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // PLUMB_SMALL_PRODUCTS_INL_H
