#pragma once

#include <concepts>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "plumb/core/registry.h"
#include "plumb/core/table.h"
#include "plumb/onnx/columns.h"
#include "plumb/prepare/token_words.h"

namespace plumb {

/// The train rows that a step learns from, in pieces that may be gone over again; today they are one table in memory.
class Rows {
 public:
  explicit Rows(Table table) : chunks_{std::move(table)} {}
  explicit Rows(std::vector<Table> chunks) : chunks_(std::move(chunks)) {}
  const std::vector<Table>& chunks() const { return chunks_; }
  Table all() const;  // every chunk in one; small data only

 private:
  std::vector<Table> chunks_;
};

/// What a step is told beside its options and its state, where it asks for it (`apply(state, rows, context)`).
struct StepContext {
  bool training = false;  // rows may be dropped (drop_duplicates) and changed at random
  uint64_t seed = 0;
  std::vector<std::string> targets = {};  // columns that no step may change unless it names them; ids among them
  std::vector<std::string> ids = {};      // columns that name a row and say nothing of it
};

/// What a type must offer to be a step. There is nothing to inherit from:
///
///     struct FillMissing {
///       …options, name, summary, describe (see core/describe.h)…
///       struct State { …; static void describe(auto& self, auto& field); };      // what is learned, saved as JSON
///       State fit(const Rows& train, const StepContext&) const;                  // pure: train rows only
///       Table apply(const State&, Table rows, const StepContext&) const;         // pure
///       void emit(const State&, onnx::Columns& columns) const;                   // apply() again, said in ONNX
///     };
///
/// A step that acts on train rows only has `static constexpr bool train_only = true;` and emits nothing.
/// A step whose columns need a word of explanation to the network adds it:
///
///       void hint(const State&, std::map<std::string, ColumnHints>& hints) const;   // by column
template <class S>
concept StepKind = requires(const S step, const typename S::State state, const Rows train, Table rows,
                            const StepContext context, onnx::Columns& columns) {
  { S::name } -> std::convertible_to<std::string_view>;
  { step.fit(train, context) } -> std::same_as<typename S::State>;
  { step.apply(state, std::move(rows), context) } -> std::same_as<Table>;
  { step.emit(state, columns) } -> std::same_as<void>;
};

/// What the network must know of a prepared column beside its type.
struct ColumnHints {
  /// Of images: the network reads scale * pixel + shift, for each channel (or one for all). Pixels stay bytes in
  /// memory, in batches and at the border of the ONNX graph.
  std::vector<double> scale = {}, shift = {};
  int64_t codes = 0;  // of a column of codes, or of lists of them: they lie in [0, codes)
  /// Of lists of codes, which are words of a text: the longest one, and how texts were cut.
  int64_t length = 0;
  std::optional<TextSplit> split = {};
  std::vector<double> edges = {};  // of a number: ascending, between them lie the bins in which a network embeds it
  /// Of images: the steps that a picture goes through before the ONNX graph, each as a task file names it.
  std::vector<Entry> outside = {};
  static void describe(auto& self, auto& field) {
    field("scale", self.scale, "What pixels are multiplied by.");
    field("shift", self.shift, "What is then added.");
    field("codes", self.codes, "Number of codes.");
    field("length", self.length, "Most codes in a row, of lists.");
    field("split", self.split, "How texts were cut into words.");
    field("edges", self.edges, "Edges of the bins of a number.");
    field("outside", self.outside, "Steps of images that no ONNX graph has.");
  }
};

/// A step together with what it learned from the train rows.
struct FittedStep {
  std::string name;
  std::function<Table(Table rows, const StepContext&)> apply;
  std::function<void(onnx::Columns&)> emit;
  std::function<Entry()> state;                                        // to save
  std::function<void(std::map<std::string, ColumnHints>&)> hint = {};  // may be empty
  bool train_only = false;
};

/// A step of any kind, as a value: copy it, keep it in a vector, fit it twice.
class Step : public Component {
 public:
  static constexpr auto sort = "step";

  template <StepKind Kind>
  Step(Kind step)  // NOLINT: implicit by design
      : Component(step),
        fit_([step](const Rows& train, const StepContext& context) { return bind(step, step.fit(train, context)); }),
        load_([step](const Entry& saved, Problems& problems) -> std::optional<FittedStep> {
          auto state = read_options<typename Kind::State>(saved, problems);
          return state ? std::optional(bind(step, std::move(*state))) : std::nullopt;
        }) {}

  FittedStep fit(const Rows& train, const StepContext& context) const { return fit_(train, context); }
  /// The step as it was fitted, from its saved state.
  std::optional<FittedStep> load(const Entry& saved, Problems& problems) const { return load_(saved, problems); }

 private:
  template <class Kind>
  static FittedStep bind(const Kind& step, typename Kind::State learned) {
    auto state = std::make_shared<const typename Kind::State>(std::move(learned));
    FittedStep fitted{.name = Kind::name};
    fitted.apply = [step, state](Table rows, const StepContext& context) {
      return step.apply(*state, std::move(rows), context);
    };
    fitted.emit = [step, state](onnx::Columns& columns) { step.emit(*state, columns); };
    fitted.state = [state] { return write_options(*state); };
    if constexpr (requires { &Kind::hint; })
      fitted.hint = [step, state](std::map<std::string, ColumnHints>& hints) { step.hint(*state, hints); };
    if constexpr (requires { Kind::train_only; }) fitted.train_only = Kind::train_only;
    return fitted;
  }
  std::function<FittedStep(const Rows&, const StepContext&)> fit_;
  std::function<std::optional<FittedStep>(const Entry&, Problems&)> load_;
};

}  // namespace plumb
