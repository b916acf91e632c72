#include "plumb/train/predictor.h"

#include <algorithm>
#include <cstring>

#include "plumb/engine/frozen.h"

namespace plumb {

struct Predictor::Plans {
  Plans(const Network& of, std::shared_ptr<States> in, PredictorSettings with)
      : network(of), states(std::move(in)), settings(std::move(with)), traced(trace(network)) {
    for (const auto& [name, value] : traced.outputs) outputs.push_back(value);
    initialise(*traced.graph, *states, 0);
  }

  Executor& for_rows(int64_t rows) {
    std::unique_ptr<Executor>& plan = plans[rows];
    if (!plan) {
      plan = make_executor(
          settings.device, *traced.graph, outputs, rows, *states,
          {.threads = settings.threads, .precision = settings.precision, .any_threads = settings.any_threads});
      freeze(*plan);
    }
    return *plan;
  }

  Network network;
  std::shared_ptr<States> states;
  PredictorSettings settings;
  TracedNetwork traced;
  Values outputs;
  std::map<int64_t, std::unique_ptr<Executor>> plans;
};

Predictor::Predictor(const Network& network, std::shared_ptr<States> states, const PredictorSettings& settings)
    : plans_(std::make_unique<Plans>(network, std::move(states), settings)) {}
Predictor::~Predictor() = default;
Predictor::Predictor(Predictor&&) noexcept = default;
Predictor& Predictor::operator=(Predictor&&) noexcept = default;

Shape Predictor::output_shape(const std::string& name) const {
  const Shape& shape = plans_->traced.outputs.at(name).shape();
  return {shape.begin() + 1, shape.end()};
}

namespace {

const TensorRows& fed(const std::vector<TensorRows>& rows, const InputSpec& spec) {
  for (const TensorRows& tensor : rows)
    if (tensor.name == spec.name) {
      require(tensor.row_shape == spec.shape && tensor.type == spec.type,
              "input \"{}\": {} of {} a row came, and the network was trained on {} of {}", spec.name, tensor.row_shape,
              text(tensor.type), spec.shape, text(spec.type));
      return tensor;
    }
  throw Error("the network needs the input \"{}\"", spec.name);
}

}  // namespace

std::map<std::string, std::vector<float>> Predictor::operator()(const std::vector<TensorRows>& rows) {
  Plans& p = *plans_;
  std::vector<const TensorRows*> inputs;
  for (const InputSpec& spec : p.network.inputs) inputs.push_back(&fed(rows, spec));
  const int64_t total = inputs.front()->rows;
  std::map<std::string, std::vector<float>> results;
  for (const auto& [name, value] : p.traced.outputs)
    results[name].resize(static_cast<size_t>(total * count(output_shape(name))));
  for (int64_t begin = 0; begin < total; begin += p.settings.batch_size) {
    const int64_t size = std::min(p.settings.batch_size, total - begin);
    Executor& plan = p.for_rows(size);
    for (size_t i = 0; i < inputs.size(); ++i)
      plan.bind(p.traced.inputs.at(p.network.inputs[i].name), inputs[i]->row(begin));
    plan.run();
    for (const auto& [name, value] : p.traced.outputs) {
      const int64_t width = count(output_shape(name));
      std::memcpy(results.at(name).data() + begin * width, plan.data(value),
                  static_cast<size_t>(size * width) * sizeof(float));
    }
  }
  return results;
}

}  // namespace plumb
