// Attention by heads. With K^T and V of a head beside each other in the cache, a block of queries at a time makes its
// scores, their exponentials and its part of the result; the derivative goes the same way and collects dK and dV.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "plumb/engine/kernels/attention_simd.cpp"
#include "hwy/foreach_target.h"

#include <algorithm>
#include <cmath>

#include "hwy/contrib/math/math-inl.h"
#include "hwy/highway.h"
#include "plumb/engine/kernels/attention.h"
#include "plumb/engine/kernels/loops.h"
#include "plumb/engine/kernels/small_products_inl.h"

HWY_BEFORE_NAMESPACE();
namespace plumb::engine::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;
using D = hn::CappedTag<float, 16>;

constexpr size_t block = 32;  // queries

constexpr size_t up(size_t n, size_t to) { return (n + to - 1) / to * to; }

// Memory of one head; matrices are padded to whole vectors of 16 and blocks of 4 rows.
struct Places {
  float *kt, *vt;        // [size, time]
  float *k, *v;          // [time, size]
  float *dk, *dv;        // [time, size]
  float *q, *dy, *y;     // [block, size]
  float *p, *dp, *kept;  // [block, time]
  float* factors;        // [block, time], not padded
};

// The floats that they take; `begin` may be null to ask for that alone.
size_t lay_out(const AttentionWork& w, bool backward, float* begin, Places& places) {
  const size_t time = up(w.time, 16), size = up(w.size, 16);
  size_t taken = 0;
  const auto take = [&](size_t n) {
    float* here = begin ? begin + taken : nullptr;
    taken += up(n, 16);
    return here;
  };
  places.kt = take(w.size * time);
  places.v = take(time * size);
  places.q = take(block * size);
  places.y = take(block * size);
  places.p = take(block * time);
  places.factors = w.below > 0 ? take(block * w.time + 16) : nullptr;
  if (backward) {
    places.vt = take(w.size * time);
    places.k = take(time * size);
    places.dk = take(time * size);
    places.dv = take(time * size);
    places.dy = take(block * size);
    places.dp = take(block * time);
    places.kept = w.below > 0 ? take(block * time) : places.p;
  }
  return taken;
}

// to [rows padded, size padded] = factor * from [rows, size], zeros around.
HWY_INLINE void copy_rows(const float* from, size_t from_row, size_t rows, size_t size, float factor, float* to) {
  const D d;
  const size_t lanes = hn::Lanes(d), padded = up(size, 16);
  const auto by = hn::Set(d, factor);
  size_t r = 0;
  for (; r < rows; ++r, from += from_row, to += padded) {
    size_t i = 0;
    for (; i + lanes <= size; i += lanes) hn::StoreU(hn::Mul(hn::LoadU(d, from + i), by), d, to + i);
    for (; i < size; ++i) to[i] = from[i] * factor;
    for (; i < padded; ++i) to[i] = 0;
  }
  std::fill_n(to, (up(rows, 4) - rows) * padded, 0.0F);
}

// to [size, rows padded] = from [rows, size] transposed, zeros in the padding. Blocks of four by four: gathering is
// several times slower.
HWY_INLINE void copy_transposed(const float* from, size_t from_row, size_t rows, size_t size, size_t padded,
                                float* to) {
  const hn::FixedTag<float, 4> d;
  size_t r = 0;
  for (; r + 4 <= rows; r += 4) {
    const float* x = from + r * from_row;
    size_t i = 0;
    for (; i + 4 <= size; i += 4) {
      const auto x0 = hn::LoadU(d, x + i), x1 = hn::LoadU(d, x + from_row + i);
      const auto x2 = hn::LoadU(d, x + 2 * from_row + i), x3 = hn::LoadU(d, x + 3 * from_row + i);
      const auto even = hn::InterleaveLower(d, x0, x2), odd = hn::InterleaveLower(d, x1, x3);
      const auto even_up = hn::InterleaveUpper(d, x0, x2), odd_up = hn::InterleaveUpper(d, x1, x3);
      float* y = to + i * padded + r;
      hn::StoreU(hn::InterleaveLower(d, even, odd), d, y);
      hn::StoreU(hn::InterleaveUpper(d, even, odd), d, y + padded);
      hn::StoreU(hn::InterleaveLower(d, even_up, odd_up), d, y + 2 * padded);
      hn::StoreU(hn::InterleaveUpper(d, even_up, odd_up), d, y + 3 * padded);
    }
    for (; i < size; ++i)
      for (size_t k = 0; k < 4; ++k) to[i * padded + r + k] = x[k * from_row + i];
  }
  for (size_t i = 0; i < size; ++i) {
    for (size_t k = r; k < rows; ++k) to[i * padded + k] = from[k * from_row + i];
    std::fill_n(to + i * padded + rows, up(rows, 16) - rows, 0.0F);
  }
}

