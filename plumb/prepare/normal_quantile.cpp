#include "plumb/prepare/normal_quantile.h"

#include <array>
#include <cmath>

namespace plumb {
namespace {

/// numerator(x) / denominator(x), coefficients from x^0 to x^7.
struct Quotient {
  std::array<double, 8> numerator, denominator;
};

// |p - 1/2| <= 0.425, of 0.425^2 - (p - 1/2)^2; the result times p - 1/2.
constexpr Quotient middle{
    {3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3, 1.3731693765509461125e4,
     4.5921953931549871457e4, 6.7265770927008700853e4, 3.3430575583588128105e4, 2.5090809287301226727e3},
    {1.0, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3, 2.1213794301586595867e4,
     3.9307895800092710610e4, 2.8729085735721942674e4, 5.2264952788528545610e3}};
// Further out, of r - 1.6 with r = sqrt(-log(min(p, 1 - p))) <= 5.
constexpr Quotient tail{
    {1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0, 3.64784832476320460504e0,
     1.27045825245236838258e0, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4},
    {1.0, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1, 1.48103976427480074590e-1,
     1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9}};
constexpr double reach = 0.425, inside = 0.180625, outside = 1.6;  // inside = reach^2

double polynomial(const std::array<double, 8>& coefficients, double x) {
  double sum = 0;
  for (size_t i = coefficients.size(); i-- > 0;) sum = sum * x + coefficients[i];
  return sum;
}

double of(const Quotient& quotient, double x) {
  return polynomial(quotient.numerator, x) / polynomial(quotient.denominator, x);
}

std::string polynomial(onnx::Columns& columns, const std::array<double, 8>& coefficients, const std::string& x) {
  std::string sum = columns.row({coefficients.back()});
  for (size_t i = coefficients.size() - 1; i-- > 0;)
    sum = columns.op("Add", {columns.op("Mul", {sum, x}), columns.row({coefficients[i]})});
  return sum;
}

std::string of(onnx::Columns& columns, const Quotient& quotient, const std::string& x) {
  return columns.op("Div", {polynomial(columns, quotient.numerator, x), polynomial(columns, quotient.denominator, x)});
}

}  // namespace

double normal_quantile(double p) {
  const double q = p - 0.5;
  if (std::abs(q) <= reach) return q * of(middle, inside - q * q);
  const double r = std::sqrt(-std::log(q < 0 ? p : 1 - p));
  return q < 0 ? -of(tail, r - outside) : of(tail, r - outside);
}

std::string emit_normal_quantile(onnx::Columns& columns, const std::string& p) {
  const auto number = [&](double value) { return columns.row({value}); };
  const auto q = columns.op("Sub", {p, number(0.5)});
  const auto near =
      columns.op("Mul", {q, of(columns, middle, columns.op("Sub", {number(inside), columns.op("Mul", {q, q})}))});
  const auto is_low = columns.op("Less", {q, number(0)});
  const auto share = columns.op("Where", {is_low, p, columns.op("Sub", {number(1), p})});
  const auto r = columns.op("Sqrt", {columns.op("Neg", {columns.op("Log", {share})})});
  const auto far = of(columns, tail, columns.op("Sub", {r, number(outside)}));
  const auto signed_far = columns.op("Where", {is_low, columns.op("Neg", {far}), far});
  const auto is_far = columns.op("Greater", {columns.op("Abs", {q}), number(reach)});
  return columns.op("Where", {is_far, signed_far, near});  // NaN is not far, and stays
}

}  // namespace plumb
