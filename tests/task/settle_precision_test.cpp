// What `precision` comes to in a run: what auto chose stands in its task, and what a machine cannot do is refused
// before anything is written.
#include <cstdlib>

#include "plumb/engine/bf16_support.h"
#include "tests/task/small_run.h"

namespace plumb::testing {
namespace {

TEST(SettlesPrecision, TheRunSaysWhatAutoCameTo) {
  const ScratchFolder folder;
  put_small_task(folder, "1 epochs", 2, 0);
  ASSERT_EQ(plumb(folder.path(), "train task.yaml --quiet --set train.precision=auto").code, 0);
  EXPECT_NE(content(folder / "runs/small-1/task.yaml").find("precision: fp32"), std::string::npos);
}

TEST(SettlesPrecision, WhereNothingIsMeasuredTheLogSaysWhy) {
  const ScratchFolder folder;
  put_small_task(folder, "1 epochs", 2, 0);
  const std::string train = "train task.yaml --stop-after 2 --set train.precision=auto ",
                    any = "--set deterministic=any_threads ", bound = "--set memory_limit=2G",
                    chosen = "precision: auto stays with fp32, unmeasured: ",
                    cost = "deterministic: any_threads, whose cost is not measured: ",
                    memory = "measuring takes the memory of a second training, and ";
  const auto said = [&](const std::string& words) { return plumb(folder.path(), train + words).err; };
  const auto holds = [](const std::string& text, const std::string& part) {
    EXPECT_NE(text.find(part), std::string::npos) << part << "\n" << text;
  };
  const std::string small = said(any);
  holds(small, chosen);
  holds(small, cost + "the training is too short");
  const std::string bounded = said(any + bound);
  holds(bounded, chosen + memory + "there is a `memory_limit`");
  holds(bounded, cost + memory + "there is a `memory_limit`");
  holds(said("--set 'data={train: data.csv, stream: true}'"), chosen + memory + "the rows are streamed");
  EXPECT_EQ(said("--quiet " + any + bound), "");
}

TEST(SettlesPrecision, TheCostOfAnyThreadsIsSaid) {
  const ScratchFolder folder;
  put_small_task(folder, "1 epochs", 700, 0);
  const auto wide = replaced(content(folder / "task.yaml"), "units: 8", "units: 1024");
  put(folder / "task.yaml", "deterministic: any_threads\n" + wide);
  const auto done = plumb(folder.path(), "train task.yaml --stop-after 2");
  EXPECT_EQ(done.code, 0) << done.err;
  EXPECT_NE(done.err.find("deterministic: any_threads costs "), std::string::npos) << done.err;
  EXPECT_NE(done.err.find("ms with same_threads"), std::string::npos) << done.err;
}

TEST(SettlesPrecision, ARunInBf16AnswersAsItsExports) {
  if (!cpu_has_bf16()) GTEST_SKIP() << "no instructions for bf16";
  const ScratchFolder folder;
  put_small_task(folder, "1 epochs", 2, 0);  // exports are checked against the run
  const auto wide = replaced(content(folder / "task.yaml"), "units: 8", "units: 128");
  put(folder / "task.yaml", replaced(wide, "batch_size: 16", "batch_size: 64\n  precision: bf16"));
  const auto done = plumb(folder.path(), "train task.yaml --quiet");
  EXPECT_EQ(done.code, 0) << done.err;
}

TEST(SettlesPrecision, WhatTheMachineCannotIsRefusedBeforeAnythingIsWritten) {
  const ScratchFolder folder;
  put_small_task(folder, "1 epochs", 2, 0);
  ::setenv("DNNL_MAX_CPU_ISA", "AVX2", 1);
  const auto refused = plumb(folder.path(), "train task.yaml --quiet --set train.precision=bf16");
  ::unsetenv("DNNL_MAX_CPU_ISA");
  EXPECT_EQ(refused.code, 2);
  EXPECT_NE(refused.err.find("write `precision: fp32`, or auto"), std::string::npos) << refused.err;
  EXPECT_FALSE(std::filesystem::exists(folder / "runs"));
}

}  // namespace
}  // namespace plumb::testing