// x becomes exp(x - largest) for the first n of `padded` cells, 0 for the others; returns their sum.
HWY_INLINE float exponentials(float* x, size_t n, size_t padded) {
  const D d;
  const size_t lanes = hn::Lanes(d);
  auto most = hn::Set(d, x[0]);
  size_t i = 0;
  for (; i + lanes <= n; i += lanes) most = hn::Max(most, hn::LoadU(d, x + i));
  if (i < n) most = hn::Max(most, hn::IfThenElse(hn::FirstN(d, n - i), hn::LoadU(d, x + i), most));
  const auto high = hn::MaxOfLanes(d, most);
  auto sum = hn::Zero(d);
  for (i = 0; i < n; i += lanes) {
    const auto below = hn::Sub(hn::LoadU(d, x + i), high);
    auto e = hn::IfThenElse(hn::Eq(below, below), hn::Exp(d, below), below);  // what is no number stays none
    if (i + lanes > n) e = hn::IfThenElseZero(hn::FirstN(d, n - i), e);
    hn::StoreU(e, d, x + i);
    sum = hn::Add(sum, e);
  }
  for (; i < padded; i += lanes) hn::StoreU(hn::Zero(d), d, x + i);
  return hn::GetLane(hn::SumOfLanes(d, sum));
}

// What a block of queries sees: keys from `begin` on, in whose count all else is.
struct Block {
  size_t first, queries, rows;  // rows: queries and padding
  size_t begin, keys, padded;   // seen by any of them
  Block(const AttentionWork& w, size_t from, size_t length)
      : first(from),
        queries(std::min(block, length - from)),
        rows(up(queries, 4)),
        begin(first_of(w, from) / 16 * 16),
        keys(end_of(w, from + queries - 1, length) - begin),
        padded(up(keys, 16)) {}
  // Those of query i; padding sees what the last query does.
  size_t hidden(const AttentionWork& w, size_t i) const { return first_of(w, query(i)) - begin; }
  size_t seen(const AttentionWork& w, size_t i) const { return end_of(w, query(i), begin + keys) - begin; }

 private:
  size_t query(size_t i) const { return first + std::min(i, queries - 1); }
  static size_t first_of(const AttentionWork& w, size_t query) {
    return w.window > 0 && query >= w.window ? query + 1 - w.window : 0;
  }
  static size_t end_of(const AttentionWork& w, size_t query, size_t most) {
    return std::min(w.causal ? query + 1 : w.window > 0 ? query + w.window : most, most);
  }
};

// p becomes exponentials, sums[i] their sum by query.
HWY_INLINE void scores(const AttentionWork& w, const Block& b, const Places& at, const float* q, size_t q_row,
                       float* sums) {
  constexpr float never = -1e30F;  // a score whose exponential is 0
  const size_t time = up(w.time, 16), size = up(w.size, 16);
  copy_rows(q, q_row, b.queries, w.size, 1 / std::sqrt(static_cast<float>(w.size)), at.q);
  small_product({at.q, size, 1, at.kt + b.begin, time, at.p, time}, b.rows, b.padded, w.size, false);
  for (size_t i = 0; i < b.rows; ++i) {
    std::fill_n(at.p + i * time, b.hidden(w, i), never);
    sums[i] = exponentials(at.p + i * time, b.seen(w, i), b.padded);
  }
}

// The factors of dropout for the block: row i of them at factors + i * time.
HWY_INLINE void draw(const AttentionWork& w, const Block& b, size_t row, size_t head, uint32_t step, float* factors) {
  const uint64_t query = ((w.first_row + row) * w.heads + head) * w.time + b.first;
  random_factors(factors, query * w.time, b.queries * w.time, w.below, w.factor, w.seed, w.stream, step);
}

HWY_INLINE void multiply(const float* a, const float* b, size_t n, float* y) {
  const D d;
  const size_t lanes = hn::Lanes(d);
  size_t i = 0;
  for (; i + lanes <= n; i += lanes) hn::StoreU(hn::Mul(hn::LoadU(d, a + i), hn::LoadU(d, b + i)), d, y + i);
  for (; i < n; ++i) y[i] = a[i] * b[i];
}

