// What `precision: auto` comes to: fp32 where nothing is to be gained, else what was measured, and that for good.
#include "plumb/train/choose_precision.h"

#include <gtest/gtest.h>

#include "plumb/core/files.h"
#include "plumb/engine/bf16_support.h"
#include "plumb/graph/operators.h"
#include "plumb/model/layers/dense.h"
#include "tests/support/program.h"
#include "tests/train/small_set.h"

namespace plumb {
namespace {

using testing::rings;

class ChoosesPrecision : public ::testing::Test {
 protected:
  testing::ScratchFolder scratch;
  TrainTarget target = testing::ring_target(2);
  TrainRows rows = rings(256, 2, 1);
  TrainOptions options;
  TrainSettings settings;
  Path measured;
  Network wide = network({Dense{512, relu}, Dense{512, relu}});

  void SetUp() override {
    options.precision = {};  // auto
    options.batch_size = 256;
    options.epochs = 1000;
    settings.threads = 1;
    settings.quiet = true;
    measured = scratch.path() / "measured";
  }
  Network network(const Layers& layers) const {
    return Architecture(layers)
        .build({.inputs = {{.name = "x", .shape = {2}}}, .targets = {target.spec}, .rows = 256})
        .network;
  }
  Precision chosen(const Network& of) const {
    return choose_precision(of, {target}, rows, options, settings, measured);
  }
  /// The line that says why.
  std::string said(const Network& of, const std::string& unmeasured = "") {
    settings.quiet = false;
    ::testing::internal::CaptureStderr();
    choose_precision(of, {target}, rows, options, settings, measured, unmeasured);
    settings.quiet = true;
    return ::testing::internal::GetCapturedStderr();
  }
  /// The files of measured times.
  std::vector<Path> kept() const {
    if (!std::filesystem::exists(measured)) return {};
    return glob((measured / "*.precision").string());
  }
  void pretend(double fp32, double bf16) const {
    write_file(kept().at(0), fmt::format(R"({{"fp32": {}, "bf16": {}}})", fp32, bf16));
  }
};

TEST_F(ChoosesPrecision, WhatIsNamedIsTaken) {
  options.precision = Precision::fp32;
  EXPECT_EQ(chosen(wide), Precision::fp32);
  options.precision = Precision::bf16;
  if (cpu_has_bf16()) {
    EXPECT_EQ(chosen(wide), Precision::bf16);
  } else {
    EXPECT_THROW(chosen(wide), Error);
  }
  EXPECT_TRUE(kept().empty());
}

TEST_F(ChoosesPrecision, NothingIsMeasuredWhereNothingIsGained) {
  EXPECT_EQ(chosen(network({Dense{8, relu}})), Precision::fp32);
  settings.any_threads = true;
  EXPECT_EQ(chosen(wide), Precision::fp32);
  settings.any_threads = false;
  options.epochs = 1;
  EXPECT_EQ(chosen(wide), Precision::fp32);
  EXPECT_TRUE(kept().empty());
}

TEST_F(ChoosesPrecision, ALineSaysWhyNothingIsMeasured) {
  const std::string stays = "precision: auto stays with fp32, unmeasured: ";
  const Network narrow = network({Dense{8, relu}});
  EXPECT_EQ(said(narrow, "rows are few"), stays + "rows are few\n");
  EXPECT_EQ(said(narrow), stays + (cpu_has_bf16() ? "the training is too short for measuring to pay\n"
                                                  : "this processor has no instructions for bf16\n"));
  settings.any_threads = true;
  EXPECT_NE(said(wide).find("the same bits for any number of threads"), std::string::npos);
  settings.device = "cuda";
  EXPECT_NE(said(wide).find("to try bf16 write `precision: bf16`"), std::string::npos);
  ::testing::internal::CaptureStderr();
  chosen(narrow);
  EXPECT_EQ(::testing::internal::GetCapturedStderr(), "") << "quiet";
  options.precision = Precision::fp32;
  EXPECT_EQ(said(wide), "") << "nothing was to be chosen";
}

TEST_F(ChoosesPrecision, ALineSaysWhatWasMeasured) {
  if (!cpu_has_bf16()) GTEST_SKIP() << "no instructions for bf16";
  const std::string first = said(wide), again = said(wide);
  EXPECT_NE(first.find(" ms in bf16\n"), std::string::npos) << first;
  EXPECT_NE(again.find(" ms in bf16, as measured here before\n"), std::string::npos) << again;
}

TEST_F(ChoosesPrecision, WhatWasMeasuredDecidesFromThenOn) {
  const Precision first = chosen(wide);
  if (!cpu_has_bf16()) {
    EXPECT_EQ(first, Precision::fp32);
    EXPECT_TRUE(kept().empty());
    return;
  }
  ASSERT_EQ(kept().size(), 1U);
  pretend(1.16, 1);
  EXPECT_EQ(chosen(wide), Precision::bf16);
  pretend(1.14, 1);
  EXPECT_EQ(chosen(wide), Precision::fp32);
  write_file(kept().at(0), "{");  // damaged: measured again
  chosen(wide);
  EXPECT_NE(read_file(kept().at(0)), "{");
  EXPECT_EQ(kept().size(), 1U);
  options.batch_size = 128;
  chosen(wide);
  EXPECT_EQ(kept().size(), 2U);
}

}  // namespace
}  // namespace plumb
