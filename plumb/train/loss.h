#pragma once

#include "plumb/core/registry.h"
#include "plumb/graph/graph.h"

namespace plumb {

/// What a loss compares: the network's output (after its activation) and the truth.
struct LossInputs {
  Value prediction;  // [rows, …]
  Value target;      // s32 [rows] for classes, f32 [rows, …] otherwise
};

/// A loss gives one number a row; the loop weighs the rows and averages. A kind is a struct with described options and
///
///     Value per_row(const LossInputs& inputs) const;     // [rows]
///
/// and, where a number is answered by several (quantiles), `std::vector<double> answers() const`.
///
/// Cross-entropies look through a softmax or sigmoid at the end of the network and use its input (`logits_of`), so that
/// `dense: {units: 10, activation: softmax}` trains through the stable path.
class Loss : public Component {
 public:
  static constexpr auto sort = "loss";
  template <class Kind>
  requires(!std::derived_from<Kind, Component>) Loss(Kind kind)  // NOLINT: implicit by design
      : Component(kind), per_row_([kind](const LossInputs& inputs) { return kind.per_row(inputs); }) {
    if constexpr (requires { kind.answers(); }) quantiles_ = kind.answers();
  }
  Value per_row(const LossInputs& inputs) const { return per_row_(inputs); }
  /// The quantiles that the network must answer for one number, a unit each; empty: one unit.
  const std::vector<double>& quantiles() const { return quantiles_; }

 private:
  std::function<Value(const LossInputs&)> per_row_;
  std::vector<double> quantiles_;
};

/// The input of the named activation if `prediction` is its result ("softmax", "sigmoid"), or an empty value.
Value logits_of(Value prediction, std::string_view activation);
/// The same for a loss with the option `from_logits`: where nothing made probabilities of it, `prediction` itself holds
/// the logits. Behind a softmax or sigmoid the option changes nothing, as in Keras (`_get_logits` of its backends,
/// which looks through the activation too).
Value logits_of(Value prediction, std::string_view activation, bool from_logits);

/// The mean over all axes but the rows.
Value mean_of_row(Value x);

/// Away from 0 and 1 by 1e-7, so that its logarithm is finite: for probabilities whose logits are not known.
Value clip_probability(Value p);

/// An Error unless target and prediction are numbers of one shape.
void require_numbers(const LossInputs& inputs, std::string_view loss);

}  // namespace plumb