// Rows of a result out of their padded place, each times its factor.
HWY_INLINE void put_rows(const float* from, size_t rows, size_t size, const float* factors, float* to, size_t to_row) {
  const D d;
  const size_t lanes = hn::Lanes(d), padded = up(size, 16);
  for (size_t r = 0; r < rows; ++r, from += padded, to += to_row) {
    const float factor = factors ? factors[r] : 1;
    const auto by = hn::Set(d, factor);
    size_t i = 0;
    for (; i + lanes <= size; i += lanes) hn::StoreU(hn::Mul(hn::LoadU(d, from + i), by), d, to + i);
    for (; i < size; ++i) to[i] = from[i] * factor;
  }
}

HWY_INLINE void clear_rows(float* to, size_t to_row, size_t from, size_t rows, size_t size) {
  for (size_t r = from; r < rows; ++r) std::fill_n(to + r * to_row, size, 0.0F);
}

void head_forward(const AttentionWork& w, const Places& at, const float* qkv, size_t length, size_t row, size_t head,
                  uint32_t step, float* y) {
  const size_t width = w.width(), in_row = 3 * width, time = up(w.time, 16), size = up(w.size, 16);
  copy_transposed(qkv + width, in_row, length, w.size, time, at.kt);
  copy_rows(qkv + 2 * width, in_row, length, w.size, 1, at.v);
  for (size_t first = 0; first < length; first += block) {
    const Block b(w, first, length);
    float sums[block];
    scores(w, b, at, qkv + first * in_row, in_row, sums);
    if (w.below > 0) {
      draw(w, b, row, head, step, at.factors);
      for (size_t i = 0; i < b.queries; ++i)
        multiply(at.p + i * time, at.factors + i * w.time + b.begin, b.keys, at.p + i * time);
    }
    small_product({at.p, time, 1, at.v + b.begin * size, size, at.y, size}, b.rows, size, b.keys, false);
    for (float& sum : sums) sum = 1 / sum;
    put_rows(at.y, b.queries, w.size, sums, y + first * width, width);
  }
}

// p of one query becomes the probabilities, `kept` those after dropout, dp the derivative by the scores.
HWY_INLINE void grad_row(const float* factors, float inverse, size_t n, size_t padded, float* p, float* kept,
                         float* dp) {
  const D d;
  const size_t lanes = hn::Lanes(d);
  const auto scale = hn::Set(d, inverse);
  auto sum = hn::Zero(d);
  for (size_t i = 0; i < padded; i += lanes) {  // p is 0 in the padding, and so is all that is made of it
    const auto probability = hn::Mul(hn::LoadU(d, p + i), scale);
    auto derivative = hn::LoadU(d, dp + i);
    if (factors) {
      const auto factor = i + lanes <= n ? hn::LoadU(d, factors + i)
                                         : hn::MaskedLoad(hn::FirstN(d, n - std::min(i, n)), d, factors + i);
      derivative = hn::Mul(derivative, factor);
      hn::StoreU(derivative, d, dp + i);
      hn::StoreU(hn::Mul(probability, factor), d, kept + i);
    }
    hn::StoreU(probability, d, p + i);
    sum = hn::MulAdd(probability, derivative, sum);
  }
  const auto mean = hn::SumOfLanes(d, sum);
  for (size_t i = 0; i < padded; i += lanes)
    hn::StoreU(hn::Mul(hn::LoadU(d, p + i), hn::Sub(hn::LoadU(d, dp + i), mean)), d, dp + i);
}

