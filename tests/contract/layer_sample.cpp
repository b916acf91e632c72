#include "tests/contract/layer_sample.h"

#include "plumb/core/random.h"
#include "plumb/model/activation.h"
#include "plumb/task/yaml_reader.h"

namespace plumb::contract {
namespace {

std::vector<LayerSample>& written() {
  static std::vector<LayerSample> samples;
  return samples;
}

std::set<std::string, std::less<>>& of_any_shape() {
  static std::set<std::string, std::less<>> layers{"activation"};  // whose samples are made below
  return layers;
}

Numbers numbers_of(const States::Tensor& tensor) {
  return {tensor.shape, {tensor.floats(), tensor.floats() + count(tensor.shape)}};
}

}  // namespace

Entry LayerSample::entry() const {
  Problems problems;
  Entry read = read_yaml(yaml, "sample", problems);
  problems.raise();
  return read;
}

std::string LayerSample::layer() const {
  const Entry read = entry();
  return read.is_map() ? read.fields().front().name : read.word();
}

bool layer_sample(std::string_view yaml, std::function<Value(Inputs&)> input) {
  return layer_sample(yaml, [input](Inputs& in) { return Values{input(in)}; });
}

bool layer_sample(std::string_view yaml, std::function<Values(Inputs&)> inputs) {
  written().push_back({std::string(yaml), std::move(inputs)});
  return true;
}

bool takes_any_shape(std::string_view layer) { return of_any_shape().emplace(layer).second; }

const std::set<std::string, std::less<>>& layers_of_any_shape() { return of_any_shape(); }

std::vector<LayerSample> layer_samples() {
  std::vector<LayerSample> all = written();
  for (const std::string& word : registry<Activation>().words())
    all.push_back({"activation: " + word, [](Inputs& in) { return Values{in.rows({19}, {-5, 5})}; }});
  return all;
}

BuiltLayer::BuiltLayer(const LayerSample& sample, int64_t rows, bool training)
    : inputs(*graph, rows), scope(*graph, training, 5) {
  const Values in = sample.inputs(inputs);
  result = Form<Layer>::make(sample.entry()).build(scope, in);
  graph->seal();
  initialise(*graph, states, 3);
  Random random(13, "weights");
  for (auto& [name, tensor] : states.all)
    for (int64_t i = 0; i < count(tensor.shape); ++i) tensor.floats()[i] += static_cast<float>(random.uniform(0, 0.4));
}

Values BuiltLayer::weights() const {
  Values values;
  for (const Parameter& p : graph->parameters)
    if (p.trainable) values.push_back(p.value);
  return values;
}

Feeds BuiltLayer::feeds(int64_t rows) const {
  Feeds feeds = drawn(inputs, rows);
  if (const Value step = graph->find_input("step")) feeds[step] = {.shape = {}, .values = {4}};
  if (!graph->parameters.empty()) feeds[graph->flat()] = numbers_of(states.all.at("parameters"));
  for (const State& state : graph->states) feeds[state.value] = numbers_of(states.all.at(state.name));
  return feeds;
}

}  // namespace plumb::contract
