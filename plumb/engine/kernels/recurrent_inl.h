// What the loops of recurrent cells share; included by each of their *_simd.cpp, once for each instruction set.
// clang-format off
#if defined(PLUMB_RECURRENT_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef PLUMB_RECURRENT_INL_H
#undef PLUMB_RECURRENT_INL_H
#else
#define PLUMB_RECURRENT_INL_H
#endif
// clang-format on

#include <algorithm>
#include <array>
#include <utility>

#include "hwy/highway.h"
#include "plumb/engine/kernels/recurrent.h"

HWY_BEFORE_NAMESPACE();
namespace plumb::engine::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using D = hn::CappedTag<float, 16>;
using V = hn::Vec<D>;

inline constexpr bool many_registers = HWY_TARGET <= HWY_AVX3;  // 32 instead of 16
/// Rows of a block whose sums stay in registers, `vectors` for each.
template <size_t vectors>
inline constexpr size_t most_rows = (many_registers ? 24 : 8) / vectors;

/// The first `n` lanes from memory, the others 0; nothing is read behind them.
HWY_INLINE V load(const float* from, size_t n) {
  const D d;
  if (HWY_LIKELY(n >= hn::Lanes(d))) return hn::LoadU(d, from);
  HWY_ALIGN std::array<float, 16> part{};
  std::copy_n(from, n, part.begin());
  return hn::Load(d, part.data());
}
HWY_INLINE void store(V x, float* to, size_t n) {
  const D d;
  if (HWY_LIKELY(n >= hn::Lanes(d))) return hn::StoreU(x, d, to);
  HWY_ALIGN std::array<float, 16> part;
  hn::Store(x, d, part.data());
  std::copy_n(part.begin(), n, to);
}

/// p / q for q of no extreme size, to a unit or two in the last place: division is slow, and there are many.
HWY_INLINE V quotient(V p, V q) {
#if HWY_TARGET <= HWY_AVX3  // 14 bits, and a step of Newton's
  const V near = hn::ApproximateReciprocal(q);
  return hn::Mul(p, hn::Mul(near, hn::NegMulAdd(q, near, hn::Set(D(), 2.0F))));
#else
  return hn::Div(p, q);
#endif
}

// The quotient of polynomials of degrees 13 and 6 that Eigen uses; a few units in the last place.
HWY_INLINE V fast_tanh(V x) {
  const D d;
  const auto k = [&](float number) HWY_ATTR { return hn::Set(d, number); };
  const V most = k(7.90531110763549805F);
  const V c = hn::Max(hn::Neg(most), hn::Min(most, x)), s = hn::Mul(c, c);  // in this order NaN stays NaN
  V p = hn::MulAdd(s, k(-2.76076847742355e-16F), k(2.00018790482477e-13F));
  p = hn::MulAdd(s, p, k(-8.60467152213735e-11F));
  p = hn::MulAdd(s, p, k(5.12229709037114e-08F));
  p = hn::MulAdd(s, p, k(1.48572235717979e-05F));
  p = hn::MulAdd(s, p, k(6.37261928875436e-04F));
  p = hn::Mul(c, hn::MulAdd(s, p, k(4.89352455891786e-03F)));
  V q = hn::MulAdd(s, k(1.19825839466702e-06F), k(1.18534705686654e-04F));
  q = hn::MulAdd(s, q, k(2.26843463243900e-03F));
  q = hn::MulAdd(s, q, k(4.89352518554385e-03F));
  return quotient(p, q);
}
HWY_INLINE V fast_sigmoid(V x) {
  const V half = hn::Set(D(), 0.5F);
  return hn::MulAdd(half, fast_tanh(hn::Mul(half, x)), half);
}

/// Weights as a product reads them: vector v of row k at `at + k * row + v * vector`.
struct Panel {
  const float* at = nullptr;
  size_t row = 0, vector = 0;
};

