// weight_normalization and spectral_normalization against PyTorch: values stored by
// tests/references/torch_normalized.py; and what they promise of beginnings and exports.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "plumb/core/files.h"
#include "plumb/engine/executor.h"
#include "plumb/engine/weights.h"
#include "plumb/graph/operators.h"
#include "plumb/model/initializers/constant.h"
#include "plumb/model/layers/dense.h"
#include "plumb/model/layers/dropout.h"
#include "plumb/model/layers/spectral_normalization.h"
#include "plumb/model/layers/weight_normalization.h"
#include "plumb/model/network.h"
#include "tests/model/stored_layer.h"
#include "tests/support/floats.h"
#include "tests/support/paths.h"

namespace plumb {
namespace {

using testing::floats;
using testing::layer_of;

void expect_near(const float* got, const Entry& expected, const std::string& what) {
  const std::vector<float> values = floats(expected);
  for (size_t i = 0; i < values.size(); ++i)
    ASSERT_NEAR(got[i], values[i], 2e-5 * std::max(1.0F, std::abs(values[i]))) << what << ", element " << i;
}

TEST(TorchNormalized, OneTrainingStepIsTheSame) {
  const Path file = testing::source_dir() / "tests/model/torch_normalized.json";
  const Entry all = parse_json(read_file(file), file.string());
  const auto rows = static_cast<int64_t>(all.at("rows").as_double());
  ASSERT_EQ(all.at("cases").items().size(), 6U);
  for (const Entry& one : all.at("cases").items()) {
    SCOPED_TRACE(one.at("layer").word());
    Shape shape;
    for (const Entry& size : one.at("shape").items()) shape.push_back(static_cast<int64_t>(size.as_double()));
    const TracedNetwork traced = trace(Network({.name = "x", .shape = shape}, {layer_of(one)}), true);
    Graph& graph = *traced.graph;
    const Value y = traced.outputs.at("output");
    Values by, wanted{y};
    for (const Parameter& p : graph.parameters) by.push_back(p.value);
    for (const Value gradient : gradients(reduce(square(y), {}), by)) wanted.push_back(gradient);

    States states;
    initialise(graph, states, 0);
    ASSERT_EQ(graph.parameters.size(), one.at("weights").fields().size());
    for (const Parameter& p : graph.parameters) {
      const std::vector<float> stored = floats(one.at("weights").at(p.name));
      ASSERT_EQ(static_cast<int64_t>(stored.size()), count(p.value.shape())) << p.name;
      std::copy(stored.begin(), stored.end(), states.find("parameters")->floats() + p.offset);
    }
    for (const State& state : graph.states) {
      const std::vector<float> stored = floats(one.at("states").at(state.name));
      std::copy(stored.begin(), stored.end(), states.find(state.name)->floats());
    }
    const auto executor = make_executor("cpu", graph, wanted, rows, states, {.threads = 1, .updates = true});
    const std::vector<float> fed = floats(one.at("x"));
    executor->bind(traced.inputs.at("x"), fed.data());
    executor->run();
    expect_near(static_cast<const float*>(executor->data(y)), one.at("y"), "y");
    for (size_t k = 0; k < by.size(); ++k)
      expect_near(static_cast<const float*>(executor->data(wanted[k + 1])),
                  one.at("gradients").at(graph.parameters[k].name), "gradient of " + graph.parameters[k].name);
    for (const State& state : graph.states)
      expect_near(states.find(state.name)->floats(), one.at("after").at(state.name), state.name);
  }
}

std::vector<float> answers(const Layer& layer, const std::vector<float>& x, int64_t rows) {
  const auto width = static_cast<int64_t>(x.size()) / rows;
  const TracedNetwork traced = trace(Network({.name = "x", .shape = {width}}, {layer}));
  States states;
  initialise(*traced.graph, states, 3);
  const Value output = traced.outputs.at("output");
  const auto executor = make_executor("cpu", *traced.graph, {output}, rows, states, {.threads = 1});
  executor->bind(traced.inputs.at("x"), x.data());
  executor->run();
  const auto* values = static_cast<const float*>(executor->data(output));
  return {values, values + rows * output.dim(1)};
}

// Numbers are drawn by the full name of a kernel, so two layers have the same ones only where they are constant.
TEST(WeightNormalization, BeginsAsTheLayerAlone) {
  const std::vector<float> x{1, 2, 3, -4, 5, 0.5};
  Dense dense{.units = 4};
  dense.kernel_initializer = ConstantInitializer{0.7};
  const std::vector<float> alone = answers(dense, x, 2),
                           normalised = answers(WeightNormalization{.layer = dense}, x, 2);
  for (size_t i = 0; i < alone.size(); ++i) EXPECT_NEAR(normalised[i], alone[i], 1e-5);
}

TEST(SpectralNormalization, KernelsOfZerosStayZeros) {
  Dense dense{.units = 4};
  dense.kernel_initializer = Zeros{};
  for (const float y : answers(SpectralNormalization{.layer = dense}, {1, 2, 3}, 1)) EXPECT_EQ(y, 0);
}

TEST(WeightNormalization, ALayerWithoutKernelsIsRefused) {
  try {
    answers(WeightNormalization{.layer = Dropout{0.5}}, {1, 2}, 1);
    FAIL() << "it was taken";
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("dropout has no kernel to normalise"), std::string::npos) << error.what();
  }
}

}  // namespace
}  // namespace plumb
