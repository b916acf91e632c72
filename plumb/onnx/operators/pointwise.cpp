// Operators that look at one element at a time, broadcasting their inputs by numpy's rules.
#include <algorithm>
#include <cmath>

#include "plumb/onnx/operation.h"

namespace plumb::onnx {
namespace {

/// y[i] = work(x[i]) for floating tensors.
template <class Work>
Tensor each(const Call& call, Work work) {
  const Tensor& x = call.at(0);
  Tensor y{.element = x.element, .shape = x.shape};
  for_number(call, x.element, [&](auto zero) {
    using T = decltype(zero);
    const auto& from = values<T>(x);
    auto& to = values<T>(y);
    to.resize(from.size());
    for (size_t i = 0; i < from.size(); ++i) to[i] = static_cast<T>(work(from[i]));
  });
  return y;
}

/// y[i] = work(a[i], b[i]) of the type of the inputs, or of `result`.
template <class Work>
Tensor pairs(const Call& call, Work work, const Element* result = nullptr) {
  const Tensor &a = call.at(0), &b = call.at(1);
  if (a.element != b.element) call.refuse(fmt::format("cannot take {} with {}", text(a.element), text(b.element)));
  Tensor y{.element = result ? *result : a.element, .shape = broadcast(call, a.shape, b.shape)};
  // Where b lies is walked along; where a lies, too, or it is as large as the result: then its places are counted up.
  const auto at_a = a.shape == y.shape ? std::vector<int64_t>{} : broadcast_places(a.shape, y.shape);
  for_number(call, a.element, [&](auto zero) {
    using T = decltype(zero);
    const auto &x = values<T>(a), &z = values<T>(b);
    const auto fill = [&](auto& to) {
      to.reserve(static_cast<size_t>(count(y.shape)));
      walk(y.shape, broadcast_steps(b.shape, y.shape), [&](int64_t place) {
        const size_t i = at_a.empty() ? to.size() : static_cast<size_t>(at_a[to.size()]);
        to.push_back(work(x[i], z[static_cast<size_t>(place)]));
      });
    };
    if (result)
      fill(y.ints);
    else
      fill(values<T>(y));
  });
  return y;
}

template <class Work>
Tensor compare(const Call& call, Work work) {
  const Element boolean = Element::boolean;
  return pairs(call, work, &boolean);
}

Tensor not_a_number(const Call& call) {
  const Tensor& x = call.at(0);
  Tensor y = zeros(Element::boolean, x.shape);
  for_number(call, x.element, [&](auto zero) {
    const auto& from = values<decltype(zero)>(x);
    for (size_t i = 0; i < from.size(); ++i) y.ints[i] = std::isnan(static_cast<double>(from[i]));
  });
  return y;
}

Tensor where(const Call& call) {
  const Tensor &condition = call.at(0), &yes = call.at(1), &no = call.at(2);
  if (yes.element != no.element) call.refuse("needs two values of one type");
  Tensor y{.element = yes.element, .shape = broadcast(call, condition.shape, broadcast(call, yes.shape, no.shape))};
  const auto at_condition = broadcast_places(condition.shape, y.shape);
  const auto at_yes = broadcast_places(yes.shape, y.shape), at_no = broadcast_places(no.shape, y.shape);
  for_type(y.element, [&](auto zero) {
    using T = decltype(zero);
    auto& to = values<T>(y);
    for (size_t i = 0; i < at_yes.size(); ++i) {
      const bool holds = condition.ints.at(static_cast<size_t>(at_condition[i])) != 0;
      to.push_back(holds ? values<T>(yes)[static_cast<size_t>(at_yes[i])]
                         : values<T>(no)[static_cast<size_t>(at_no[i])]);
    }
  });
  return y;
}

/// A number as ONNX's Cast turns it into a whole one: cut off, then the bits that fit.
int64_t whole(double value, Element to) {
  if (to == Element::boolean) return value != 0;
  const int64_t cut = std::isfinite(value) && std::abs(value) < 9e18 ? static_cast<int64_t>(value) : 0;
  if (to == Element::s32) return static_cast<int32_t>(cut);
  if (to == Element::u8) return static_cast<uint8_t>(cut);
  return cut;
}

Tensor cast(const Call& call) {
  const Tensor& x = call.at(0);
  const auto to = known_element(call.whole("to", 1));
  if (!to || *to == Element::text) call.refuse("to such a type is not known to plumb");
  Tensor y = zeros(*to, x.shape);
  for_number(call, x.element, [&](auto from_zero) {
    const auto& from = values<decltype(from_zero)>(x);
    for (size_t i = 0; i < from.size(); ++i) {
      if (y.element == Element::f32)
        y.floats[i] = static_cast<float>(from[i]);
      else if (y.element == Element::f64)
        y.doubles[i] = static_cast<double>(from[i]);
      else
        y.ints[i] = x.element == Element::s64 && y.element == Element::s64
                        ? static_cast<int64_t>(from[i])
                        : whole(static_cast<double>(from[i]), y.element);
    }
  });
  return y;
}

Tensor clip(const Call& call) {
  Tensor y = call.at(0);
  for_number(call, y.element, [&](auto zero) {
    using T = decltype(zero);
    for (T& x : values<T>(y)) {
      if (call.has(1)) x = std::max(x, values<T>(call.at(1)).at(0));
      if (call.has(2)) x = std::min(x, values<T>(call.at(2)).at(0));
    }
  });
  return y;
}

double at(const Call& call, const char* name, float otherwise) { return call.attribute<float>(name, otherwise); }

[[maybe_unused]] const bool registered[] = {
    add_operation("Identity", [](const Call& c) { return c.at(0); }),
    add_operation("Neg", [](const Call& c) { return each(c, [](auto x) { return -x; }); }),
    add_operation("Abs", [](const Call& c) { return each(c, [](auto x) { return std::abs(x); }); }),
    add_operation("Sign", [](const Call& c) { return each(c, [](auto x) { return (x > 0) - (x < 0); }); }),
    add_operation("Exp", [](const Call& c) { return each(c, [](auto x) { return std::exp(x); }); }),
    add_operation("Log", [](const Call& c) { return each(c, [](auto x) { return std::log(x); }); }),
    add_operation("Sqrt", [](const Call& c) { return each(c, [](auto x) { return std::sqrt(x); }); }),
    add_operation("Tanh", [](const Call& c) { return each(c, [](auto x) { return std::tanh(x); }); }),
    add_operation("Erf", [](const Call& c) { return each(c, [](auto x) { return std::erf(x); }); }),
    add_operation("Floor", [](const Call& c) { return each(c, [](auto x) { return std::floor(x); }); }),
    add_operation("Round", [](const Call& c) { return each(c, [](auto x) { return std::nearbyint(x); }); }),
    add_operation("Relu", [](const Call& c) { return each(c, [](auto x) { return x < 0 ? decltype(x){0} : x; }); }),
    add_operation("Sigmoid", [](const Call& c) { return each(c, [](auto x) { return 1 / (1 + std::exp(-x)); }); }),
    add_operation("Softplus",
                  [](const Call& c) {
                    return each(c, [](auto x) {
                      return std::max<double>(x, 0) + std::log1p(std::exp(-std::abs(static_cast<double>(x))));
                    });
                  }),
    add_operation("LeakyRelu",
                  [](const Call& c) {
                    return each(c, [slope = at(c, "alpha", 0.01F)](auto x) { return x < 0 ? slope * x : x; });
                  }),
    add_operation("Elu",
                  [](const Call& c) {
                    return each(c, [alpha = at(c, "alpha", 1)](auto x) {
                      return x < 0 ? alpha * std::expm1(static_cast<double>(x)) : static_cast<double>(x);
                    });
                  }),
    add_operation("Add", [](const Call& c) { return pairs(c, [](auto a, auto b) { return a + b; }); }),
    add_operation("Sub", [](const Call& c) { return pairs(c, [](auto a, auto b) { return a - b; }); }),
    add_operation("Mul", [](const Call& c) { return pairs(c, [](auto a, auto b) { return a * b; }); }),
    add_operation("Div",
                  [](const Call& c) {
                    return pairs(c, [&c](auto a, auto b) {
                      if constexpr (std::is_integral_v<decltype(b)>)
                        if (b == 0) c.refuse("by 0 in whole numbers");
                      return a / b;
                    });
                  }),
    add_operation("Pow",
                  [](const Call& c) {
                    return pairs(c, [](auto a, auto b) { return static_cast<decltype(a)>(std::pow(a, b)); });
                  }),
    add_operation("Max", [](const Call& c) { return pairs(c, [](auto a, auto b) { return a < b ? b : a; }); }),
    add_operation("Min", [](const Call& c) { return pairs(c, [](auto a, auto b) { return b < a ? b : a; }); }),
    add_operation("Equal", [](const Call& c) { return compare(c, [](auto a, auto b) { return a == b; }); }),
    add_operation("Less", [](const Call& c) { return compare(c, [](auto a, auto b) { return a < b; }); }),
    add_operation("LessOrEqual", [](const Call& c) { return compare(c, [](auto a, auto b) { return a <= b; }); }),
    add_operation("Greater", [](const Call& c) { return compare(c, [](auto a, auto b) { return a > b; }); }),
    add_operation("GreaterOrEqual", [](const Call& c) { return compare(c, [](auto a, auto b) { return a >= b; }); }),
    add_operation("And", [](const Call& c) { return compare(c, [](auto a, auto b) { return a != 0 && b != 0; }); }),
    add_operation("Or", [](const Call& c) { return compare(c, [](auto a, auto b) { return a != 0 || b != 0; }); }),
    add_operation("Not", [](const Call& c) { return each(c, [](auto x) { return x == 0; }); }),
    add_operation("IsNaN", not_a_number),
    add_operation("Where", where),
    add_operation("Cast", cast),
    add_operation("Clip", clip),
};

}  // namespace
}  // namespace plumb::onnx
