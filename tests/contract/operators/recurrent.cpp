#include "plumb/graph/recurrent.h"

#include "tests/contract/sample.h"

namespace plumb::contract {
namespace {

// 19 units: more than a vector of any instruction set, and not whole vectors.
constexpr int64_t time_steps = 4, features = 3, units = 19;
const Draw small{-0.4, 0.4};

struct Recurrent {
  Value x, kernel, recurrent, bias, inner_bias, lengths;
  Recurrent(Inputs& in, int64_t gates, bool padded, int64_t width = units)
      : x(in.rows({time_steps, features})),
        kernel(in.whole({features, gates * width})),
        recurrent(in.whole({width, gates * width}, small)),
        bias(in.whole({gates * width})),
        inner_bias(gates == 3 ? in.whole({gates * width}) : Value()),
        lengths(padded ? in.codes({}, time_steps + 1) : Value()) {}
};

struct Steps {
  Value gates, recurrent, bias, y, dy, lengths;
  Steps(Inputs& in, int64_t gate_count, bool padded, bool backward, int64_t width = units)
      : gates(in.rows({time_steps, gate_count * width})),
        recurrent(in.whole({width, gate_count * width}, small)),
        bias(gate_count == 3 ? in.whole({gate_count * width}) : Value()),
        dy(backward ? in.rows({time_steps, width}) : Value()),
        lengths(padded ? in.codes({}, time_steps + 1) : Value()) {}
};

Value simple_rnn_of(Inputs& in, bool padded, Recurrence o, int64_t width = units) {
  const Recurrent r(in, 1, padded, width);
  return simple_rnn(r.x, r.kernel, r.recurrent, r.bias, r.lengths, o);
}
Value lstm_of(Inputs& in, bool padded, Recurrence o, int64_t width = units) {
  const Recurrent r(in, 4, padded, width);
  return lstm(r.x, r.kernel, r.recurrent, r.bias, r.lengths, o);
}
Value gru_of(Inputs& in, bool padded, Recurrence o, int64_t width = units) {
  const Recurrent r(in, 3, padded, width);
  return gru(r.x, r.kernel, r.recurrent, r.bias, r.inner_bias, r.lengths, o);
}

[[maybe_unused]] const bool networks[] = {
    sample("simple_rnn", "forward", [](Inputs& in) { return simple_rnn_of(in, false, {}); }),
    sample("simple_rnn", "relu, reverse, lengths",
           [](Inputs& in) { return simple_rnn_of(in, true, {.reverse = true, .relu = true}, 5); }),
    sample("simple_rnn", "lengths", [](Inputs& in) { return simple_rnn_of(in, true, {}, 70); }),
    sample("lstm", "forward", [](Inputs& in) { return lstm_of(in, false, {}); }),
    sample("lstm", "reverse", [](Inputs& in) { return lstm_of(in, false, {.reverse = true}, 3); }),
    sample("lstm", "lengths", [](Inputs& in) { return lstm_of(in, true, {}); }),
    sample("lstm", "reverse, lengths", [](Inputs& in) { return lstm_of(in, true, {.reverse = true}, 16); }),
    sample("gru", "forward", [](Inputs& in) { return gru_of(in, false, {}); }),
    sample("gru", "reverse", [](Inputs& in) { return gru_of(in, false, {.reverse = true}, 3); }),
    sample("gru", "lengths", [](Inputs& in) { return gru_of(in, true, {}); }),
    sample("gru", "reverse, lengths", [](Inputs& in) { return gru_of(in, true, {.reverse = true}, 16); }),
};

Value simple_rnn_grad(Inputs& in, bool padded, Recurrence o) {
  const Steps s(in, 1, padded, true);
  const Value y = simple_rnn_steps(s.gates, s.recurrent, s.lengths, o);
  return simple_rnn_steps_grad(s.gates, s.recurrent, y, s.dy, s.lengths, o);
}
Value lstm_grad(Inputs& in, bool padded, Recurrence o) {
  const Steps s(in, 4, padded, true);
  const Value y = lstm_steps(s.gates, s.recurrent, s.lengths, o);
  return lstm_steps_grad(s.gates, s.recurrent, y, s.dy, s.lengths, o);
}
Value gru_grad(Inputs& in, bool padded, Recurrence o) {
  const Steps s(in, 3, padded, true);
  const Value y = gru_steps(s.gates, s.recurrent, s.bias, s.lengths, o);
  return gru_steps_grad(s.gates, s.recurrent, s.bias, y, s.dy, s.lengths, o);
}
Value gru_reset(Inputs& in, bool padded, Recurrence o) {
  const Steps s(in, 3, padded, false);
  const Value y = gru_steps(s.gates, s.recurrent, s.bias, s.lengths, o);
  return gru_steps_reset(s.gates, s.recurrent, s.bias, y, in.rows({time_steps, 3 * units}), s.lengths, o);
}

[[maybe_unused]] const bool steps[] = {
    training_sample("simple_rnn_steps", "lengths",
                    [](Inputs& in) {
                      const Steps s(in, 1, true, false);
                      return simple_rnn_steps(s.gates, s.recurrent, s.lengths);
                    }),
    training_sample("lstm_steps", "reverse",
                    [](Inputs& in) {
                      const Steps s(in, 4, false, false);
                      return lstm_steps(s.gates, s.recurrent, {}, {.reverse = true});
                    }),
    training_sample("gru_steps", "lengths",
                    [](Inputs& in) {
                      const Steps s(in, 3, true, false);
                      return gru_steps(s.gates, s.recurrent, s.bias, s.lengths);
                    }),
    training_sample("simple_rnn_steps_grad", "forward", [](Inputs& in) { return simple_rnn_grad(in, false, {}); }),
    training_sample("simple_rnn_steps_grad", "reverse, lengths",
                    [](Inputs& in) { return simple_rnn_grad(in, true, {.reverse = true}); }),
    training_sample("lstm_steps_grad", "forward", [](Inputs& in) { return lstm_grad(in, false, {}); }),
    training_sample("lstm_steps_grad", "lengths", [](Inputs& in) { return lstm_grad(in, true, {}); }),
    training_sample("gru_steps_grad", "forward", [](Inputs& in) { return gru_grad(in, false, {}); }),
    training_sample("gru_steps_grad", "reverse, lengths",
                    [](Inputs& in) { return gru_grad(in, true, {.reverse = true}); }),
    training_sample("gru_steps_reset", "forward", [](Inputs& in) { return gru_reset(in, false, {}); }),
    training_sample("gru_steps_reset", "reverse, lengths",
                    [](Inputs& in) { return gru_reset(in, true, {.reverse = true}); }),
    training_sample("step_product", "forward, some columns",
                    [](Inputs& in) {
                      return step_product(in.rows({4, 3}), in.rows({4, 7}), {2, 7, false});
                    }),
    training_sample("step_product", "reverse, all columns",
                    [](Inputs& in) {
                      return step_product(in.rows({4, 3}), in.rows({4, 5}), {0, 5, true});
                    }),
    training_sample("step_product", "one step",
                    [](Inputs& in) {
                      return step_product(in.rows({1, 3}), in.rows({1, 5}), {0, 5, false});
                    }),
};

}  // namespace
}  // namespace plumb::contract
