// Loops of gru; its formulas: graph/recurrent.h. Kept for the gradient: the states before each step, then Z, R,
// tanh(g + R g") and g" [4 units].
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "plumb/engine/kernels/gru_simd.cpp"
#include "hwy/foreach_target.h"

#include "plumb/engine/kernels/recurrent_inl.h"

HWY_BEFORE_NAMESPACE();
namespace plumb::engine::HWY_NAMESPACE {

HWY_INLINE float* gru_kept_gates(const RecurrentRun& run) { return run.kept + run.rows * run.steps * run.units; }

/// Rows [row, row + R) at a step, for the units of one vector.
template <size_t R>
HWY_INLINE void gru_block(const RecurrentRun& run, const ForwardStates& states, size_t row, size_t first) {
  const D d;
  const auto [t, h, next, c] = states;
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
    for (size_t r = 0; r < R; ++r) {
      const size_t step = (row + r) * run.steps + t;
      for (size_t v = 0; v < 3; ++v) soon_read(run.gates + (3 * step + v) * units + first);
      soon_written(run.y + step * units + first);
      if (!run.kept) continue;
      soon_written(run.kept + step * units + first);
      for (size_t v = 0; v < 4; ++v) soon_written(gru_kept_gates(run) + (4 * step + v) * units + first);
    }
    multiply_add<R, 3>(h + row * wide, wide, gates_panel(run, 3, first), units, sum);
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

void GruStep(const RecurrentRun& run, size_t k, size_t from, size_t to) {
  const size_t lanes = hn::Lanes(D());
  const ForwardStates states(run, k);
  for (size_t first = from; first < to; first += lanes)
    for_row_blocks<most_rows<3>>(run.rows,
                                 [&]<size_t R>(size_t row) HWY_ATTR { gru_block<R>(run, states, row, first); });
}

void GruBackward(const RecurrentRun& run) {
  const D tag;
  const size_t lanes = hn::Lanes(tag), units = run.units, wide = padded_units(units), size = run.rows * wide;
  float *dh = run.scratch, *d = dh + size;
  std::fill_n(run.scratch, 4 * size, 0.0F);
  const V one = hn::Set(tag, 1.0F), zero = hn::Zero(tag);
  const size_t begin = run.reverse ? run.steps - 1 : 0;  // the step that begins with zeros
  for_steps_back(run, [&](size_t t) HWY_ATTR {
    for (size_t row = 0; row < run.rows; ++row)
      for (size_t first = 0; first < units; first += lanes) {
        const size_t step = row * run.steps + t, at = step * units + first, here = row * wide + first;
        const size_t n = lanes_from(first, units);
        if (row + 1 < run.rows) {  // the next row
          const size_t next = step + run.steps;
          for (size_t g = 0; g < 4; ++g) soon_read(gru_kept_gates(run) + (4 * next + g) * units + first);
          for (size_t g = 0; g < 3; ++g) soon_written(run.dgates + (3 * next + g) * units + first);
          soon_read(run.kept + next * units + first), soon_read(run.dy + next * units + first);
        }
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

RecurrentCell GetGru() { return {.gates = 3, .kept = 5, .pack = GruPack, .step = GruStep, .backward = GruBackward}; }

}  // namespace plumb::engine::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace plumb::engine {
HWY_EXPORT(GetGru);
RecurrentCell gru_cell() { return HWY_DYNAMIC_DISPATCH(GetGru)(); }
}  // namespace plumb::engine
#endif