/// sum[r][v] += a[r, 0 … depth) panel; rows of a are `stride` apart.
template <size_t rows, size_t vectors>
HWY_INLINE void multiply_add(const float* a, size_t stride, const Panel& panel, size_t depth, V (&sum)[rows][vectors]) {
  const D d;
  const float* at = panel.at;
  for (size_t k = 0; k < depth; ++k, at += panel.row) {
    V w[vectors];
#pragma GCC unroll 16
    for (size_t v = 0; v < vectors; ++v) w[v] = hn::LoadU(d, at + v * panel.vector);
#pragma GCC unroll 16
    for (size_t r = 0; r < rows; ++r) {
      const V x = hn::Set(d, a[r * stride + k]);
#pragma GCC unroll 16
      for (size_t v = 0; v < vectors; ++v) sum[r][v] = hn::MulAdd(x, w[v], sum[r][v]);
    }
  }
}

/// Calls block.template operator()<R>(first row) over all rows, R at most `most`, as even as can be.
template <size_t most, class Block>
HWY_INLINE void for_row_blocks(size_t rows, const Block& block) {
  size_t blocks = (rows + most - 1) / most;
  for (size_t row = 0; blocks > 0; --blocks) {
    const size_t take = (rows - row + blocks - 1) / blocks;
    switch (take) {
      case 8:
        if constexpr (most >= 8) block.template operator()<8>(row);
        break;
      case 7:
        if constexpr (most >= 7) block.template operator()<7>(row);
        break;
      case 6:
        if constexpr (most >= 6) block.template operator()<6>(row);
        break;
      case 5:
        if constexpr (most >= 5) block.template operator()<5>(row);
        break;
      case 4:
        if constexpr (most >= 4) block.template operator()<4>(row);
        break;
      case 3:
        if constexpr (most >= 3) block.template operator()<3>(row);
        break;
      case 2:
        if constexpr (most >= 2) block.template operator()<2>(row);
        break;
      default:
        block.template operator()<1>(row);
    }
    row += take;
  }
}

/// States before step k and after it, and c: [rows, padded units] each.
struct ForwardStates {
  size_t t = 0;  // the step's place
  float *h = nullptr, *next = nullptr, *c = nullptr;
  ForwardStates(const RecurrentRun& run, size_t k) : t(run.reverse ? run.steps - 1 - k : k) {
    const size_t size = run.rows * padded_units(run.units);
    h = run.scratch + k % 2 * size;
    next = run.scratch + (k + 1) % 2 * size;
    c = run.scratch + 2 * size;
  }
};

/// Fetches what will be read or written soon: the rows of a step lie far apart, where the processor does not guess.
HWY_INLINE void soon_read(const float* at) { __builtin_prefetch(at, 0); }
HWY_INLINE void soon_written(const float* at) { __builtin_prefetch(at, 1); }

/// All gates of the units of a vector.
HWY_INLINE Panel gates_panel(const RecurrentRun& run, size_t gates, size_t first) {
  const size_t lanes = hn::Lanes(D());
  return {run.weights + first * gates * run.units, gates * lanes, lanes};
}

/// Visits the steps against the order of the network.
template <class Visit>
HWY_INLINE void for_steps_back(const RecurrentRun& run, const Visit& visit) {
  for (size_t k = 0; k < run.steps; ++k) visit(run.reverse ? k : run.steps - 1 - k);
}

/// A matrix [depth, columns] as panels [depth, vectors] of `columns_of(panel, vector)`: where its columns begin and how
/// many there are; the rest is zero. `at(k, column)` is an element.
template <class ColumnsOf, class At>
HWY_INLINE float* pack_panels(float* to, size_t panels, size_t vectors, size_t depth, const ColumnsOf& columns_of,
                              const At& at) {
  const size_t lanes = hn::Lanes(D());
  for (size_t p = 0; p < panels; ++p)
    for (size_t k = 0; k < depth; ++k)
      for (size_t v = 0; v < vectors; ++v, to += lanes) {
        const auto [begin, n] = columns_of(p, v);
        for (size_t l = 0; l < lanes; ++l) to[l] = l < n ? at(k, begin + l) : 0.0F;
      }
  return to;
}

