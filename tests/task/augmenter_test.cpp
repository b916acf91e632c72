// What augmentations make of train batches is the same for any number of threads, beside the step or before it, and for
// a run that was resumed.
#include <gtest/gtest.h>

#include <chrono>
#include <map>
#include <thread>

#include "plumb/graph/operators.h"
#include "plumb/model/layers/dense.h"
#include "plumb/model/layers/flatten.h"
#include "plumb/task/fit.h"
#include "plumb/task/yaml_reader.h"
#include "tests/support/program.h"

namespace plumb {
namespace {

constexpr int64_t n = 40;

template <class T>
TensorRows tensor(const std::string& name, Type type, const Shape& shape, std::vector<T> values) {
  auto held = std::make_shared<std::vector<T>>(std::move(values));
  return {.name = name, .type = type, .row_shape = shape, .data = {held, held->data()}, .rows = n};
}

/// Small images, a table, and two classes.
TrainRows rows_of(bool images) {
  std::vector<uint8_t> pixels;
  std::vector<float> numbers;
  std::vector<int32_t> labels;
  Random random(4, "rows");
  for (int64_t i = 0; i < n; ++i) {
    labels.push_back(static_cast<int32_t>(i % 2));
    for (int k = 0; k < 6 * 6 * 3; ++k) pixels.push_back(static_cast<uint8_t>(random.below(256)));
    for (int k = 0; k < 4; ++k) numbers.push_back(static_cast<float>(random.normal()));
  }
  TrainRows rows{.targets = {tensor("kind", Type::s32, {}, labels)}};
  rows.inputs = {images ? tensor("scan", Type::u8, {6, 6, 3}, pixels) : tensor("table", Type::f32, {4}, numbers)};
  return rows;
}

/// Everything that was learned from, by epoch and first row; and the weights at the end.
struct Seen {
  std::map<std::pair<int64_t, int64_t>, std::string> batches = {};
  std::string weights = {};
};

struct SmallTraining {
  std::vector<Augmentation> how;
  bool images = true;
  int threads = 1;
  Path folder = {};
  int64_t stop_after = 0;
  bool resume = false;
  bool slow = false;  // so that batches are made beside the step before

  void operator()(Seen& seen) const {
    const TrainTarget target{.spec = {.name = "kind", .labels = {"a", "b"}}};
    const TrainRows rows = rows_of(images);
    const TensorRows& input = rows.inputs[0];
    const Network network =
        Architecture(Layers{Flatten{}, Dense{4, tanh}})
            .build({.inputs = {{.name = input.name, .shape = input.row_shape, .type = input.type, .scale = {0.01}}},
                    .targets = {target.spec},
                    .rows = n})
            .network;
    TrainOptions options;
    options.epochs = 3;
    options.batch_size = 16;
    options.checkpoint.every = {Interval::Unit::steps, 1};
    BatchChange change = augmenter(how, 9);
    change.change = [inner = change.change, &seen, slow = slow](const BatchView& batch) {
      inner(batch);
      if (slow) std::this_thread::sleep_for(std::chrono::milliseconds(1));
      const size_t bytes = static_cast<size_t>(count(batch.row_shape)) * size_of(batch.type) * batch.rows.size();
      std::string all(static_cast<const char*>(batch.data), bytes);
      for (const int64_t other : batch.others) all += std::to_string(other) + ' ';
      for (const float own : batch.own) all += std::to_string(own) + ' ';
      seen.batches[{batch.epoch, batch.rows[0]}] = all;
    };
    States states;
    train(network, {target}, rows, nullptr, options,
          {.seed = 9,
           .threads = threads,
           .any_threads = true,
           .folder = folder,
           .resume = resume,
           .stop_after = stop_after,
           .quiet = true,
           .augment = change},
          states);
    const States::Tensor& weights = states.all.at("parameters");
    seen.weights.assign(reinterpret_cast<const char*>(weights.data.get()), weights.bytes());
  }
};

void expect_same(const Seen& got, const Seen& expected) {
  EXPECT_EQ(got.batches.size(), 9U);
  EXPECT_TRUE(got.batches == expected.batches);
  EXPECT_TRUE(got.weights == expected.weights);
}

void expect_repeats(const std::vector<Augmentation>& how, bool images) {
  Seen whole, two_threads, resumed;
  const SmallTraining run{.how = how, .images = images};
  run(whole);
  SmallTraining other = run;
  other.threads = 2;
  other.slow = true;
  other(two_threads);
  expect_same(two_threads, whole);
  const testing::ScratchFolder folder;
  other = run;
  other.folder = folder.path();
  other.stop_after = 4;  // within the second epoch
  ::testing::internal::CaptureStderr();
  other(resumed);
  EXPECT_LT(resumed.batches.size(), 9U);
  other.stop_after = 0;
  other.resume = true;
  other(resumed);
  ::testing::internal::GetCapturedStderr();
  expect_same(resumed, whole);
}

TEST(Augmenter, NeitherThreadsNorResumeChangeADraw) {
  size_t tried = 0;
  for (const auto& component : sorts().at("augmentation").components()) {
    SCOPED_TRACE(component.name);
    Problems problems;
    const auto one = registry<Augmentation>().read(read_yaml(component.example, component.name, problems), problems);
    ASSERT_TRUE(one);
    expect_repeats({*one}, !one->changes_numbers());
    ++tried;
  }
  EXPECT_GT(tried, 13U);
}

TEST(Augmenter, WhatWouldChangeNothingIsRefused) {
  for (const bool images : {true, false}) {
    const Augmentation wrong = registry<Augmentation>().make(images ? "noise" : "random_flip");
    Seen seen;
    try {
      SmallTraining{.how = {wrong}, .images = images}(seen);
      ADD_FAILURE() << "no message";
    } catch (const Error& error) {
      const std::string expected = images ? "augment: noise changes tables of numbers, and the network reads none "
                                            "(inputs: scan); take it out"
                                          : "augment: random_flip changes images, and the network reads none (inputs: "
                                            "table); take it out";
      EXPECT_EQ(error.what(), expected);
    }
  }
}

}  // namespace
}  // namespace plumb
