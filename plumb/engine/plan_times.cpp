// What the calls of a plan took, with the work that they did.
#include <algorithm>
#include <map>

#include "plumb/engine/plan.h"

namespace plumb::engine {

/// Two for each multiply-add of the group; bytes of what it reads from and leaves in memory.
void Plan::measure_work(const Group& group, const Lane& lane, CallTime& call) const {
  for (const int id : group.nodes) {
    const Node& node = lane.node(id);
    const auto products = static_cast<double>(multiply_adds(node));
    call.flops += 2 * products;
    call.bf16 = call.bf16 || (products > 0 && node.in[0].type() == Type::bf16);
  }
  // These touch only the rows that are asked for, or what is not yet in its place.
  if (group.kernel.starts_with("gather") || group.kernel == "pack") return;
  const auto bytes = [&](int id) {
    return static_cast<double>(count(lane.node(id).shape())) * static_cast<double>(size_of(lane.node(id).type()));
  };
  for (const int id : group.reads) call.bytes += bytes(id);
  for (const int id : group.nodes)
    if (needed_[static_cast<size_t>(id)]) call.bytes += bytes(id);
}

CallTime Plan::describe(const Timed& one, int thread) const {
  CallTime result{.what = one.call->what,
                  .layout = one.call->layout,
                  .shard = one.lane,
                  .thread = thread,
                  .begin = one.begin,
                  .seconds = one.seconds};
  const int number = one.call->group;
  if (number < 0 || number >= static_cast<int>(groups_.size())) return result;
  const Group& group = groups_[static_cast<size_t>(number)];
  const Lane& lane = *lanes_[static_cast<size_t>(one.lane)];
  // Reorders and sums over shards stand beside the group's own calls.
  const bool own = (group.rows == Rows::none) == (one.lane == 0) && one.call->what != "reorder";
  if (!own) return result;
  result.kernel = group.kernel;
  result.layer = lane.node(group.leader).scope;
  for (const int id : group.nodes) result.operators.push_back(lane.node(id).op->name);
  return result;
}

StepTimes Plan::times() const {
  StepTimes all{.seconds = fastest_seconds_, .runs = runs_, .threads = threads_, .shards = shards()};
  std::map<const Call*, int> number_of;  // calls of shards go by their place in the lane
  int number = 0;
  for (int phase = 0; phase < phases_; ++phase) {
    const auto p = static_cast<size_t>(phase);
    for (const Call& call : lanes_[0]->calls_[p]) number_of[&call] = number++;
    size_t most = 0;
    for (size_t lane = 1; lane < lanes_.size(); ++lane) {
      const auto& calls = lanes_[lane]->calls_[p];
      for (size_t i = 0; i < calls.size(); ++i) number_of[&calls[i]] = number + static_cast<int>(i);
      most = std::max(most, calls.size());
    }
    number += static_cast<int>(most);
  }
  std::map<std::pair<int, int>, size_t> longest;  // by lane and group: the call that the group's work stands beside
  for (size_t thread = 0; thread < fastest_.size(); ++thread)
    for (const Timed& one : fastest_[thread]) {
      CallTime call = describe(one, static_cast<int>(thread));
      call.call = number_of.at(one.call);
      all.calls.push_back(std::move(call));
      if (all.calls.back().operators.empty()) continue;
      const auto [found, first] = longest.try_emplace({one.lane, one.call->group}, all.calls.size() - 1);
      if (!first && all.calls[found->second].seconds < one.seconds) found->second = all.calls.size() - 1;
    }
  for (const auto& [place, index] : longest)
    measure_work(groups_[static_cast<size_t>(place.second)], *lanes_[static_cast<size_t>(place.first)],
                 all.calls[index]);
  std::stable_sort(all.calls.begin(), all.calls.end(),
                   [](const CallTime& a, const CallTime& b) { return a.begin < b.begin; });
  return all;
}

}  // namespace plumb::engine
