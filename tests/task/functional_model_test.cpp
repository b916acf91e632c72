// A network written down as a graph in C++ with inputs of every kind: trained, scored, saved, exported as any other.
#include <gtest/gtest.h>

#include "plumb/core/random.h"
#include "plumb/deploy/agreement.h"
#include "plumb/deploy/onnx.h"
#include "plumb/evaluate/accuracy.h"
#include "plumb/graph/operators.h"
#include "plumb/model/layers/concatenate.h"
#include "plumb/model/layers/conv2d.h"
#include "plumb/model/layers/dense.h"
#include "plumb/model/layers/embedding.h"
#include "plumb/model/layers/flatten.h"
#include "plumb/prepare/standardize.h"
#include "plumb/task/model.h"
#include "tests/support/onnx_runtime.h"
#include "tests/support/program.h"

namespace plumb {
namespace {

/// Who is sick is seen on a scan, the sooner the older a person is; one city counts against it.
Dataset people(int rows, uint64_t seed) {
  Random random(seed, "people");
  constexpr int64_t side = 28;
  std::vector<uint8_t> pixels;
  std::vector<int64_t> offsets{0};
  std::vector<double> ages, weights;
  std::vector<std::optional<std::string>> cities, sick;
  for (int i = 0; i < rows; ++i) {
    const auto bright = static_cast<int64_t>(random.below(200));
    for (int64_t at = 0; at < side * side; ++at)
      pixels.push_back(static_cast<uint8_t>(bright + static_cast<int64_t>(random.below(30))));
    offsets.push_back(static_cast<int64_t>(pixels.size()));
    ages.push_back(random.uniform(20, 90));
    weights.push_back(random.uniform(50, 100));
    const bool rome = random.uniform() < 0.5;
    cities.emplace_back(rome ? "rome" : "oslo");
    sick.emplace_back(static_cast<double>(bright) + ages.back() + (rome ? 80 : 0) > 195 ? "yes" : "no");
  }
  Dataset people;
  const std::array<int64_t, 3> shape{side, side, 1};
  people.table.set(
      "scan", Column::images(std::move(pixels), std::move(offsets), std::vector(static_cast<size_t>(rows), shape)));
  people.table.set("age", Column::numbers(std::move(ages)));
  people.table.set("weight", Column::numbers(std::move(weights)));
  people.table.set("city", Column::texts(cities));
  people.table.set("sick", *Column::texts(sick).as(ColumnType::category));
  people.targets = {{.column = "sick", .type = TargetType::category}};
  return people;
}

/// The example of plumb/model/network.h.
Network network_of_scan_age_and_city() {
  Symbol scan = input("scan", {28, 28, 1}), age = input("age", {1}), city = input("city", {}, Type::s32);
  Symbol image = scan | Conv2D{32, {3, 3}, relu} | Flatten{};
  Symbol home = city | Embedding{.output_dim = 4};
  Symbol all = Symbols{image, age, home} | Concatenate{} | Dense{64, relu};
  return Network({{"sick", all | Dense{1, sigmoid}}});
}

std::vector<std::string> names_of(const std::vector<TensorSpec::Input>& inputs) {
  std::vector<std::string> names;
  for (const auto& input : inputs) names.push_back(input.name);
  return names;
}

TEST(FunctionalModel, LearnsFromAnImageANumberAndACategory) {
  const testing::ScratchFolder folder;
  Dataset train = people(300, 1), test = people(100, 2);
  for (Dataset* rows : {&train, &test}) rows->table.erase("weight");
  Model model(network_of_scan_age_and_city());
  model.compile({.metrics = {Accuracy{}}});
  model.fit(train, {.epochs = 12, .batch_size = 16, .seed = 1, .quiet = true});
  EXPECT_GT(model.evaluate(test)["accuracy"], 0.85);
  EXPECT_EQ(names_of(model.trained().tensors.inputs), (std::vector<std::string>{"scan", "age", "city"}));

  model.save(folder / "sick.plumb");
  Model loaded = Model::load(folder / "sick.plumb");
  const std::vector<Answer> answers = model.predict(test.table);
  EXPECT_EQ(loaded.predict(test.table).front().values, answers.front().values);
  EXPECT_EQ(loaded.summary(), model.summary());
  REQUIRE_ONNX_RUNTIME();
  const Trained& trained = loaded.trained();
  const auto outputs =
      testing::run_in_onnx_runtime({{onnx_model(trained), onnx_inputs(trained, raw_columns(trained, test.table))}});
  EXPECT_TRUE(compare(answers, onnx_answers(trained, outputs.at(0))).within());
}

TEST(FunctionalModel, NumbersThatAreNotNamedStayTogether) {
  const Symbol age = input("age", {1}) | Dense{4, relu}, others = input("table", {3});
  const Network network({{"sick", Symbols{age, others} | Concatenate{} | Dense{8, relu} | Dense{1, sigmoid}}});
  Dataset train = people(60, 1);
  train.table.erase("scan");
  Model model(Pipeline{Standardize{.columns = {"weight"}}}, network);
  model.fit(train, {.epochs = 1, .quiet = true});
  EXPECT_EQ(names_of(model.trained().tensors.inputs), (std::vector<std::string>{"table", "age"}));
  EXPECT_EQ(model.trained().tensors.inputs[0].columns, (std::vector<std::string>{"weight", "city_oslo", "city_rome"}));
}

TEST(FunctionalModel, SaysWhatTheDataHave) {
  Model model(network_of_scan_age_and_city());
  try {
    model.fit(people(20, 1), {.epochs = 1, .quiet = true});
    FAIL() << "`weight` is read by nothing";
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("add `input(\"table\", {1})`, or leave it out"), std::string::npos)
        << error.what();
  }
}

}  // namespace
}  // namespace plumb
