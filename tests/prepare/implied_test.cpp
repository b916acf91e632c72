#include "plumb/prepare/implied.h"

#include "plumb/prepare/tensors.h"
#include "tests/prepare/cases.h"

namespace plumb {
namespace {

struct Result {
  Implied implied;
  Table prepared;
  FittedPipeline pipeline;
};

/// The implied steps of these train rows behind the listed ones, and what they all make of the rows.
Result implied(const Table& train, const std::string& listed = "[]", const StepContext& context = {},
               const NetworkColumns& network = {}) {
  Problems problems;
  Pipeline steps = testing::read_steps(read_yaml(listed, "steps", problems));
  Result result{.implied = implied_steps(train, steps.fit(train, context), context, network)};
  for (const Step& step : result.implied.steps) steps.add(step);
  Table kept = train;
  for (const auto& out : result.implied.left_out) kept.erase(out.column);
  auto [pipeline, prepared] = steps.fit(kept, context);
  result.prepared = std::move(prepared);
  result.pipeline = std::move(pipeline);
  return result;
}

Table table(const std::string& yaml) {
  Problems problems;
  return testing::table_of(read_yaml(yaml, "table", problems));
}

std::vector<std::string> names(const Implied& implied) {
  std::vector<std::string> names;
  for (const Step& step : implied.steps) names.emplace_back(step.name());
  return names;
}
using Names = std::vector<std::string>;

TEST(Implied, NumbersAreFilledFlaggedAndScaled) {
  const auto result = implied(table("{a: [1, null, 3], b: [1, 2, 3], y: [1, null, 0]}"), "[]", {.targets = {"y"}});
  EXPECT_EQ(names(result.implied), (Names{"fill_missing", "fill_missing", "standardize"}));
  EXPECT_EQ(result.prepared.names(), (Names{"a", "b", "y", "a_was_missing"}));
  EXPECT_EQ(result.implied.steps.size(), result.implied.reasons.size());
}

TEST(Implied, WordsBecomeColumnsAndGapsAreWords) {
  const auto result = implied(table("{plan: [a, b, a], city: [x, null, y]}"));
  EXPECT_EQ(names(result.implied), (Names{"one_hot", "one_hot"}));
  EXPECT_EQ(result.prepared.names(), (Names{"plan_a", "plan_b", "city_x", "city_y", "city_missing"}));
}

TEST(Implied, AnyServedRowBecomesNumbers) {
  const Table train = table("{a: [1, 2, 3], b: [true, false, true], plan: [a, b, a]}");
  const auto result = implied(train);
  const TensorSpec spec = tensor_spec(result.prepared, result.pipeline, {});
  const Table gaps = testing::table_of(
      [] {
        Problems problems;
        return read_yaml("{a: [null], b: [null], plan: [null]}", "table", problems);
      }(),
      nullptr, &train);
  EXPECT_EQ(make_tensors(spec, result.pipeline.apply(gaps)).at(0).row_shape, Shape{4});
}

TEST(Implied, ListedStepsAreNotRepeated) {
  const std::string train = "{a: [1, null, 3], plan: [a, b, a]}";
  EXPECT_EQ(names(implied(table(train), "[fill_missing]").implied), (Names{"one_hot"}));
  EXPECT_EQ(names(implied(table(train), "[{one_hot: {}}]").implied), (Names{"fill_missing"}));
  EXPECT_EQ(names(implied(table(train), "[{fill_missing: {}}, {one_hot: {}}]").implied), Names{});
}

TEST(Implied, IdentifiersAndEmptyColumnsAreLeftOutWithTheReason) {
  std::vector<std::optional<std::string>> names, empty;
  std::vector<double> numbers;
  for (int i = 0; i < 60; ++i)
    names.emplace_back("passenger " + std::to_string(i)), empty.emplace_back(), numbers.push_back(i);
  Table train;
  train.set("name", Column::texts(names));
  train.set("empty", Column::texts(empty));
  train.set("x", Column::numbers(numbers));
  const auto result = implied(train);
  ASSERT_EQ(result.implied.left_out.size(), 2U);
  EXPECT_EQ(result.implied.left_out[0].reason, "has 60 different texts in 60 rows");
  EXPECT_EQ(result.implied.left_out[1].reason, "is empty in every train row");
  EXPECT_EQ(result.prepared.names(), (Names{"x"}));
}

TEST(Implied, NamesAreReadByTheWordsThatManyRowsHave) {
  std::vector<std::optional<std::string>> people, strangers;
  for (int i = 0; i < 120; ++i) {
    const std::string own = "a" + std::to_string(i);
    people.push_back((i % 2 ? "Mr. " : "Mrs. ") + own + " of " + (i % 3 ? "Ulm" : own + "b"));
    strangers.push_back(own + "c " + own + "d " + own + "e");
  }
  Table train;
  train.set("person", Column::texts(people));
  train.set("stranger", Column::texts(strangers));
  const auto result = implied(train);
  EXPECT_EQ(names(result.implied), Names{"common_words"});
  EXPECT_EQ(result.prepared.names(), (Names{"person_mr", "person_mrs", "person_ulm"}));
  ASSERT_EQ(result.implied.left_out.size(), 1U);
  EXPECT_EQ(result.implied.left_out[0].column, "stranger");
}

TEST(Implied, EmbeddedColumnsBecomeCodes) {
  const auto result = implied(table("{plan: [a, b, a], city: [x, x, y]}"), "[]", {}, {.codes = {"city"}});
  EXPECT_EQ(names(result.implied), (Names{"ordinal", "one_hot"}));
  EXPECT_EQ(tensor_spec(result.prepared, result.pipeline, {}, {"city"}).inputs.at(1).codes, 3);
}

TEST(Implied, CodesOfAStepAreEmbeddedAsTheyAre) {
  const Table train = table("{shop: [c, a, b], x: [1, 2, 3]}");
  const auto result = implied(train, "[{ordinal: {columns: [shop]}}]", {}, {.codes = {"shop"}});
  EXPECT_EQ(names(result.implied), Names{"fill_missing"});
  EXPECT_EQ(result.implied.reasons.at(0), "fill_missing: gaps that may come in x");
  EXPECT_EQ(result.prepared.at("shop").number(0), 2);
}

TEST(Implied, WhatANetworkWantsComesInItsOrderOrNotAtAll) {
  const Table train = table("{a: [1, 2, 3, 5]}");
  const NetworkColumns network{.numbers =
                                   parse_json(R"([{"max_abs": {}}, {"min_max": {}}, {"robust_scale": {}}])", "")};
  const auto added = [&](const std::string& listed) { return names(implied(train, listed, {}, network).implied); };
  EXPECT_EQ(added("[]"), (Names{"fill_missing", "max_abs", "min_max", "robust_scale"}));
  EXPECT_EQ(added("[fill_missing, min_max]"), Names{"robust_scale"}) << "max_abs would come behind min_max";
  EXPECT_EQ(added("[fill_missing, robust_scale]"), Names{});
}

TEST(Implied, AScaleThatANetworkWantsIsForTasksWithoutSteps) {
  const Table train = table("{a: [1, 2, 3, 5]}");
  const NetworkColumns network{.scale = parse_json(R"([{"max_abs": {}}])", "")};
  EXPECT_EQ(names(implied(train, "[]", {}, network).implied), (Names{"fill_missing", "max_abs"}));
  EXPECT_EQ(names(implied(train, "[fill_missing]", {}, network).implied), Names{});
}

TEST(Implied, ImagesGetOneSizeAndAreScaled) {
  const auto same = implied(table("{scan: [[[1, 2]], [[3, 4]]]}"));
  EXPECT_EQ(names(same.implied), (Names{"normalize"}));
  const auto different = implied(table("{scan: [[[1, 2]], [[3], [4]], [[5, 6]]]}"));
  EXPECT_EQ(names(different.implied), (Names{"resize", "normalize"}));
  EXPECT_EQ(tensor_spec(different.prepared, different.pipeline, {}).inputs.at(0).row_shape, (Shape{1, 2, 1}));
  EXPECT_EQ(names(implied(table("{scan: [[[1, 2]]]}"), "[{normalize: {scale: 1}}]").implied), Names{});
}

}  // namespace
}  // namespace plumb
