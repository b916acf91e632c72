// Attention and the Transformer's encoder against PyTorch: values stored by tests/references/torch_attention.py.

#include <gtest/gtest.h>

#include <algorithm>

#include "plumb/core/files.h"
#include "plumb/engine/executor.h"
#include "plumb/model/network.h"
#include "tests/model/stored_layer.h"
#include "tests/support/floats.h"
#include "tests/support/paths.h"

namespace plumb {
namespace {

using testing::floats;
using testing::layer_of;

/// Every parameter is among the stored weights, and no weight is left over.
void put_weights(const Graph& graph, const Entry& weights, States& states) {
  initialise(graph, states, 0);
  ASSERT_EQ(graph.parameters.size(), weights.fields().size());
  for (const Parameter& p : graph.parameters) {
    const std::vector<float> stored = floats(weights.at(p.name));
    ASSERT_EQ(static_cast<int64_t>(stored.size()), count(p.value.shape())) << p.name;
    std::copy(stored.begin(), stored.end(), states.find("parameters")->floats() + p.offset);
  }
}

TEST(TorchAttention, LayersComputeTheSame) {
  const Path file = testing::source_dir() / "tests/model/torch_attention.json";
  const Entry all = parse_json(read_file(file), file.string());
  const auto width = static_cast<int64_t>(all.at("width").as_double());
  const auto time = static_cast<int64_t>(all.at("time").as_double());
  const auto rows = static_cast<int64_t>(all.at("rows").as_double());
  for (const Entry& one : all.at("cases").items()) {
    SCOPED_TRACE(one.at("layer").word());
    std::vector<int32_t> lengths;
    for (const Entry& length : one.at("lengths").items()) lengths.push_back(static_cast<int32_t>(length.as_double()));
    const bool padded = !lengths.empty();
    if (!padded) lengths.assign(static_cast<size_t>(rows), static_cast<int32_t>(time));
    const InputSpec x{.name = "x", .shape = {time, width}, .lengths = padded ? "lengths" : ""};
    const TracedNetwork traced = trace(Network(x, {layer_of(one)}));
    States states;
    put_weights(*traced.graph, one.at("weights"), states);
    const Value output = traced.outputs.at("output");
    const auto executor = make_executor("cpu", *traced.graph, {output}, rows, states, {.threads = 1});
    const std::vector<float> fed = floats(one.at("x")), expected = floats(one.at("y"));
    executor->bind(traced.inputs.at("x"), fed.data());
    if (padded) executor->bind(traced.inputs.at("lengths"), lengths.data());
    executor->run();
    const auto* y = static_cast<const float*>(executor->data(output));
    for (int64_t row = 0; row < rows; ++row)
      for (int64_t i = 0; i < lengths[static_cast<size_t>(row)] * width; ++i) {
        const auto at = static_cast<size_t>(row * time * width + i);
        ASSERT_NEAR(y[at], expected[at], 4e-5) << "row " << row << ", element " << i;
      }
  }
}

}  // namespace
}  // namespace plumb
