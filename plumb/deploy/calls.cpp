#include "plumb/deploy/calls.h"

#include <cmath>

#include "plumb/core/error.h"
#include "plumb/deploy/agreement.h"

namespace plumb {
namespace {

/// Whether `p`, off by no more than the tolerance, may lie on the other side of `border`.
bool is_near(double p, double border) { return std::abs(p - border) <= tolerance_at(p); }

/// Whether a class that is not ours may be called of these probabilities. NaN has no order.
bool may_be_called(const Answer& answer, size_t row, size_t code) {
  const double* p = answer.values.data() + row * answer.width();
  const size_t best = answer.best(row);
  if (!std::isfinite(p[best]) || !std::isfinite(p[code])) return true;
  if (answer.threshold && answer.width() == 2) return is_near(p[1], *answer.threshold);
  if (answer.target.choice == Choice::ordered) {
    double before = 0, off = 0;
    for (size_t i = 0; i < answer.width(); ++i) off += tolerance_at(p[i]);
    for (size_t i = 0; i < code; ++i) before += p[i];
    return before < 0.5 + off && before + p[code] >= 0.5 - off;
  }
  return p[best] - p[code] <= tolerance_at(p[best]) + tolerance_at(p[code]);  // both may be off
}

std::optional<WrongCall> wrong_class(const Answer& answer, const Calls& calls) {
  const std::vector<std::string>& labels = answer.target.labels;
  for (size_t row = 0; row < calls.size(); ++row) {
    const auto code = static_cast<size_t>(calls[row]);
    if (code != answer.best(row) && !may_be_called(answer, row, code))
      return WrongCall{row, answer.target.name, labels[answer.best(row)], labels[code]};
  }
  return {};
}

std::optional<WrongCall> wrong_label(const Answer& answer, const Calls& calls) {
  for (size_t i = 0; i < calls.size(); ++i) {
    const size_t row = i / answer.width(), label = i % answer.width();
    if (answer.holds(row, label) == (calls[i] != 0) || is_near(answer.values[i], 0.5)) continue;
    const std::string word = answer.target.labels[label];
    return WrongCall{row, answer.target.name, calls[i] != 0 ? "not " + word : word,
                     calls[i] != 0 ? word : "not " + word};
  }
  return {};
}

}  // namespace

std::optional<WrongCall> wrong_call(const std::vector<Answer>& answers, const std::vector<Calls>& calls) {
  if (answers.size() != calls.size()) throw Bug("calls of other targets");
  for (size_t i = 0; i < answers.size(); ++i) {
    const TargetSpec& target = answers[i].target;
    const size_t wanted = target.is_class() ? answers[i].rows() : target.is_set() ? answers[i].values.size() : 0;
    if (calls[i].size() != wanted) throw Bug("calls of other rows");
    const auto wrong = target.is_set() ? wrong_label(answers[i], calls[i]) : wrong_class(answers[i], calls[i]);
    if (wrong) return wrong;
  }
  return {};
}

}  // namespace plumb
