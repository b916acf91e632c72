#pragma once

#include <array>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "plumb/model/activation.h"
#include "plumb/model/network.h"

namespace plumb {

/// How the labels of a target go together: one of them, one of them and they have an order, or any number of them.
enum class Choice { one, ordered, any };
constexpr auto names(Choice) { return std::array{"one", "ordered", "any"}; }

/// What is predicted: `labels`, or `width` numbers where there are no labels.
struct TargetSpec {
  std::string name = {};
  std::vector<std::string> labels = {};
  int64_t width = 1;
  Choice choice = Choice::one;
  std::vector<double> quantiles = {};
  std::string separator = ";";

  bool is_class() const { return !labels.empty() && choice != Choice::any; }  // one of the labels
  bool is_set() const { return !labels.empty() && choice == Choice::any; }    // any number of them
  bool is_number() const { return labels.empty(); }
  /// The truth as the loss takes it, a row: a code; 1 or 0 for each label of a set; numbers.
  Type type() const { return is_class() ? Type::s32 : Type::f32; }
  Shape row_shape() const {
    return is_class() ? Shape{} : Shape{is_set() ? static_cast<int64_t>(labels.size()) : width};
  }
  /// How many numbers answer one row: probabilities of labels, quantiles, or the numbers themselves.
  size_t answers() const {
    return !labels.empty() ? labels.size() : !quantiles.empty() ? quantiles.size() : static_cast<size_t>(width);
  }
  /// Which of the quantiles answers where one number is asked for: the one nearest to the median.
  size_t middle() const;
  /// The class that a row of these probabilities is called: of ordered ones the median, the first that is reached with
  /// at least half of the probability, so that calls are as few steps off as they can be (CORN calls so, too); else
  /// the most probable one, the first of equals.
  size_t called(std::span<const double> probabilities) const;

  static void describe(auto& self, auto& field) {
    field("name", self.name, "Name of the target.");
    field("labels", self.labels, "Words of the classes, in code order; none: numbers.");
    field("width", self.width, "How many numbers.");
    field("choice", self.choice, "One of the labels, one of ordered ones, or any number of them.");
    field("quantiles", self.quantiles, "Quantiles of the number that are answered; none: the number.");
    field("separator", self.separator, "What stands between the labels of a set in a cell.");
  }
};

/// Units and activation at the end of a network for a target: one with a sigmoid for two classes, one a class with a
/// softmax for more, as many as there are numbers.
int64_t head_units(const TargetSpec& target);
Activation head_activation(const TargetSpec& target);

/// What is known when a network is chosen.
struct NetworkContext {
  std::vector<InputSpec> inputs = {};
  std::vector<TargetSpec> targets = {};
  int64_t rows = 0;  // train rows
};

/// Layers of each input that meet. Names: of an input, or "*" for each of the others. Inputs are images, texts, and
/// "table", which is all numbers side by side; a column of numbers that is named is an input of its own and no longer
/// in the table, and so is a column of words whose branch begins with an embedding.
///
///     model:
///       branches:
///         scan: [{conv2d: {filters: 32}}, flatten]
///         age: [{dense: {units: 8, activation: relu}}]
///         city: [{embedding: {output_dim: 4}}]
///         "*": [{dense: {units: 64}}]
///       combine: concatenate
///       layers: [{dense: {units: 64, activation: relu}}]
struct Branches {
  std::vector<std::pair<std::string, Layers>> branches = {};
  std::optional<Layer> combine = {};  // concatenate, where there are several
  Layers layers = {};

