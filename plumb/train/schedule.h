#pragma once

#include <map>
#include <string>
#include <string_view>

#include "plumb/core/registry.h"

namespace plumb {

/// Where training stands when a schedule is asked.
struct Moment {
  int64_t step = 0, steps = 1;  // this step from 0, and how many there will be
  int64_t epoch = 0, epochs = 1;
  double learning_rate = 0;                 // the optimizer's
  std::map<std::string, double> last = {};  // metrics of the last finished epoch
};

/// Whether less of a metric is better, by its name: losses and errors.
bool less_is_better(std::string_view metric);

/// The learning rate of each step. A kind is a struct with described options and
///
///     double rate(const Moment& moment) const;
///
/// or, where it remembers (on_plateau), a described `State` with `double rate(const Moment&, State&) const`, called
/// once a step; the state is part of every checkpoint.
class Schedule : public Component {
 public:
  static constexpr auto sort = "schedule";
  template <class Kind>
  requires(!std::derived_from<Kind, Component>) Schedule(Kind kind);  // NOLINT: implicit by design
  double rate(const Moment& moment, Entry& state) const { return rate_(moment, state); }

 private:
  std::function<double(const Moment&, Entry&)> rate_;
};

template <class Kind>
requires(!std::derived_from<Kind, Component>) Schedule::Schedule(Kind kind)
    : Component(kind), rate_([kind](const Moment& moment, Entry& saved) {
        if constexpr (requires { typename Kind::State; }) {
          Problems problems;
          auto state =
              saved.is_null() ? typename Kind::State{} : read_options<typename Kind::State>(saved, problems).value();
          const double rate = kind.rate(moment, state);
          saved = write_options(state);
          return rate;
        } else {
          return kind.rate(moment);
        }
      }) {}

}  // namespace plumb
