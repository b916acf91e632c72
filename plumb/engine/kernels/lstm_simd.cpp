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
HWY_INLINE void lstm_block(const RecurrentRun& run, const LstmKept& kept, const ForwardStates& states, size_t row,
                           size_t first) {
  const D d;
  const auto [t, h, next, c] = states;
  const size_t units = run.units, wide = padded_units(units), n = lanes_from(first, units);
  BlockSums<R, 4> sums;
  if (any_counts(run, row, R, t)) {
    V sum[R][4];
#pragma GCC unroll 16
    for (size_t r = 0; r < R; ++r)
#pragma GCC unroll 16
      for (size_t v = 0; v < 4; ++v) sum[r][v] = hn::Zero(d);
    for (size_t r = 0; r < R; ++r) {
      const size_t step = (row + r) * run.steps + t;
      for (size_t v = 0; v < 4; ++v) {
        soon_read(run.gates + (4 * step + v) * units + first);
        if (kept.gates) soon_written(kept.gates + (4 * step + v) * units + first);
      }
      soon_written(run.y + step * units + first);
      if (kept.before)
        soon_written(kept.before + step * units + first), soon_written(kept.cells + step * units + first);
    }
    multiply_add<R, 4>(h + row * wide, wide, gates_panel(run, 4, first), units, sum);
    sums.put(sum);
  }
  for (size_t r = 0; r < R; ++r) {
    const size_t at = ((row + r) * run.steps + t) * units + first, here = (row + r) * wide + first;
    const V old = hn::LoadU(d, h + here);
    V state = old, cell = hn::LoadU(d, c + here);
    if (run.counts(row + r, t)) {
      const float* x = run.gates + 4 * (at - first) + first;
      const auto gate = [&](size_t v) HWY_ATTR { return hn::Add(load(x + v * units, n), sums.at(r, v)); };
      const V i = fast_sigmoid(gate(0)), f = fast_sigmoid(gate(1)), g = fast_tanh(gate(2)), o = fast_sigmoid(gate(3));
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

void LstmStep(const RecurrentRun& run, size_t k, size_t from, size_t to) {
  const size_t lanes = hn::Lanes(D());
  const LstmKept kept(run);
  const ForwardStates states(run, k);
  for (size_t first = from; first < to; first += lanes)
    for_row_blocks<most_rows<4>>(run.rows,
                                 [&]<size_t R>(size_t row) HWY_ATTR { lstm_block<R>(run, kept, states, row, first); });
}

void LstmBackward(const RecurrentRun& run) {
  const D tag;
  const size_t lanes = hn::Lanes(tag), units = run.units, wide = padded_units(units), size = run.rows * wide;
  float *dh = run.scratch, *dc = dh + size, *d = dc + size;
  std::fill_n(run.scratch, 6 * size, 0.0F);
  const LstmKept kept(run);
  const V one = hn::Set(tag, 1.0F), zero = hn::Zero(tag);
  const size_t begin = run.reverse ? run.steps - 1 : 0;  // the step that begins with zeros
  for_steps_back(run, [&](size_t t) HWY_ATTR {
    for (size_t row = 0; row < run.rows; ++row)
      for (size_t first = 0; first < units; first += lanes) {
        const size_t step = row * run.steps + t, at = step * units + first, here = row * wide + first;
        const size_t n = lanes_from(first, units);
        float *to = run.dgates + 4 * step * units + first, *product = d + 4 * row * wide + first;
        const auto put = [&](V x, size_t g) HWY_ATTR {
          store(x, to + g * units, n);
          hn::StoreU(x, tag, product + g * wide);
        };
        if (row + 1 < run.rows) {  // the next row
          const size_t next = step + run.steps;
          for (size_t g = 0; g < 4; ++g) {
            soon_read(kept.gates + (4 * next + g) * units + first);
            soon_written(run.dgates + (4 * next + g) * units + first);
          }
          soon_read(kept.cells + next * units + first), soon_read(run.dy + next * units + first);
        }
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
  return {.gates = 4, .kept = 6, .pack = LstmPack, .step = LstmStep, .backward = LstmBackward};
}

}  // namespace plumb::engine::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace plumb::engine {
HWY_EXPORT(GetLstm);
RecurrentCell lstm_cell() { return HWY_DYNAMIC_DISPATCH(GetLstm)(); }
}  // namespace plumb::engine
#endif
