#pragma once

#include <functional>
#include <set>
#include <string>

#include "plumb/engine/executor.h"
#include "plumb/model/layer.h"
#include "tests/contract/sample.h"

/// What the contract test builds a layer with. One file of samples for each layer or family, in layers/:
///
///     [[maybe_unused]] const bool sampled =
///         layer_sample("dense: {units: 3}", [](Inputs& in) { return in.rows({5}); });
///
/// The layer stands as a task file would write it. A layer without a sample fails the test by name.
namespace plumb::contract {

struct LayerSample {
  std::string yaml;
  std::function<Values(Inputs&)> inputs;
  Entry entry() const;
  std::string layer() const;  // its word
};
bool layer_sample(std::string_view yaml, std::function<Value(Inputs&)> input);
bool layer_sample(std::string_view yaml, std::function<Values(Inputs&)> inputs);
/// Of a layer to which every number of a row, or every code, is like the others: no shape is wrong. Stands beside its
/// samples.
bool takes_any_shape(std::string_view layer);
const std::set<std::string, std::less<>>& layers_of_any_shape();
/// All of them, and one of `activation` for each activation that is registered.
std::vector<LayerSample> layer_samples();

/// A layer built for a number of rows, with weights that differ from each other and from their neutral beginnings.
struct BuiltLayer {
  BuiltLayer(const LayerSample& sample, int64_t rows, bool training);

  std::unique_ptr<Graph> graph = std::make_unique<Graph>();
  Inputs inputs;
  Scope scope;
  Value result;
  States states;

  Values weights() const;  // parameters, as derivatives are taken by them
  /// What inputs, the step, parameters and states hold.
  Feeds feeds(int64_t rows) const;
};

}  // namespace plumb::contract
