// Layers of tables, and squeeze_excitation, against the code of their papers' authors: values stored by
// tests/references/table_layers.py.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "plumb/core/files.h"
#include "plumb/engine/executor.h"
#include "plumb/engine/weights.h"
#include "plumb/graph/operators.h"
#include "plumb/model/network.h"
#include "tests/model/stored_layer.h"
#include "tests/support/floats.h"
#include "tests/support/paths.h"

namespace plumb {
namespace {

using testing::floats;

const Entry& stored() {
  static const Entry entry = [] {
    const Path file = testing::source_dir() / "tests/model/table_layers.json";
    return parse_json(read_file(file), file.string());
  }();
  return entry;
}

void expect_near(const void* got, const Entry& expected, const std::string& what) {
  const std::vector<float> values = floats(expected);
  for (size_t i = 0; i < values.size(); ++i)
    ASSERT_NEAR(static_cast<const float*>(got)[i], values[i], 2e-5 * std::max(1.0F, std::abs(values[i])))
        << what << ", element " << i;
}

/// An input of a case, and its rows.
struct Fed {
  explicit Fed(const Entry& input) : numbers(floats(input.at("x"))), codes(numbers.begin(), numbers.end()) {
    spec.codes = static_cast<int64_t>(input.at("codes").as_double());
    if (spec.codes > 0) spec.type = Type::s32;
    for (const Entry& size : input.at("shape").items()) spec.shape.push_back(static_cast<int64_t>(size.as_double()));
  }
  const void* rows() const { return spec.codes > 0 ? static_cast<const void*>(codes.data()) : numbers.data(); }
  InputSpec spec;
  std::vector<float> numbers;
  std::vector<int32_t> codes;
};

TEST(TableLayers, AnswerAndLearnAsTheirAuthorsHaveThem) {
  const auto rows = static_cast<int64_t>(stored().at("rows").as_double());
  ASSERT_EQ(stored().at("cases").items().size(), 8U);
  for (const Entry& one : stored().at("cases").items()) {
    SCOPED_TRACE(one.at("layer").word());
    std::vector<Fed> fed;
    Symbols inputs;
    for (const Entry& input : one.at("inputs").items()) {
      fed.emplace_back(input);
      fed.back().spec.name = fmt::format("x{}", fed.size());
      inputs.push_back(plumb::input(fed.back().spec));
    }
    const TracedNetwork traced = trace(Network({{"output", inputs | testing::layer_of(one)}}), true);
    Graph& graph = *traced.graph;
    const Value y = traced.outputs.at("output");
    Values by, wanted{y};
    for (const Parameter& p : graph.parameters) by.push_back(p.value);
    for (const Fed& input : fed)
      if (input.spec.codes == 0) by.push_back(traced.inputs.at(input.spec.name));
    for (const Value gradient : gradients(reduce(square(y), {}), by)) wanted.push_back(gradient);

    States states;
    initialise(graph, states, 0);
    ASSERT_EQ(graph.parameters.size(), one.at("weights").fields().size());
    for (const Parameter& p : graph.parameters) {
      const std::vector<float> weights = floats(one.at("weights").at(p.name));
      ASSERT_EQ(static_cast<int64_t>(weights.size()), count(p.value.shape())) << p.name;
      std::copy(weights.begin(), weights.end(), states.find("parameters")->floats() + p.offset);
    }
    const auto executor = make_executor("cpu", graph, wanted, rows, states, {.threads = 1});
    for (const Fed& input : fed) executor->bind(traced.inputs.at(input.spec.name), input.rows());
    executor->run();
    expect_near(executor->data(y), one.at("y"), "y");
    size_t next = 1;
    for (const Parameter& p : graph.parameters)
      expect_near(executor->data(wanted[next++]), one.at("gradients").at(p.name), "gradient of " + p.name);
    for (size_t i = 0; i < fed.size(); ++i)
      if (fed[i].spec.codes == 0)
        expect_near(executor->data(wanted[next++]), one.at("inputs").items()[i].at("by_x"), "derivative by x");
  }
}

}  // namespace
}  // namespace plumb