void head_backward(const AttentionWork& w, const Places& at, const float* qkv, const float* dy, size_t length,
                   size_t row, size_t head, uint32_t step, float* dqkv) {
  const size_t width = w.width(), in_row = 3 * width, time = up(w.time, 16), size = up(w.size, 16);
  copy_transposed(qkv + width, in_row, length, w.size, time, at.kt);
  copy_transposed(qkv + 2 * width, in_row, length, w.size, time, at.vt);
  copy_rows(qkv + width, in_row, length, w.size, 1, at.k);
  std::fill_n(at.dk, up(length, 16) * size, 0.0F);
  std::fill_n(at.dv, up(length, 16) * size, 0.0F);
  for (size_t first = 0; first < length; first += block) {
    const Block b(w, first, length);
    float sums[block];
    scores(w, b, at, qkv + first * in_row, in_row, sums);
    copy_rows(dy + first * width, width, b.queries, w.size, 1, at.dy);
    small_product({at.dy, size, 1, at.vt + b.begin, time, at.dp, time}, b.rows, b.padded, w.size, false);
    if (w.below > 0) draw(w, b, row, head, step, at.factors);
    for (size_t i = 0; i < b.rows; ++i)
      grad_row(w.below > 0 && i < b.queries ? at.factors + i * w.time + b.begin : nullptr, 1 / sums[i], b.keys,
               b.padded, at.p + i * time, at.kept + i * time, at.dp + i * time);
    if (w.below > 0)
      for (size_t i = b.queries; i < b.rows; ++i) std::fill_n(at.kept + i * time, b.padded, 0.0F);
    const size_t from = b.begin * size;
    small_product({at.kept, 1, time, at.dy, size, at.dv + from, size}, up(b.keys, 4), size, b.rows, true);
    small_product({at.dp, 1, time, at.q, size, at.dk + from, size}, up(b.keys, 4), size, b.rows, true);
    small_product({at.dp, time, 1, at.k + from, size, at.y, size}, b.rows, size, b.keys, false);
    std::fill_n(sums, block, 1 / std::sqrt(static_cast<float>(w.size)));
    put_rows(at.y, b.queries, w.size, sums, dqkv + first * in_row, in_row);
  }
  put_rows(at.dk, length, w.size, nullptr, dqkv + width, in_row);
  put_rows(at.dv, length, w.size, nullptr, dqkv + 2 * width, in_row);
}

size_t length_of(const AttentionWork& w, const int32_t* lengths, size_t row) {
  return lengths ? std::min(static_cast<size_t>(std::max(lengths[row], 0)), w.time) : w.time;
}

void Forward(const AttentionWork& w, size_t from, size_t to, const float* qkv, const int32_t* lengths, uint32_t step,
             float* y, float* scratch) {
  Places at{};
  lay_out(w, false, scratch, at);
  const size_t width = w.width();
  for (size_t unit = from; unit < to; ++unit) {
    const size_t row = unit / w.heads, head = unit % w.heads, length = length_of(w, lengths, row);
    float* result = y + row * w.time * width + head * w.size;
    head_forward(w, at, qkv + row * w.time * 3 * width + head * w.size, length, row, head, step, result);
    clear_rows(result, width, length, w.time, w.size);
  }
}

void Backward(const AttentionWork& w, size_t from, size_t to, const float* qkv, const float* dy, const int32_t* lengths,
              uint32_t step, float* dqkv, float* scratch) {
  Places at{};
  lay_out(w, true, scratch, at);
  const size_t width = w.width();
  for (size_t unit = from; unit < to; ++unit) {
    const size_t row = unit / w.heads, head = unit % w.heads, length = length_of(w, lengths, row);
    const size_t place = row * w.time * 3 * width + head * w.size;
    head_backward(w, at, qkv + place, dy + row * w.time * width + head * w.size, length, row, head, step, dqkv + place);
    for (size_t part = 0; part < 3; ++part) clear_rows(dqkv + place + part * width, 3 * width, length, w.time, w.size);
  }
}

size_t Scratch(const AttentionWork& w, bool backward) {
  Places places{};
  return lay_out(w, backward, nullptr, places) * sizeof(float);
}

}  // namespace plumb::engine::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace plumb::engine {
HWY_EXPORT(Forward);
HWY_EXPORT(Backward);
HWY_EXPORT(Scratch);
size_t attention_scratch(const AttentionWork& work, bool backward) {
  return HWY_DYNAMIC_DISPATCH(Scratch)(work, backward);
}
void attention_units(const AttentionWork& work, size_t from, size_t to, const float* qkv, const int32_t* lengths,
                     uint32_t step, float* y, float* scratch) {
  HWY_DYNAMIC_DISPATCH(Forward)(work, from, to, qkv, lengths, step, y, scratch);
}
void attention_grad_units(const AttentionWork& work, size_t from, size_t to, const float* qkv, const float* dy,
                          const int32_t* lengths, uint32_t step, float* dqkv, float* scratch) {
  HWY_DYNAMIC_DISPATCH(Backward)(work, from, to, qkv, dy, lengths, step, dqkv, scratch);
}
}  // namespace plumb::engine
#endif
