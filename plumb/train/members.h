#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "plumb/engine/executor.h"
#include "plumb/model/network.h"

namespace plumb {

/// Sets of weights that answer together (callbacks/snapshot_ensemble.h) wait among the states of a training, and so in
/// its checkpoints, as "member/NUMBER/NAME".
///
/// Adds one, of the tensors that inference reads by their names; of more than `most` the oldest go.
void add_member(States& states, const std::map<std::string, States::Tensor>& weights, int64_t most);

/// A network that answers with the mean of its members' answers, and its weights.
struct Ensemble {
  Network network = {};
  std::shared_ptr<States> states = {};
};
/// The ensemble of the members that wait in the states; nothing where there are none.
std::optional<Ensemble> ensemble_of(const Network& network, const States& states);

}  // namespace plumb
