#pragma once

#include <concepts>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "plumb/core/registry.h"
#include "plumb/model/constraint.h"
#include "plumb/model/scope.h"

namespace plumb {

template <class K>
concept OneInputLayer = requires(const K kind, Scope& scope, Value x) {
  { kind.build(scope, x) } -> std::same_as<Value>;
};
template <class K>
concept ManyInputLayer = requires(const K kind, Scope& scope, const Values& inputs) {
  { kind.build(scope, inputs) } -> std::same_as<Value>;
};
/// What a type must offer to be a layer: described options, and `build`, which composes operators. Forward only;
/// gradients, plans and ONNX follow. There is nothing to inherit from, and a user's own layer is written the same way:
///
///     struct Scale {
///       double by = 1;
///       static constexpr auto name = "scale";
///       static constexpr auto summary = "Multiplies by a number.";
///       static void describe(auto& self, auto& field) { field("by", self.by, "The number."); }
///       Value build(Scope&, Value x) const { return x * by; }
///     };
///     Sequential network({Dense{64, relu}, Scale{.by = 2}, Dense{10, softmax}});
///
/// `registry<Layer>().add<Scale>()` makes it a word of the task file as well.
template <class K>
concept LayerKind = !std::derived_from<K, Component> && (OneInputLayer<K> || ManyInputLayer<K>);

/// What every layer can be told beside its own options.
///
///     dense: {units: 64, trainable: false}
///     residual: {layers: [...], rate_factor: 0.1}             # and of what lies in it
///     dense: {units: 64, activity_regularizer: {l1: 0.001}}   # sparse activations
///
/// An activity_regularizer adds to the loss what Keras adds: the penalty on all numbers that the layer leaves for a
/// batch, divided by its rows. Padding behind the end of a sequence is not penalised.
struct LayerOptions {
  bool trainable = true;
  double rate_factor = 1;
  std::optional<Constraint> constraint = {};
  std::optional<Regularizer> activity_regularizer = {};

  static void describe(auto& self, auto& field) {
    field("trainable", self.trainable,
          "false: its weights stay as they are, and it answers as at prediction (no dropout, kept statistics).");
    field("rate_factor", self.rate_factor, "Factor on the learning rate of its weights.", at_least(0));
    field("constraint", self.constraint,
          "What its kernels are brought back to after each step: max_norm, min_max_norm, non_neg, unit_norm.");
    field("activity_regularizer", self.activity_regularizer,
          "A penalty on what comes out of it, mean of the rows: l1, l2, l1_l2.");
  }
};

/// A layer of any kind, as a value.
class Layer : public Component {
 public:
  static constexpr auto sort = "layer";
  LayerOptions shared = {};

  template <LayerKind Kind>
  Layer(Kind kind)  // NOLINT: implicit by design
      : Component(kind), many_(!OneInputLayer<Kind>), build_([kind](Scope& scope, const Values& inputs) -> Value {
          if constexpr (OneInputLayer<Kind>)
            return kind.build(scope, inputs.at(0));
          else
            return kind.build(scope, inputs);
        }) {}

  /// Adds the layer to the scope's graph under a name of its own; an Error names the layer and the shapes that came.
  Value build(Scope& scope, const Values& inputs) const;
  Value build(Scope& scope, Value input) const { return build(scope, Values{input}); }
  bool takes_many() const { return many_; }  // add, concatenate

  /// The same layer, told what every layer can be told: `Layer(Dense{64}).with({.trainable = false})`.
  Layer with(LayerOptions options) const {
    Layer copy = *this;
    copy.shared = std::move(options);
    return copy;
  }
  /// Its own options all, of those of every layer the ones that say something.
  Entry write() const;

 private:
  Value built(Scope& scope, const Values& inputs) const;
  void check_activity(Value result) const;
  bool many_ = false;
  std::function<Value(Scope&, const Values&)> build_;
};
using Layers = std::vector<Layer>;

/// A layer is read and shown with the options of every layer beside its own; no kind lists them.
template <>
struct Form<Layer> {
  static std::optional<Layer> read(const Entry& entry, Problems& problems);
  static Layer make(const Entry& entry);  // throws Error on a mistake
  static Entry write(const Layer& value) { return value.write(); }
  static Entry schema();  // by reference: layers hold layers
  static std::string words() { return Layer::sort; }
};

}  // namespace plumb