  static void describe(auto& self, auto& field) {
    field(
        "branches", self.branches,
        "Layers of each input, by its name: an image, a text, a column of numbers, one of words (an embedding first), "
        "`table` for the numbers that are not named; \"*\" stands for all others.");
    field("combine", self.combine, "The layer in which branches meet; concatenate where nothing is said.");
    field("layers", self.layers,
          "Layers after they met. The head follows from the target: a last dense "
          "layer of its width without activation gets its softmax or sigmoid, else a dense layer with it is added.");
  }
};

/// The inputs that an architecture names, so that columns become such: of branches, or of a whole network.
struct NamedInputs {
  std::vector<std::string> all = {};
  std::vector<std::string> codes = {};  // those of them that are embedded
};

/// Layers chosen for a task, and why, a line each.
struct Plan {
  Branches branches = {};
  std::vector<std::string> reasons = {};
  std::function<Layer(const TargetSpec&)> head = {};  // in place of the usual one; takes what the layers leave as it is
};

/// What is known of a table before it is prepared.
struct TableFacts {
  int64_t rows = 0;       // train rows
  bool has_valid = true;  // whether there are rows that training may watch
};

/// What a network asks of the stages around it, in the words of a task file. The task file has the last word: a step
/// that it lists and an option of `train` that it says stay as they are.
struct Wants {
  Entry columns = {};  // a list of steps that add columns, before all others, where the task lists no step of its own
  Entry prepare = {};  // a list of steps; each gets the columns of numbers that are no flags
  Entry scale = {};    // the same in place of standardize, where the task lists no step of its own
  Entry train = {};    // options of `train`
  bool codes = false;  // categories reach it as codes
};

/// A network by name (mlp, cnn, auto). A kind is a struct with described options and
///
///     Plan plan(const NetworkContext& context) const;        // without the head
///     Wants wants(const TableFacts& facts) const;            // only if it wants something
class NamedNetwork : public Component {
 public:
  static constexpr auto sort = "network";
  template <class Kind>
  requires(!std::derived_from<Kind, Component>) NamedNetwork(Kind kind)  // NOLINT: implicit by design
      : Component(kind), plan_([kind](const NetworkContext& context) { return kind.plan(context); }) {
    if constexpr (requires { &Kind::wants; }) wants_ = [kind](const TableFacts& facts) { return kind.wants(facts); };
  }
  Plan plan(const NetworkContext& context) const { return plan_(context); }
  Wants wants(const TableFacts& facts) const { return wants_ ? wants_(facts) : Wants{}; }

 private:
  std::function<Plan(const NetworkContext&)> plan_;
  std::function<Wants(const TableFacts&)> wants_;
};

/// What stands under `model` in a task file: a name, a list of layers, or branches; in C++ also a whole `Network`,
/// which is taken as it was written but for what only the data know (model/match_inputs.h).
///
///     model: auto        model: {mlp: {units: [64, 64]}}        model: [flatten, {dense: {units: 10}}]
class Architecture {
 public:
  Architecture();                    // auto
  Architecture(NamedNetwork named);  // NOLINT: implicit by design, as are the next ones
  Architecture(Layers layers);       // NOLINT
  Architecture(std::initializer_list<Layer> layers) : Architecture(Layers(layers)) {}
  Architecture(Branches branches);  // NOLINT
  Architecture(Network network);    // NOLINT

  struct Built {
    Network network;
    std::vector<std::string> reasons = {};
  };
  /// The network for these inputs and targets, an output for each target under its name. Heads are added: a dense layer
  /// of the target's width, or of a unit for each quantile; of one unit with a sigmoid for two classes; of one unit a
  /// class with a softmax for more; of a unit a label with a sigmoid for sets; of a unit less than classes, and
  /// `ordinal_probabilities`, for ordered ones. The last listed layer is left alone where it is such a head already (of
  /// two units with a softmax, too); where it lacks nothing but the activation, it is taken as the head's logits and
  /// gets that: `dense: 10` for ten classes a softmax, `dense: 1` for two a sigmoid. A listed `activation: softmax`
  /// behind it is that one. For numbers and ordered classes there is nothing of that kind to add.
  Built build(const NetworkContext& context) const;

  NamedInputs named_inputs() const;

  /// The network where it was named, else nothing.
  std::optional<NamedNetwork> named() const;

  static std::optional<Architecture> read(const Entry& entry, Problems& problems);
  Entry write() const;
  static Entry schema();

 private:
  std::variant<NamedNetwork, Branches, Network> what_;
  bool listed_ = false;  // was written as a plain list
};

template <>
struct Form<Architecture> {
  static std::optional<Architecture> read(const Entry& entry, Problems& problems) {
    return Architecture::read(entry, problems);
  }
  static Entry write(const Architecture& value) { return value.write(); }
  static Entry schema() { return Architecture::schema(); }
  static std::string words() { return "name of a network, list of layers, or branches"; }
};

}  // namespace plumb
