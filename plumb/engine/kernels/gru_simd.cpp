// Loops of gru; its formulas: graph/recurrent.h. Kept for the gradient: the states before each step, then Z, R,
// tanh(g + R g") and g" [4 units].
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "plumb/engine/kernels/gru_simd.cpp"
#include "hwy/foreach_target.h"

#include "plumb/engine/kernels/recurrent_inl.h"

HWY_BEFORE_NAMESPACE();
namespace plumb::engine::HWY_NAMESPACE {

HWY_INLINE float* gru_kept_gates(const RecurrentRun& run) { return run.kept + run.rows * run.steps * run.units; }

/// Rows [row, row + R) at step t, for the units of one vector.
template <size_t R>
HWY_INLINE void gru_block(const RecurrentRun& run, size_t row, size_t t, size_t first, const float* panel,
                          const float* h, float* next) {
  const D d;
  const size_t units = run.units, wide = padded_units(units), n = lanes_from(first, units);
  BlockSums<R, 3> sums;
  if (any_counts(run, row, R, t)) {
    V sum[R][3];
#pragma GCC unroll 16
    for (size_t v = 0; v < 3; ++v) {
      const V bias = load(run.bias + v * units + first, n);
#pragma GCC unroll 16
      for (size_t r = 0; r < R; ++r) sum[r][v] = bias;
    }
    multiply_add<R, 3>(h + row * wide, wide, panel, units, sum);
    sums.put(sum);
  }
  for (size_t r = 0; r < R; ++r) {
    const size_t step = (row + r) * run.steps + t, at = step * units + first, here = (row + r) * wide + first;
    const V old = hn::LoadU(d, h + here);
    V state = old;
    if (run.counts(row + r, t)) {
      const float* x = run.gates + 3 * step * units + first;
      const V z = fast_sigmoid(hn::Add(load(x, n), sums.at(r, 0)));
      const V reset = fast_sigmoid(hn::Add(load(x + units, n), sums.at(r, 1)));
      const V inner = sums.at(r, 2), g = fast_tanh(hn::MulAdd(reset, inner, load(x + 2 * units, n)));
      state = hn::MulAdd(z, hn::Sub(old, g), g);
      if (run.kept) {
        float* to = gru_kept_gates(run) + 4 * step * units + first;
        store(z, to, n), store(reset, to + units, n), store(g, to + 2 * units, n), store(inner, to + 3 * units, n);
      }
    }
    hn::StoreU(state, d, next + here);
    store(state, run.y + at, n);
    if (run.kept) store(old, run.kept + at, n);
  }
}

void GruForward(const RecurrentRun& run) {
  const size_t lanes = hn::Lanes(D()), size = run.rows * padded_units(run.units);
  float *h = run.scratch, *next = h + size;
  std::fill_n(run.scratch, 2 * size, 0.0F);
  for_steps(run, false, [&](size_t t) HWY_ATTR {
    const float* panel = run.weights;
    for (size_t first = 0; first < run.units; first += lanes, panel += run.units * 3 * lanes)
      for_row_blocks<most_rows<3>>(
          run.rows, [&]<size_t R>(size_t row) HWY_ATTR { gru_block<R>(run, row, t, first, panel, h, next); });
    std::swap(h, next);
  });
}

void GruBackward(const RecurrentRun& run) {
  const D tag;
  const size_t lanes = hn::Lanes(tag), units = run.units, wide = padded_units(units), size = run.rows * wide;
  float *dh = run.scratch, *d = dh + size;
  std::fill_n(run.scratch, 4 * size, 0.0F);
  const V one = hn::Set(tag, 1.0F), zero = hn::Zero(tag);
  const size_t begin = run.reverse ? run.steps - 1 : 0;  // the step that begins with zeros
  for_steps(run, true, [&](size_t t) HWY_ATTR {
    for (size_t row = 0; row < run.rows; ++row)
      for (size_t first = 0; first < units; first += lanes) {
        const size_t step = row * run.steps + t, at = step * units + first, here = row * wide + first;
        const size_t n = lanes_from(first, units);
        V dz = zero, dr = zero, dg = zero, dinner = zero;
        V dstate = hn::Add(load(run.dy + at, n), hn::LoadU(tag, dh + here));
        if (run.counts(row, t)) {
          const float* gates = gru_kept_gates(run) + 4 * step * units + first;
          const V z = load(gates, n), reset = load(gates + units, n), g = load(gates + 2 * units, n);
          const V inner = load(gates + 3 * units, n), old = load(run.kept + at, n);
          dz = hn::Mul(hn::Mul(dstate, hn::Sub(old, g)), hn::NegMulAdd(z, z, z));
          dg = hn::Mul(hn::Mul(dstate, hn::Sub(one, z)), hn::NegMulAdd(g, g, one));
          dr = hn::Mul(hn::Mul(dg, inner), hn::NegMulAdd(reset, reset, reset));
          dinner = hn::Mul(dg, reset);
          dstate = hn::Mul(dstate, z);
        }
        float *to = run.dgates + 3 * step * units + first, *product = d + 3 * row * wide + first;
        store(dz, to, n), store(dr, to + units, n), store(dg, to + 2 * units, n);
        hn::StoreU(dz, tag, product), hn::StoreU(dr, tag, product + wide), hn::StoreU(dinner, tag, product + 2 * wide);
        hn::StoreU(dstate, tag, dh + here);
      }
    if (t != begin) AddProducts(run, t, 3, d, dh);
  });
}

void GruPack(bool backward, const float* weights, size_t units, float* packed) {
  backward ? PackUnits(weights, units, 3, true, packed) : PackGates(weights, units, 3, packed);
}

RecurrentCell GetGru() {
  return {.gates = 3, .kept = 5, .pack = GruPack, .forward = GruForward, .backward = GruBackward};
}

}  // namespace plumb::engine::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace plumb::engine {
HWY_EXPORT(GetGru);
RecurrentCell gru_cell() { return HWY_DYNAMIC_DISPATCH(GetGru)(); }
}  // namespace plumb::engine
#endif