/// Lanes of units [first, units) that a vector at `first` holds.
HWY_INLINE size_t lanes_from(size_t first, size_t units) {
  return first >= units ? 0 : std::min(units - first, hn::Lanes(D()));
}

/// Forward: a panel holds all gates of as many units as a vector has lanes.
inline void PackGates(const float* weights, size_t units, size_t gates, float* packed) {
  const size_t lanes = hn::Lanes(D());
  const auto columns = [&](size_t p, size_t v) {
    return std::pair(v * units + p * lanes, lanes_from(p * lanes, units));
  };
  pack_panels(packed, (units + lanes - 1) / lanes, gates, units, columns,
              [&](size_t k, size_t column) { return weights[k * gates * units + column]; });
}

/// Backward, and forward for one gate: panels of four vectors of units. The depth is cut by gates, each padded, so that
/// one gate's part of a panel stays in the first cache: [gate][panel][padded units][4].
inline void PackUnits(const float* weights, size_t units, size_t gates, bool transposed, float* packed) {
  const size_t lanes = hn::Lanes(D()), width = 4 * lanes;
  const auto columns = [&](size_t p, size_t v) {
    const size_t first = p * width + v * lanes;
    return std::pair(first, lanes_from(first, units));
  };
  for (size_t g = 0; g < gates; ++g)
    packed =
        pack_panels(packed, (units + width - 1) / width, 4, padded_units(units), columns, [&](size_t k, size_t column) {
          if (k >= units) return 0.0F;
          return transposed ? weights[column * gates * units + g * units + k] : weights[k * gates * units + column];
        });
}

/// Does any of these rows reach step t?
HWY_INLINE bool any_counts(const RecurrentRun& run, size_t row, size_t rows, size_t t) {
  if (!run.lengths) return true;
  for (size_t r = 0; r < rows; ++r)
    if (run.counts(row + r, t)) return true;
  return false;
}

/// dh [rows, padded units] += d [rows, gates, padded units] by weights packed by units, transposed. Rows of d that do
/// not count at step t are zero.
inline void AddProducts(const RecurrentRun& run, size_t t, size_t gates, const float* d, float* dh) {
  const D tag;
  const size_t lanes = hn::Lanes(tag), width = 4 * lanes, wide = padded_units(run.units);
  const float* panel = run.weights;
  for (size_t g = 0; g < gates; ++g)
    for (size_t first = 0; first < run.units; first += width, panel += wide * width)
      for_row_blocks<most_rows<4>>(run.rows, [&]<size_t R>(size_t row) HWY_ATTR {
        if (!any_counts(run, row, R, t)) return;
        V sum[R][4];
#pragma GCC unroll 16
        for (size_t r = 0; r < R; ++r)
#pragma GCC unroll 16
          for (size_t v = 0; v < 4; ++v) sum[r][v] = hn::Zero(tag);
        multiply_add<R, 4>(d + (row * gates + g) * wide, gates * wide, {panel, width, lanes}, wide, sum);
        float* to = dh + row * wide + first;
#pragma GCC unroll 16
        for (size_t r = 0; r < R; ++r)
#pragma GCC unroll 16
          for (size_t v = 0; v < 4; ++v)
            if (first + v * lanes < wide)
              hn::StoreU(hn::Add(sum[r][v], hn::LoadU(tag, to + r * wide + v * lanes)), tag, to + r * wide + v * lanes);
      });
}

/// The sums of a block, put where a loop over its rows can read them.
template <size_t rows, size_t vectors>
struct BlockSums {
  HWY_ALIGN float values[rows * vectors * 16];
  HWY_INLINE void put(const V (&sum)[rows][vectors]) {
    const D d;
#pragma GCC unroll 16
    for (size_t r = 0; r < rows; ++r)
#pragma GCC unroll 16
      for (size_t v = 0; v < vectors; ++v) hn::StoreU(sum[r][v], d, values + (r * vectors + v) * 16);
  }
  HWY_INLINE V at(size_t r, size_t v) const { return hn::LoadU(D(), values + (r * vectors + v) * 16); }
};

}  // namespace plumb::engine::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
