#pragma once

#include <map>
#include <string>
#include <vector>

#include "plumb/core/files.h"
#include "plumb/core/registry.h"
#include "plumb/graph/graph.h"

namespace plumb {

/// What a callback sees of a training, and what it may ask for.
class Training {
 public:
  virtual ~Training() = default;
  int64_t epoch = 0, epochs = 1;               // from 0
  int64_t step = 0;                            // updates done since the beginning
  double loss = 0;                             // of the last batch
  double learning_rate = 0;                    // of the last batch
  std::map<std::string, double> metrics = {};  // of the epoch that ended: loss, valid_loss, valid_accuracy, …
  Path folder = {};                            // of the run; empty: nothing is written

  /// Whether more of it is better; an Error names the metrics there are, where `metric` is none of them.
  virtual bool higher_is_better(const std::string& metric) const = 0;
  virtual void stop(const std::string& reason) = 0;
  /// Remembers the weights as they are under a name (kept in checkpoints, too), and takes them back.
  virtual void keep_weights(const std::string& name) = 0;
  virtual void restore_weights(const std::string& name) = 0;
  /// Moves what is kept under a name (from nothing, if it is not yet) this share of the way to the weights as they are.
  virtual void blend_weights(const std::string& name, double share) = 0;
  /// Adds the weights as they are to the sets that will answer together; of more than `most` the oldest go.
  virtual void keep_member(int64_t most) = 0;
  /// The layers of the network from its inputs on, and a factor on the learning rate of one; only for a callback that
  /// says `sets_rate_factors`.
  virtual std::vector<std::string> layers() const = 0;
  virtual void set_rate_factor(const std::string& layer, double factor) = 0;
  /// Writes the weights as safetensors.
  virtual void write_weights(const Path& file) const = 0;
};

/// Watches a training. A kind is a struct with described options and any of
///
///     void step_ended(Training& training) const;
///     void epoch_ended(Training& training) const;
///     void ended(Training& training) const;             // also where a callback stopped it; not if interrupted
///     void epoch_begins(Training& training) const;      // again where an interrupted epoch is resumed
///     void build(Graph& graph) const;                   // adds to the training step, behind the optimizer
///     double share_of_rows(int64_t epoch) const;        // which the epoch learns from: the easiest (easy_rows.h)
///     static constexpr bool sets_rate_factors = true;
///
/// or, where it remembers, a described `State`, and `epoch_ended(Training&, State&)`, `ended(Training&, State&)`; the
/// state is part of every checkpoint.
class Callback : public Component {
 public:
  static constexpr auto sort = "callback";
  template <class Kind>
  requires(!std::derived_from<Kind, Component>) Callback(Kind kind);  // NOLINT: implicit by design

  bool watches_steps() const { return static_cast<bool>(step_ended_); }
  bool sets_rate_factors() const { return sets_rate_factors_; }
  bool chooses_rows() const { return static_cast<bool>(share_of_rows_); }
  double share_of_rows(int64_t epoch) const { return share_of_rows_ ? share_of_rows_(epoch) : 1; }
  void build(Graph& graph) const {
    if (build_) build_(graph);
  }
  void epoch_begins(Training& training) const {
    if (epoch_begins_) epoch_begins_(training);
  }
  void step_ended(Training& training) const { step_ended_(training); }
  void epoch_ended(Training& training, Entry& state) const { epoch_ended_(training, state); }
  void ended(Training& training, Entry& state) const { ended_(training, state); }

 private:
  bool sets_rate_factors_ = false;
  std::function<void(Graph&)> build_;
  std::function<double(int64_t)> share_of_rows_;
  std::function<void(Training&)> step_ended_, epoch_begins_;
  std::function<void(Training&, Entry&)> epoch_ended_, ended_;
};

template <class Kind>
requires(!std::derived_from<Kind, Component>) Callback::Callback(Kind kind) : Component(kind) {
  if constexpr (requires(Training & t) { kind.step_ended(t); })
    step_ended_ = [kind](Training& t) { kind.step_ended(t); };
  if constexpr (requires(Training & t) { kind.epoch_begins(t); })
    epoch_begins_ = [kind](Training& t) { kind.epoch_begins(t); };
  if constexpr (requires(Graph & graph) { kind.build(graph); }) build_ = [kind](Graph& graph) { kind.build(graph); };
  if constexpr (requires { kind.share_of_rows(int64_t{}); })
    share_of_rows_ = [kind](int64_t epoch) { return kind.share_of_rows(epoch); };
  if constexpr (requires { Kind::sets_rate_factors; }) sets_rate_factors_ = Kind::sets_rate_factors;
  if constexpr (requires { typename Kind::State; }) {
    const auto with_state = [](Entry& saved, auto call) {
      Problems problems;
      auto state =
          saved.is_null() ? typename Kind::State{} : read_options<typename Kind::State>(saved, problems).value();
      call(state);
      saved = write_options(state);
    };
    epoch_ended_ = [kind, with_state](Training& t, Entry& saved) {
      if constexpr (requires(typename Kind::State & s) { kind.epoch_ended(t, s); })
        with_state(saved, [&](auto& state) { kind.epoch_ended(t, state); });
    };
    ended_ = [kind, with_state](Training& t, Entry& saved) {
      if constexpr (requires(typename Kind::State & s) { kind.ended(t, s); })
        with_state(saved, [&](auto& state) { kind.ended(t, state); });
    };
  } else {
    epoch_ended_ = [kind](Training& t, Entry&) {
      if constexpr (requires { kind.epoch_ended(t); }) kind.epoch_ended(t);
    };
    ended_ = [kind](Training& t, Entry&) {
      if constexpr (requires { kind.ended(t); }) kind.ended(t);
    };
  }
}

}  // namespace plumb
