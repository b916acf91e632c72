// The words under `train`: everything can be written, read back and refused.

#include "plumb/train/train_options.h"

#include <gtest/gtest.h>

#include <csignal>

#include "plumb/train/interrupt.h"

namespace plumb {
namespace {

TrainOptions read(const std::string& json) {
  Problems problems;
  const auto options = read_options<TrainOptions>(parse_json(json, "task"), problems);
  problems.raise();
  return *options;
}

std::string error_of(const std::string& json) {
  try {
    read(json);
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

TEST(TrainOptions, SurviveWriting) {
  const TrainOptions options = read(R"({
    "optimizer": {"sgd": {"learning_rate": 0.1, "momentum": 0.9}}, "schedule": {"warmup": {"steps": 5, "then": "cosine"}},
    "loss": {"huber": 0.5}, "losses": {"a": "mean_absolute_error"}, "loss_weights": {"a": 2}, "epochs": 3, "batch_size": 8,
    "precision": "bf16", "clip_norm": 1, "accumulate": 2, "class_weights": {"yes": 5},
    "callbacks": [{"early_stopping": {"patience": 2}}, "csv_logger"], "from": "runs/a"})");
  EXPECT_EQ(options.optimizer.name(), "sgd");
  EXPECT_EQ(options.loss.chosen->name(), "huber");
  EXPECT_EQ(options.callbacks.size(), 2U);
  EXPECT_EQ(options.class_weights.by_label.at("yes"), 5);
  const Entry written = write_options(options);
  EXPECT_EQ(write_options(read(to_json(written))), written);
  EXPECT_EQ(write_options(read(to_json(write_options(TrainOptions())))), write_options(TrainOptions()));
}

TEST(TrainOptions, MistakesAreAnswered) {
  EXPECT_NE(error_of(R"({"optimizer": "adamm"})").find("did you mean \"adam\""), std::string::npos);
  EXPECT_NE(error_of(R"({"class_weights": "balancd"})").find("did you mean \"balanced\""), std::string::npos);
  EXPECT_NE(error_of(R"({"class_weights": {"yes": -1}})").find("must be at least 0"), std::string::npos);
  EXPECT_NE(error_of(R"({"epochs": 0})").find("at least 1"), std::string::npos);
  EXPECT_NE(error_of(R"({"callbacks": [{"model_checkpoint": {"best_only": false}}]})").find("epoch-{epoch}"),
            std::string::npos);
}

TEST(Interrupt, TheFirstSignalOnlyAsks) {
  {
    const InterruptGuard guard;
    EXPECT_FALSE(stop_requested());
    std::raise(SIGINT);
    EXPECT_TRUE(stop_requested());
  }
  const InterruptGuard guard;  // a new training begins unasked
  EXPECT_FALSE(stop_requested());
  std::raise(SIGTERM);
  EXPECT_TRUE(stop_requested());
}

}  // namespace
}  // namespace plumb
