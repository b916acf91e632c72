#include "plumb/prepare/tensors.h"

#include "plumb/onnx/interpreter.h"
#include "plumb/prepare/normalize.h"
#include "plumb/prepare/one_hot.h"
#include "plumb/prepare/ordinal.h"
#include "plumb/prepare/standardize.h"
#include "tests/prepare/cases.h"

namespace plumb {
namespace {

Table table(const std::string& yaml) {
  Problems problems;
  return testing::table_of(read_yaml(yaml, "table", problems));
}

const std::string mixed =
    R"({age: [1, 3], plan: [a, b], city: [x, y], scan: [[[1, 2], [3, 4]], [[5, 6], [7, 8]]], bought: [1, 0]})";
const Pipeline steps{Standardize{.columns = {"age"}}, OneHot{.columns = {"plan"}}, Ordinal{.columns = {"city"}},
                     Normalize{.scale = 0.5, .mean = {1}}};
const StepContext context{.targets = {"bought"}};

TEST(Tensors, OneMatrixAnInputForEachImageAndEachEmbeddedColumn) {
  const auto [pipeline, rows] = steps.fit(table(mixed), context);
  const TensorSpec spec = tensor_spec(rows, pipeline, {"bought"}, {"city"});
  ASSERT_EQ(spec.inputs.size(), 3U);
  EXPECT_EQ(spec.inputs[0].name, "table");
  EXPECT_EQ(spec.inputs[0].columns, (std::vector<std::string>{"age", "plan_a", "plan_b"}));
  EXPECT_EQ(spec.inputs[1].codes, 3);
  EXPECT_EQ(spec.inputs[2].row_shape, (Shape{2, 2, 1}));
  EXPECT_EQ(spec.inputs[2].scale, std::vector<double>{0.5});
  EXPECT_EQ(spec.inputs[2].shift, std::vector<double>{-1});

  const auto tensors = make_tensors(spec, rows);
  ASSERT_EQ(tensors.size(), 3U);
  const auto* numbers = static_cast<const float*>(tensors[0].data.get());
  EXPECT_EQ(std::vector<float>(numbers, numbers + 6), (std::vector<float>{-1, 1, 0, 1, 0, 1}));
  const auto* codes = static_cast<const int32_t*>(tensors[1].data.get());
  EXPECT_EQ(std::vector<int32_t>(codes, codes + 2), (std::vector<int32_t>{0, 1}));
  EXPECT_EQ(tensors[2].type, Type::u8);
  EXPECT_EQ(static_cast<const uint8_t*>(tensors[2].data.get())[7], 8);
}

TEST(Tensors, ANumberThatIsNamedIsAnInputOfItsOwn) {
  const auto [pipeline, rows] = steps.fit(table(mixed), context);
  const TensorSpec spec = tensor_spec(rows, pipeline, {"bought"}, {"city"}, {"age", "city", "table", "nothing"});
  ASSERT_EQ(spec.inputs.size(), 4U);
  EXPECT_EQ(spec.inputs[0].columns, (std::vector<std::string>{"plan_a", "plan_b"}));
  EXPECT_EQ(spec.inputs[1].name, "age");
  EXPECT_EQ(spec.inputs[1].row_shape, Shape{1});
  EXPECT_EQ(spec.inputs[2].type, Type::s32) << "codes, although it is named";
  const TensorRows age = make_tensors(spec, rows).at(1);
  EXPECT_EQ(static_cast<const float*>(age.data.get())[1], 1);
}

TEST(Tensors, TheSpecIsSavedWhole) {
  const auto [pipeline, rows] = steps.fit(table(mixed), context);
  const TensorSpec spec = tensor_spec(rows, pipeline, {"bought"}, {"city"});
  const Entry saved = parse_json(to_json(write_options(spec)), "spec.json");
  Problems problems;
  EXPECT_EQ(write_options(*read_options<TensorSpec>(saved, problems)), saved);
}

TEST(Tensors, OnnxFeedsTheNetworkTheSame) {
  const auto [pipeline, rows] = steps.fit(table(mixed), context);
  const TensorSpec spec = tensor_spec(rows, pipeline, {"bought"}, {"city"});
  onnx::Model model;
  onnx::Columns columns(model);
  columns.add_inputs({{.name = "age"},
                      {.name = "plan", .type = ColumnType::category},
                      {.name = "city", .type = ColumnType::category},
                      {.name = "scan", .type = ColumnType::image, .image = {2, 2, 1}}});
  pipeline.emit(columns);
  const auto values = emit_tensors(spec, columns);
  model.expose("t", values.at("table"), onnx::Element::f32, {-1, 3});
  model.expose("c", values.at("city"), onnx::Element::s32, {-1});
  model.expose("i", values.at("scan"), onnx::Element::u8, {-1, 2, 2, 1});
  const auto outputs =
      onnx::Interpreter(onnx::read(onnx::write(model), "memory"))
          .run({{"age", {.shape = {2, 1}, .floats = {1, 3}}},
                {"plan", {.element = onnx::Element::text, .shape = {2, 1}, .texts = {"a", "b"}}},
                {"city", {.element = onnx::Element::text, .shape = {2, 1}, .texts = {"y", "?"}}},
                {"scan", {.element = onnx::Element::u8, .shape = {2, 2, 2, 1}, .ints = {1, 2, 3, 4, 5, 6, 7, 8}}}});
  EXPECT_EQ(outputs.at("t").floats, (std::vector<float>{-1, 1, 0, 1, 0, 1}));
  EXPECT_EQ(outputs.at("c").ints, (std::vector<int64_t>{1, 2}));
  EXPECT_EQ(outputs.at("c").shape, Shape{2});
  EXPECT_EQ(outputs.at("i").ints.at(7), 8);
}

std::string message(const std::string& rows, const std::vector<std::string>& leave_out = {},
                    const std::vector<std::string>& codes = {}) {
  try {
    tensor_spec(table(rows), {}, leave_out, codes);
  } catch (const Error& error) {
    return error.what();
  }
  return "no message";
}

TEST(Tensors, SayWhatNoNetworkReads) {
  EXPECT_EQ(message("{plan: [a, b], x: [1, 2]}"),
            "column \"plan\" holds category, which no network reads; add a step that turns it into numbers (`one_hot: "
            "{columns: [plan]}`), or leave it out with `inputs: {plan: ignore}`");
  EXPECT_EQ(message("{plan: [a, b], x: [1, 2]}", {"plan"}), "no message");
  EXPECT_EQ(message("{shop: [3, 1]}", {}, {"shop"}),
            "column \"shop\" holds numbers, and the network embeds categories; say that it is one: `inputs: {shop: "
            "category}`");
  EXPECT_EQ(message("{y: [1]}", {"y"}), "no column is left for the network to learn from; see `inputs` and `prepare`");
}

}  // namespace
}  // namespace plumb
