// Real tables through the implied steps: every row becomes numbers, and the ONNX form gives the same ones.
#include "plumb/data/source.h"
#include "plumb/onnx/interpreter.h"
#include "plumb/onnx/simplify.h"
#include "plumb/prepare/implied.h"
#include "plumb/prepare/tensors.h"
#include "tests/prepare/cases.h"
#include "tests/prepare/onnx_feeds.h"

namespace plumb::testing {
namespace {

struct RealData {
  std::string name, file, target;
};

class OnRealData : public ::testing::TestWithParam<RealData> {};

TEST_P(OnRealData, ImpliedStepsGiveNumbersAndOnnxTheSame) {
  const auto& [name, file, target] = GetParam();
  const auto path = data_dir() / name / file;
  if (!std::filesystem::exists(path)) GTEST_SKIP() << "needs the shared data sets (PLUMB_DATA)";
  Table train = source_of(path.string()).read({.missing = {"?"}}).table;
  const StepContext context{.targets = {target}};
  Implied implied = implied_steps(train, Pipeline().fit(train, context), context);
  for (const auto& [column, reason] : implied.left_out) train.erase(column);
  const auto [pipeline, prepared] = Pipeline(implied.steps).fit(train, context);
  const TensorSpec spec = tensor_spec(prepared, pipeline, {target});
  ASSERT_EQ(spec.inputs.size(), 1U);
  const TensorRows expected = make_tensors(spec, prepared.slice(0, std::min<int64_t>(prepared.rows(), 1000))).at(0);

  onnx::Model model;
  onnx::Columns columns(model);
  std::vector<onnx::Columns::Input> inputs;
  std::map<std::string, onnx::Tensor> feeds;
  const auto hints = pipeline.hints();
  const Table some = train.slice(0, expected.rows);
  for (const auto& column : some.names()) {
    if (column == target) continue;
    inputs.push_back({.name = column, .type = some.at(column).type()});
    feeds[column] = feed_of(column, some.at(column), hints);
  }
  columns.add_inputs(inputs);
  pipeline.emit(columns);
  model.expose("t", emit_tensors(spec, columns).at("table"), onnx::Element::f32,
               {-1, static_cast<int64_t>(spec.inputs[0].columns.size())});
  onnx::simplify(model);
  EXPECT_LT(model.nodes.size(), 60U) << "a step is a few nodes, whatever the number of columns";
  const auto outputs = onnx::Interpreter(onnx::read(onnx::write(model), "memory")).run(feeds);
  const auto* numbers = static_cast<const float*>(expected.data.get());
  const auto& got = outputs.at("t").floats;
  ASSERT_EQ(got.size(), static_cast<size_t>(expected.rows * count(expected.row_shape)));
  for (size_t i = 0; i < got.size(); ++i) ASSERT_NEAR(got[i], numbers[i], 1e-4 + 1e-4 * std::abs(numbers[i])) << i;
}

INSTANTIATE_TEST_SUITE_P(Tables, OnRealData,
                         ::testing::Values(RealData{"titanic", "train.csv", "Survived"},
                                           RealData{"california_housing", "housing.csv", "median_house_value"}),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace plumb::testing
