// Every registered optimizer, schedule, callback and loss, and what penalises, bounds and begins weights: a training
// with it that is stopped, within an epoch and at the end of one, and resumed from its file alone, ends with the bits
// of one that was not.

#include <gtest/gtest.h>

#include "plumb/model/layers/batch_normalization.h"
#include "plumb/model/layers/dropout.h"
#include "plumb/task/yaml_reader.h"
#include "tests/contract/components.h"
#include "tests/contract/tiny_training.h"

namespace plumb::contract {
namespace {

const std::vector<std::string> of_training{"optimizer", "schedule", "callback", "loss"};
const std::vector<std::string> of_weights{"regularizer", "constraint", "initializer"};

std::vector<Named> resumed() {
  std::vector<Named> all = components(of_training);
  for (const Named& named : components(of_weights)) all.push_back(named);
  return all;
}

/// Whole numbers are epochs and steps after which something happens: made so small that it does in a run of 9 epochs.
Entry in_small(const Named& named) {
  Entry small = named.entry();
  std::string message;
  const Entry all = named.round_trip(small, message).value().fields().front().value;
  for (const OptionHelp& option : named.help.options) {
    const Entry* value = all.find(option.name);
    if (option.type != Form<int64_t>::words() || value->as_double() <= 2) continue;
    Entry options = small.fields().front().value;
    options.set(option.name, Entry::number(int64_t{2}));
    if (named.round_trip(named.with_options(options), message)) small = named.with_options(options);
  }
  return small;
}

TinyTraining training_with(const Named& named, const Entry& entry, const TargetSpec& target) {
  Entry dense = Entry::map(), options = Entry::map();
  options.set("units", Entry::number(int64_t{5}));
  if (contains_word(of_weights, named.sort)) options.set("kernel_" + named.sort, entry);
  dense.set("dense", options);
  TinyTraining training(
      {{.name = "table", .shape = {4}}}, target,
      Layers{registry<Layer>().make(dense), BatchNormalization{}, Dropout{0.2}, registry<Layer>().make(dense)});
  training.options.epochs = 9;
  if (!contains_word(of_training, named.sort)) return training;
  Entry train = write_options(training.options);
  train.set(named.sort == "callback" ? "callbacks" : named.sort, entry);
  Problems problems;
  training.options = read_options<TrainOptions>(train, problems).value_or(training.options);
  problems.raise();
  return training;
}

/// The targets there are. A loss takes those that it is made for, and refuses the others by its name.
std::vector<TargetSpec> targets_for(const Named& named, const Entry& entry) {
  if (named.sort != "loss") return {labelled(3)};
  return {labelled(3),
          labelled(2),
          labelled(4, Choice::ordered),
          labelled(3, Choice::any),
          {.name = "target", .quantiles = registry<Loss>().make(entry).quantiles()},
          {.name = "target", .width = 2}};
}

class EveryPartOfTraining : public ::testing::TestWithParam<Named> {};

TEST_P(EveryPartOfTraining, ResumesToTheSameBits) {
  const Named& named = GetParam();
  std::vector<Entry> forms{named.entry()};
  if (const Entry small = in_small(named); !(small == forms[0])) forms.push_back(small);
  for (const Entry& entry : forms) {
    SCOPED_TRACE(to_json(entry, -1));
    int taken = 0;
    for (const TargetSpec& target : targets_for(named, entry)) {
      SCOPED_TRACE(to_json(write_options(target), -1));
      try {
        EXPECT_EQ(changed_by_resuming(training_with(named, entry, target)), "");
        ++taken;
      } catch (const Error& error) {
        EXPECT_NE(std::string(error.what()).find(named.help.name), std::string::npos) << error.what();
      }
    }
    EXPECT_GT(taken, 0) << "there is no target that it takes";
  }
}

/// Counts its steps where no checkpoint sees it.
struct Secretive {
  std::shared_ptr<int64_t> steps = std::make_shared<int64_t>(0);
  static constexpr auto name = "secretive";
  static constexpr auto summary = "Keeps what it remembers to itself.";
  static void describe(auto&, auto&) {}
  double rate(const Moment& moment) const { return moment.learning_rate / static_cast<double>(++*steps); }
};

TEST(Resume, WhatIsNotInTheFileIsFound) {
  TinyTraining training({{.name = "table", .shape = {4}}}, labelled(3), Layers{Dropout{0.2}});
  EXPECT_EQ(changed_by_resuming(training), "");
  training.options.schedule = Secretive{};
  const std::string changed = changed_by_resuming(training);
  EXPECT_NE(changed.find("state \"parameters\""), std::string::npos) << changed;
  EXPECT_NE(changed.find("learning_rate of epoch"), std::string::npos) << changed;
}

INSTANTIATE_TEST_SUITE_P(Contract, EveryPartOfTraining, ::testing::ValuesIn(resumed()),
                         [](const auto& info) { return info.param.sort + "_" + info.param.help.name; });

}  // namespace
}  // namespace plumb::contract
