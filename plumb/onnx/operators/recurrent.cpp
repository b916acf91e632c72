// RNN, LSTM and GRU in one direction, from a state of zeros; the first output only, all states.
#include <cmath>

#include "plumb/onnx/operation.h"
#include "plumb/onnx/products.h"

namespace plumb::onnx {
namespace {

float sigmoid(float x) { return 1 / (1 + std::exp(-x)); }

/// One row's step: `x` and `h` are what input and state give to the gates, biases included, [gates * units].
using Step = void (*)(const float* x, const float* h, float* state, float* cell, size_t units);

void lstm_step(const float* x, const float* h, float* state, float* cell, size_t n) {  // gates i, o, f, c
  for (size_t k = 0; k < n; ++k) {
    const auto sum = [&](size_t gate) { return x[gate * n + k] + h[gate * n + k]; };
    cell[k] = sigmoid(sum(2)) * cell[k] + sigmoid(sum(0)) * std::tanh(sum(3));
    state[k] = sigmoid(sum(1)) * std::tanh(cell[k]);
  }
}

void gru_step(const float* x, const float* h, float* state, float*, size_t n) {  // gates z, r, h
  for (size_t k = 0; k < n; ++k) {
    const float z = sigmoid(x[k] + h[k]), r = sigmoid(x[n + k] + h[n + k]);
    state[k] = z * state[k] + (1 - z) * std::tanh(x[2 * n + k] + r * h[2 * n + k]);
  }
}

void tanh_step(const float* x, const float* h, float* state, float*, size_t n) {
  for (size_t k = 0; k < n; ++k) state[k] = std::tanh(x[k] + h[k]);
}
void relu_step(const float* x, const float* h, float* state, float*, size_t n) {
  for (size_t k = 0; k < n; ++k) state[k] = std::max(x[k] + h[k], 0.0F);
}

/// [1, columns, rows] of weights, as [rows, columns].
std::vector<float> turned(const Tensor& x) {
  const auto columns = static_cast<size_t>(x.shape[1]), rows = static_cast<size_t>(x.shape[2]);
  std::vector<float> y(columns * rows);
  for (size_t i = 0; i < columns; ++i)
    for (size_t j = 0; j < rows; ++j) y[j * columns + i] = x.floats[i * rows + j];
  return y;
}

/// Inputs: X [time, rows, n], W [1, gates * units, n], R [1, gates * units, units], B [1, 2 gates * units], lengths.
Tensor recurrent(const Call& call, int64_t gates, Step step) {
  const Tensor &x = call.at(0), &w = call.at(1), &r = call.at(2);
  const auto direction = call.attribute<std::string>("direction", "forward");
  for (const size_t initial : {5U, 6U, 7U})
    if (call.has(initial)) call.refuse("with initial states or peepholes is not known to plumb");
  if (direction == "bidirectional" || call.whole("layout", 0) != 0 || call.node.find("clip"))
    call.refuse("in both directions, with another layout or clipped is not known to plumb");
  const bool fits = x.element == Element::f32 && w.element == Element::f32 && r.element == Element::f32 &&
                    x.shape.size() == 3 && r.shape.size() == 3 && r.shape[0] == 1 && r.shape[1] == gates * r.shape[2] &&
                    w.shape == Shape{1, r.shape[1], x.shape[2]};
  if (!fits) call.refuse(fmt::format("cannot take {} with weights {} and {}", x.shape, w.shape, r.shape));
  const auto time = static_cast<size_t>(x.shape[0]), rows = static_cast<size_t>(x.shape[1]),
             n = static_cast<size_t>(x.shape[2]), units = static_cast<size_t>(r.shape[2]),
             wide = static_cast<size_t>(gates) * units;
  std::vector<float> bias(2 * wide);
  if (call.has(3)) {
    if (call.at(3).shape != Shape{1, static_cast<int64_t>(2 * wide)}) call.refuse("got biases of another shape");
    bias = call.at(3).floats;
  }
  if (call.has(4) && call.at(4).shape != Shape{x.shape[1]}) call.refuse("needs one length for each row");
  const auto length = [&](size_t row) {
    return call.has(4) ? static_cast<size_t>(std::clamp<int64_t>(call.at(4).ints[row], 0, x.shape[0])) : time;
  };

  Tensor y = zeros(Element::f32, {x.shape[0], 1, x.shape[1], r.shape[2]});
  const std::vector<float> input_weights = turned(w), state_weights = turned(r);
  std::vector<float> state(rows * units), cell(rows * units), in(rows * n), outer(rows * wide), inner(rows * wide);
  for (size_t k = 0; k < time; ++k) {
    const auto at = [&](size_t row) { return direction == "reverse" ? length(row) - 1 - k : k; };
    for (size_t row = 0; row < rows; ++row) {
      if (k < length(row))
        std::copy_n(x.floats.begin() + static_cast<ptrdiff_t>((at(row) * rows + row) * n), n,
                    in.begin() + static_cast<ptrdiff_t>(row * n));
      std::copy_n(bias.begin(), wide, outer.begin() + static_cast<ptrdiff_t>(row * wide));
      std::copy_n(bias.begin() + static_cast<ptrdiff_t>(wide), wide,
                  inner.begin() + static_cast<ptrdiff_t>(row * wide));
    }
    multiply(in.data(), input_weights.data(), outer.data(), rows, n, wide);
    multiply(state.data(), state_weights.data(), inner.data(), rows, units, wide);
    for (size_t row = 0; row < rows; ++row) {
      if (k >= length(row)) continue;
      step(&outer[row * wide], &inner[row * wide], &state[row * units], &cell[row * units], units);
      std::copy_n(&state[row * units], units, &y.floats[(at(row) * rows + row) * units]);
    }
  }
  return y;
}

Tensor plain(const Call& call) {
  const auto names = call.attribute<std::vector<std::string>>("activations", {"Tanh"});
  if (names != std::vector<std::string>{"Tanh"} && names != std::vector<std::string>{"Relu"})
    call.refuse("with such activations is not known to plumb");
  return recurrent(call, 1, names[0] == "Tanh" ? tanh_step : relu_step);
}

Tensor lstm(const Call& call) {
  if (call.node.find("activations") || call.whole("input_forget", 0) != 0)
    call.refuse("with other activations is not known to plumb");
  return recurrent(call, 4, lstm_step);
}

Tensor gru(const Call& call) {
  if (call.node.find("activations") || call.whole("linear_before_reset", 0) != 1)
    call.refuse("with other activations, or with the reset before the product, is not known to plumb");
  return recurrent(call, 3, gru_step);
}

[[maybe_unused]] const bool registered[] = {
    add_operation("RNN", plain),
    add_operation("LSTM", lstm),
    add_operation("GRU", gru),
};

}  // namespace
}  // namespace plumb::onnx
