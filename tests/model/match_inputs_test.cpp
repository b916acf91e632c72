// Networks written down before the data were known: what they take from the data, and what is said where the two
// differ.
#include "plumb/model/match_inputs.h"

#include <gtest/gtest.h>

#include "plumb/graph/operators.h"
#include "plumb/model/layers/concatenate.h"
#include "plumb/model/layers/dense.h"
#include "plumb/model/layers/embedding.h"
#include "plumb/model/layers/flatten.h"

namespace plumb {
namespace {

const NetworkContext data{
    .inputs = {{.name = "age", .shape = {1}},
               {.name = "city", .type = Type::s32, .codes = 5},
               {.name = "scan", .shape = {4, 4, 1}, .type = Type::u8, .scale = {1 / 255.0}, .shift = {-0.5}}},
    .targets = {{.name = "sick", .labels = {"no", "yes"}}}};

Network network(const InputSpec& age, const InputSpec& city, const InputSpec& scan,
                const std::string& output = "sick") {
  const Symbols all{input(age), input(city) | Embedding{.output_dim = 2}, input(scan) | Flatten{}};
  return Network({{output, all | Concatenate{} | Dense{1, sigmoid}}});
}
const InputSpec age{.name = "age", .shape = {1}}, city{.name = "city", .type = Type::s32},
    scan{.name = "scan", .shape = {4, 4, 1}};

TEST(MatchInputs, TakesFromTheDataWhatOnlyTheyKnow) {
  const Network matched = match_inputs(network({.name = "age"}, city, scan), data);
  EXPECT_EQ(matched.inputs[0].shape, Shape{1}) << "one number a row, written as {}";
  EXPECT_EQ(matched.inputs[1].codes, 5);
  EXPECT_EQ(matched.inputs[2].type, Type::u8);
  EXPECT_EQ(matched.inputs[2].scale, std::vector<double>{1 / 255.0});
  EXPECT_EQ(matched.inputs[2].shift, std::vector<double>{-0.5});
  EXPECT_EQ(trace(matched).outputs.at("sick").dim(-1), 1);
}

TEST(MatchInputs, LeavesWhatTheNetworkSays) {
  const Network matched = match_inputs(network(age, {.name = "city", .type = Type::s32, .codes = 9},
                                               {.name = "scan", .shape = {4, 4, 1}, .type = Type::u8, .scale = {2}}),
                                       data);
  EXPECT_EQ(matched.inputs[1].codes, 9);
  EXPECT_EQ(matched.inputs[2].scale, std::vector<double>{2});
  EXPECT_TRUE(matched.inputs[2].shift.empty());
}

TEST(MatchInputs, KnowsLengthsAndEdges) {
  const NetworkContext texts{
      .inputs = {{.name = "numbers", .shape = {2}, .edges = {{0, 1}, {0, 2}}},
                 {.name = "review", .shape = {7}, .type = Type::s32, .codes = 30, .lengths = "review/lengths"}},
      .targets = {{.name = "stars"}}};
  const auto read = [&](const InputSpec& review) {
    const Symbols both{input("numbers", {2}), input(review) | Embedding{.output_dim = 2} | Flatten{}};
    return match_inputs(Network({{"stars", both | Concatenate{} | Dense{1}}}), texts);
  };
  const Network matched = read({.name = "review", .shape = {7}, .type = Type::s32, .lengths = "review/lengths"});
  EXPECT_EQ(matched.inputs.size(), 3U);
  EXPECT_EQ(matched.inputs[0].edges.size(), 2U);
  EXPECT_EQ(matched.inputs[1].codes, 30);
  EXPECT_EQ(read({.name = "review", .shape = {7}, .type = Type::s32}).inputs.size(), 2U) << "without its lengths";
  EXPECT_THROW(read({.name = "review", .shape = {7}, .type = Type::s32, .lengths = "lengths"}), Error);
}

std::string message(const Network& network) {
  try {
    match_inputs(network, data);
  } catch (const Error& error) {
    return error.what();
  }
  return "no message";
}

TEST(MatchInputs, SaysWhatToWrite) {
  EXPECT_EQ(message(network({.name = "aeg", .shape = {1}}, city, scan)),
            "the data have no input \"aeg\" for the network; did you mean \"age\"?; they have input(\"age\", {1}), "
            "input(\"city\", {}, Type::s32), input(\"scan\", {4, 4, 1})");
  EXPECT_EQ(message(network(age, city, {.name = "scan", .shape = {8, 8, 1}})),
            "the network takes \"scan\" as [8, 8, 1] of u8 a row, and the data have [4, 4, 1] of u8; write "
            "`input(\"scan\", {4, 4, 1})`, or add the step `resize`");
  EXPECT_EQ(message(network({.name = "age", .type = Type::s32}, city, scan)),
            "the network takes \"age\" as [] of s32 a row, and the data have [1] of f32; write `input(\"age\", {1})`");
  EXPECT_EQ(message(network(age, {.name = "city", .type = Type::s32, .codes = 3}, scan)),
            "the network's input \"city\" has 3 codes, and the data have 5; leave `codes` out");
  EXPECT_EQ(
      message(Network({{"sick", Symbols{input(age), input(scan) | Flatten{}} | Concatenate{} | Dense{1, sigmoid}}})),
      "the network does not read \"city\"; add `input(\"city\", {}, Type::s32)`, or leave it out of the data");
  EXPECT_EQ(message(network(age, city, scan, "sikc")),
            "the network has no output for the target \"sick\"; did you mean \"sikc\"?; it has sikc");
}

}  // namespace
}  // namespace plumb
