// Loops of lstm; its formulas: graph/recurrent.h. Kept for the gradient: the states before each step, then the gates as
// they act [4 units], then c.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "plumb/engine/kernels/lstm_simd.cpp"
#include "hwy/foreach_target.h"

#include "plumb/engine/kernels/recurrent_inl.h"

HWY_BEFORE_NAMESPACE();
namespace plumb::engine::HWY_NAMESPACE {

struct LstmKept {
  float *before = nullptr, *gates = nullptr, *cells = nullptr;
  explicit LstmKept(const RecurrentRun& run) {
    if (!run.kept) return;
    const size_t size = run.rows * run.steps * run.units;
    before = run.kept;
    gates = before + size;
    cells = gates + 4 * size;
  }
};

/// Rows [row, row + R) at step t, for the units of one vector.
template <size_t R>
HWY_INLINE void lstm_block(const RecurrentRun& run, const LstmKept& kept, size_t row, size_t t, size_t first,
                           const float* panel, const float* h, float* next, float* c) {
  const D d;
  const size_t units = run.units, wide = padded_units(units), n = lanes_from(first, units);
  BlockSums<R, 4> sums;
  if (any_counts(run, row, R, t)) {
    V sum[R][4];
#pragma GCC unroll 16
    for (size_t r = 0; r < R; ++r)
#pragma GCC unroll 16
      for (size_t v = 0; v < 4; ++v)
        sum[r][v] = load(run.gates + (((row + r) * run.steps + t) * 4 + v) * units + first, n);
    multiply_add<R, 4>(h + row * wide, wide, panel, units, sum);
    sums.put(sum);
  }
  for (size_t r = 0; r < R; ++r) {
    const size_t at = ((row + r) * run.steps + t) * units + first, here = (row + r) * wide + first;
    const V old = hn::LoadU(d, h + here);
    V state = old, cell = hn::LoadU(d, c + here);
    if (run.counts(row + r, t)) {
      const V i = fast_sigmoid(sums.at(r, 0)), f = fast_sigmoid(sums.at(r, 1));
      const V g = fast_tanh(sums.at(r, 2)), o = fast_sigmoid(sums.at(r, 3));
      cell = hn::MulAdd(f, cell, hn::Mul(i, g));
      state = hn::Mul(o, fast_tanh(cell));
      hn::StoreU(cell, d, c + here);
      if (kept.gates) {
        float* to = kept.gates + 4 * (at - first) + first;
        store(i, to, n), store(f, to + units, n), store(g, to + 2 * units, n), store(o, to + 3 * units, n);
      }
    }
    hn::StoreU(state, d, next + here);
    store(state, run.y + at, n);
    if (kept.before) store(old, kept.before + at, n), store(cell, kept.cells + at, n);
  }
}

void LstmForward(const RecurrentRun& run) {
  const size_t lanes = hn::Lanes(D()), size = run.rows * padded_units(run.units);
  float *h = run.scratch, *next = h + size, *c = next + size;
  std::fill_n(run.scratch, 3 * size, 0.0F);
  const LstmKept kept(run);
  for_steps(run, false, [&](size_t t) HWY_ATTR {
    const float* panel = run.weights;
    for (size_t first = 0; first < run.units; first += lanes, panel += run.units * 4 * lanes)
      for_row_blocks<most_rows<4>>(
          run.rows, [&]<size_t R>(size_t row) HWY_ATTR { lstm_block<R>(run, kept, row, t, first, panel, h, next, c); });
    std::swap(h, next);
  });
}

void LstmBackward(const RecurrentRun& run) {
  const D tag;
  const size_t lanes = hn::Lanes(tag), units = run.units, wide = padded_units(units), size = run.rows * wide;
  float *dh = run.scratch, *dc = dh + size, *d = dc + size;
  std::fill_n(run.scratch, 6 * size, 0.0F);
  const LstmKept kept(run);
  const V one = hn::Set(tag, 1.0F), zero = hn::Zero(tag);
  const size_t begin = run.reverse ? run.steps - 1 : 0;  // the step that begins with zeros
  for_steps(run, true, [&](size_t t) HWY_ATTR {
    for (size_t row = 0; row < run.rows; ++row)
      for (size_t first = 0; first < units; first += lanes) {
        const size_t step = row * run.steps + t, at = step * units + first, here = row * wide + first;
        const size_t n = lanes_from(first, units);
        float *to = run.dgates + 4 * step * units + first, *product = d + 4 * row * wide + first;
        const auto put = [&](V x, size_t g) HWY_ATTR {
          store(x, to + g * units, n);
          hn::StoreU(x, tag, product + g * wide);
        };
        V dstate = hn::Add(load(run.dy + at, n), hn::LoadU(tag, dh + here));
        if (!run.counts(row, t)) {
          put(zero, 0), put(zero, 1), put(zero, 2), put(zero, 3);
        } else {
          const float* gates = kept.gates + 4 * step * units + first;
          const V i = load(gates, n), f = load(gates + units, n), g = load(gates + 2 * units, n);
          const V o = load(gates + 3 * units, n), tanh_c = fast_tanh(load(kept.cells + at, n));
          const V old = t == begin ? zero : load(run.reverse ? kept.cells + at + units : kept.cells + at - units, n);
          const V dcell = hn::MulAdd(hn::Mul(dstate, o), hn::NegMulAdd(tanh_c, tanh_c, one), hn::LoadU(tag, dc + here));
          put(hn::Mul(hn::Mul(dcell, g), hn::NegMulAdd(i, i, i)), 0);
          put(hn::Mul(hn::Mul(dcell, old), hn::NegMulAdd(f, f, f)), 1);
          put(hn::Mul(hn::Mul(dcell, i), hn::NegMulAdd(g, g, one)), 2);
          put(hn::Mul(hn::Mul(dstate, tanh_c), hn::NegMulAdd(o, o, o)), 3);
          hn::StoreU(hn::Mul(dcell, f), tag, dc + here);
          dstate = zero;
        }
        hn::StoreU(dstate, tag, dh + here);
      }
    if (t != begin) AddProducts(run, t, 4, d, dh);
  });
}

void LstmPack(bool backward, const float* weights, size_t units, float* packed) {
  backward ? PackUnits(weights, units, 4, true, packed) : PackGates(weights, units, 4, packed);
}

RecurrentCell GetLstm() {
  return {.gates = 4, .kept = 6, .pack = LstmPack, .forward = LstmForward, .backward = LstmBackward};
}

}  // namespace plumb::engine::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace plumb::engine {
HWY_EXPORT(GetLstm);
RecurrentCell lstm_cell() { return HWY_DYNAMIC_DISPATCH(GetLstm)(); }
}  // namespace plumb::engine
#endif
