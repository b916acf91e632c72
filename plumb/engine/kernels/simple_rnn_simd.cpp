// Loops of simple_rnn; its formula: graph/recurrent.h. Kept for the gradient: the states before each step.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "plumb/engine/kernels/simple_rnn_simd.cpp"
#include "hwy/foreach_target.h"

#include "plumb/engine/kernels/recurrent_inl.h"

HWY_BEFORE_NAMESPACE();
namespace plumb::engine::HWY_NAMESPACE {

/// Rows [row, row + R) at a step, for the units of four vectors.
template <size_t R>
HWY_INLINE void simple_rnn_block(const RecurrentRun& run, const ForwardStates& states, size_t row, size_t first) {
  const D d;
  const auto [t, h, next, c] = states;
  const size_t lanes = hn::Lanes(d), units = run.units, wide = padded_units(units);
  BlockSums<R, 4> sums;
  if (any_counts(run, row, R, t)) {
    V sum[R][4];
#pragma GCC unroll 16
    for (size_t r = 0; r < R; ++r)
#pragma GCC unroll 16
      for (size_t v = 0; v < 4; ++v) {
        const size_t n = lanes_from(first + v * lanes, units);
        sum[r][v] = load(run.gates + ((row + r) * run.steps + t) * units + first + v * lanes, n);
      }
    multiply_add<R, 4>(h + row * wide, wide, {run.weights + first * wide, 4 * lanes, lanes}, units, sum);
    sums.put(sum);
  }
  for (size_t r = 0; r < R; ++r)
    for (size_t v = 0, unit = first; v < 4 && unit < units; ++v, unit += lanes) {
      const size_t at = ((row + r) * run.steps + t) * units + unit, here = (row + r) * wide + unit;
      const size_t n = lanes_from(unit, units);
      const V old = hn::LoadU(d, h + here);
      V state = old;
      if (run.counts(row + r, t)) {
        const V sum = sums.at(r, v);
        state = run.relu ? hn::Max(hn::Zero(d), sum) : fast_tanh(sum);  // NaN stays NaN
      }
      hn::StoreU(state, d, next + here);
      store(state, run.y + at, n);
      if (run.kept) store(old, run.kept + at, n);
    }
}

void SimpleRnnStep(const RecurrentRun& run, size_t k, size_t from, size_t to) {
  const size_t width = 4 * hn::Lanes(D());
  const ForwardStates states(run, k);
  for (size_t first = from; first < to; first += width)
    for_row_blocks<most_rows<4>>(run.rows,
                                 [&]<size_t R>(size_t row) HWY_ATTR { simple_rnn_block<R>(run, states, row, first); });
}

void SimpleRnnBackward(const RecurrentRun& run) {
  const D tag;
  const size_t lanes = hn::Lanes(tag), units = run.units, wide = padded_units(units), size = run.rows * wide;
  float *dh = run.scratch, *d = dh + size;
  std::fill_n(run.scratch, 2 * size, 0.0F);
  const V one = hn::Set(tag, 1.0F), zero = hn::Zero(tag);
  const size_t begin = run.reverse ? run.steps - 1 : 0;  // the step that begins with zeros
  for_steps_back(run, [&](size_t t) HWY_ATTR {
    for (size_t row = 0; row < run.rows; ++row)
      for (size_t first = 0; first < units; first += lanes) {
        const size_t at = (row * run.steps + t) * units + first, here = row * wide + first;
        const size_t n = lanes_from(first, units);
        V dsum = zero, dstate = hn::Add(load(run.dy + at, n), hn::LoadU(tag, dh + here));
        if (run.counts(row, t)) {
          const V y = load(run.y + at, n);
          dsum = run.relu ? hn::IfThenElseZero(hn::Gt(y, zero), dstate) : hn::Mul(dstate, hn::NegMulAdd(y, y, one));
          dstate = zero;
        }
        store(dsum, run.dgates + at, n);
        hn::StoreU(dsum, tag, d + here);
        hn::StoreU(dstate, tag, dh + here);
      }
    if (t != begin) AddProducts(run, t, 1, d, dh);
  });
}

void SimpleRnnPack(bool backward, const float* weights, size_t units, float* packed) {
  PackUnits(weights, units, 1, backward, packed);
}

RecurrentCell GetSimpleRnn() {
  return {.gates = 1, .kept = 1, .pack = SimpleRnnPack, .step = SimpleRnnStep, .backward = SimpleRnnBackward};
}

}  // namespace plumb::engine::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace plumb::engine {
HWY_EXPORT(GetSimpleRnn);
RecurrentCell simple_rnn_cell() { return HWY_DYNAMIC_DISPATCH(GetSimpleRnn)(); }
}  // namespace plumb::engine
#endif
