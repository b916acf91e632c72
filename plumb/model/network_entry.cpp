// Networks written down and read back: the part of a bundle that says what its weights are for.
#include "plumb/model/network.h"

namespace plumb {
namespace {

struct SavedPoint {
  Entry layer = {};
  std::vector<int64_t> from = {};
  static void describe(auto& self, auto& field) {
    field("layer", self.layer, "The layer with its options.", required);
    field("from", self.from, "Where it reads: inputs count from 0, layers go on from there.", required);
  }
};

struct SavedOutput {
  std::string name = {};
  int64_t from = 0;
  static void describe(auto& self, auto& field) {
    field("name", self.name, "Name of the output.", required);
    field("from", self.from, "Where it is read.", required);
  }
};

struct SavedNetwork {
  std::vector<InputSpec> inputs = {};
  std::vector<SavedPoint> layers = {};
  std::vector<SavedOutput> outputs = {};
  static void describe(auto& self, auto& field) {
    field("inputs", self.inputs, "What is fed.", required);
    field("layers", self.layers, "Layers, each after those that it reads.", required);
    field("outputs", self.outputs, "What comes out.", required);
  }
};

}  // namespace

Entry Network::write() const {
  SavedNetwork saved{.inputs = inputs, .layers = {}, .outputs = {}};
  for (const Point& point : points)
    saved.layers.push_back({point.layer.write(), {point.from.begin(), point.from.end()}});
  for (const Output& output : outputs) saved.outputs.push_back({output.name, output.from});
  return write_options(saved);
}

Network Network::read(const Entry& written) {
  Problems problems;
  const auto saved = read_options<SavedNetwork>(written, problems);
  problems.raise();
  Network network;
  network.inputs = saved->inputs;
  const auto known = [&](int64_t place) {
    const auto made = static_cast<int64_t>(network.inputs.size() + network.points.size());
    if (place < 0 || place >= made)
      throw Error("network: reads the result of layer {}, but only {} are there", place, made);
    return static_cast<int>(place);
  };
  for (const SavedPoint& point : saved->layers) {
    std::vector<int> from;
    for (const int64_t place : point.from) from.push_back(known(place));
    network.add(Form<Layer>::make(point.layer), std::move(from));
  }
  for (const SavedOutput& output : saved->outputs) network.outputs.push_back({output.name, known(output.from)});
  return network;
}

}  // namespace plumb
