#include "plumb/train/members.h"

#include <algorithm>
#include <cstring>
#include <set>

#include "plumb/model/layers/average.h"

namespace plumb {
namespace {

const std::string prefix = "member/";

std::string place_of(int64_t number, const std::string& part) { return prefix + std::to_string(number) + "/" + part; }

/// Their numbers, ascending.
std::set<int64_t> numbers_in(const States& states) {
  std::set<int64_t> numbers;
  for (auto at = states.all.lower_bound(prefix); at != states.all.end() && at->first.starts_with(prefix); ++at)
    numbers.insert(std::stoll(at->first.substr(prefix.size())));
  return numbers;
}

/// As many times the same points, with weights of their own, from the same inputs.
Network repeated(const Network& network, size_t members) {
  Network made;
  made.inputs = network.inputs;
  const auto inputs = static_cast<int>(network.inputs.size()), points = static_cast<int>(network.points.size());
  const auto moved = [&](int place, size_t member) {
    return place < inputs ? place : place + static_cast<int>(member) * points;
  };
  for (size_t member = 0; member < members; ++member)
    for (Network::Point point : network.points) {
      for (int& from : point.from) from = moved(from, member);
      made.points.push_back(std::move(point));
    }
  for (const auto& [name, from] : network.outputs) {
    std::vector<int> places;
    for (size_t member = 0; member < members; ++member) places.push_back(moved(from, member));
    made.outputs.push_back({name, members == 1 ? places.front() : made.add(AverageLayer{}, places)});
  }
  return made;
}

void copy(const States::Tensor& from, int64_t offset, const States::Tensor& to, int64_t place, const Shape& shape) {
  std::memcpy(to.floats() + place, from.floats() + offset, static_cast<size_t>(count(shape)) * sizeof(float));
}

}  // namespace

void add_member(States& states, const std::map<std::string, States::Tensor>& weights, int64_t most) {
  std::set<int64_t> numbers = numbers_in(states);
  const int64_t number = numbers.empty() ? 0 : *numbers.rbegin() + 1;
  for (const auto& [part, tensor] : weights)
    std::memcpy(states.at(place_of(number, part), tensor.shape, tensor.type).data.get(), tensor.data.get(),
                tensor.bytes());
  for (numbers.insert(number); static_cast<int64_t>(numbers.size()) > most; numbers.erase(numbers.begin()))
    for (const auto& [part, tensor] : weights) states.all.erase(place_of(*numbers.begin(), part));
}

std::optional<Ensemble> ensemble_of(const Network& network, const States& states) {
  const std::set<int64_t> numbers = numbers_in(states);
  if (numbers.empty()) return {};
  Ensemble made{.network = repeated(network, numbers.size()), .states = std::make_shared<States>()};
  const TracedNetwork one = trace(network), all = trace(made.network);
  initialise(*all.graph, *made.states, 0);
  // Traced member after member, each in the order of the one network.
  auto parameter = all.graph->parameters.begin();
  auto statistic = all.graph->states.begin();
  for (const int64_t number : numbers) {
    for (const Parameter& p : one.graph->parameters) {
      const Parameter& to = *parameter++;
      if (to.value.shape() != p.value.shape()) throw Bug("a member's " + p.name + " has another shape");
      copy(*states.find(place_of(number, "parameters")), p.offset, *made.states->find("parameters"), to.offset,
           p.value.shape());
    }
    for (const State& s : one.graph->states)
      copy(*states.find(place_of(number, s.name)), 0, *made.states->find((statistic++)->name), 0, s.value.shape());
  }
  return made;
}

}  // namespace plumb
