// The loops of recurrent cells on every instruction set that this machine has; on shapes that fill vectors and that do
// not. Their values are held against libtorch in the contract test.

#include "plumb/engine/kernels/recurrent.h"

#include <gtest/gtest.h>
#include <hwy/highway.h>
#include <hwy/targets.h>

#include <cmath>
#include <limits>
#include <string>
#include <thread>
#include <vector>

#include "plumb/core/random.h"

namespace plumb::engine {
namespace {

std::vector<float> drawn(size_t n, const std::string& name, double most = 1) {
  Random random(3, name);
  std::vector<float> values(n);
  for (float& value : values) value = static_cast<float>(random.uniform(-most, most));
  return values;
}

constexpr size_t steps = 5;

/// y, then the gradient by the gates.
std::vector<float> answers(const RecurrentCell& cell, size_t rows, size_t units, bool padded, bool spoiled = false,
                           int threads = 1) {
  const size_t size = rows * steps * units;
  auto gates = drawn(size * cell.gates, "gates");
  if (spoiled) gates[0] = std::numeric_limits<float>::quiet_NaN();  // of the first row's first step
  const auto weights = drawn(units * units * cell.gates, "weights", 0.2), bias = drawn(3 * units, "bias"),
             dy = drawn(size, "dy");
  std::vector<int32_t> lengths;
  for (size_t row = 0; row < rows; ++row) lengths.push_back(static_cast<int32_t>((row * 2 + 1) % (steps + 1)));
  std::vector<float> panels(cell.packed_floats(units)), y(size), kept(size * cell.kept), dgates(size * cell.gates),
      scratch(cell.scratch_floats(rows, units));
  RecurrentRun run{.rows = rows, .steps = steps, .units = units, .reverse = padded};
  run.lengths = padded ? lengths.data() : nullptr;
  run.gates = gates.data(), run.bias = bias.data(), run.y = y.data(), run.kept = kept.data();
  run.scratch = scratch.data(), run.dy = dy.data(), run.dgates = dgates.data();
  cell.pack(false, weights.data(), units, panels.data());
  run.weights = panels.data();
  if (threads < 2) run_forward(cell, run);
  SharedSteps shared;
  for (int again = 0; again < 3 && threads == 2; ++again) {  // together
    std::thread other([&] { shared.follow(cell, run); });
    shared.lead(cell, run);
    other.join();
  }
  if (threads == 3) {  // one after the other, in any order
    shared.follow(cell, run);
    shared.lead(cell, run);
    shared.lead(cell, run);
    shared.follow(cell, run);
  }
  cell.pack(true, weights.data(), units, panels.data());
  run.weights = panels.data();
  cell.backward(run);
  y.insert(y.end(), dgates.begin(), dgates.end());
  return y;
}

std::vector<float> all_answers(RecurrentCell (*cell)()) {
  std::vector<float> all;
  const auto add = [&](const std::vector<float>& some) { all.insert(all.end(), some.begin(), some.end()); };
  for (const bool padded : {false, true}) {
    for (const size_t units : {1U, 19U, 64U, 70U})
      for (const size_t rows : {1U, 7U, 13U}) add(answers(cell(), rows, units, padded));
  }
  return all;
}

TEST(Recurrent, EveryInstructionSetGivesTheSame) {
  for (const auto cell : {simple_rnn_cell, lstm_cell, gru_cell}) {
    const std::vector<float> best = all_answers(cell);
    for (int64_t targets = hwy::SupportedTargets() & HWY_TARGETS, target = 1; targets != 0; target *= 2) {
      if ((targets & target) == 0) continue;
      targets &= ~target;
      SCOPED_TRACE(hwy::TargetName(static_cast<uint32_t>(target)));
      hwy::SetSupportedTargetsForTest(target);
      hwy::GetChosenTarget().Update(target);
      const std::vector<float> here = all_answers(cell);
      hwy::SetSupportedTargetsForTest(0);
      hwy::GetChosenTarget().DeInit();
      ASSERT_EQ(here.size(), best.size());
      for (size_t i = 0; i < best.size(); ++i)
        ASSERT_NEAR(here[i], best[i], 2e-5 * std::max(1.0F, std::abs(best[i]))) << i;
    }
  }
}

TEST(Recurrent, RowsDoNotKnowEachOther) {  // so that shards give the same bits
  for (const auto cell : {simple_rnn_cell, lstm_cell, gru_cell})
    for (const bool padded : {false, true}) {
      const std::vector<float> many = answers(cell(), 13, 64, padded), one = answers(cell(), 1, 64, padded);
      for (size_t i = 0; i < 5 * 64; ++i) ASSERT_EQ(many[i], one[i]) << i;
    }
}

TEST(Recurrent, ThreadsThatShareAStepGiveTheSame) {
  for (const auto cell : {simple_rnn_cell, lstm_cell, gru_cell})
    for (const size_t units : {128U, 200U}) {
      const std::vector<float> alone = answers(cell(), 2, units, true);
      for (const int threads : {2, 3}) EXPECT_EQ(answers(cell(), 2, units, true, false, threads), alone);
    }
}

TEST(Recurrent, WhatIsNoNumberIsNotHidden) {  // or a run that diverges would go on in silence
  for (const auto cell : {simple_rnn_cell, lstm_cell, gru_cell}) {
    const std::vector<float> y = answers(cell(), 2, 19, false, true);
    for (size_t unit = 0; unit < 19; ++unit) {
      EXPECT_TRUE(std::isnan(y[(steps - 1) * 19 + unit])) << "the spoiled row's last state, unit " << unit;
      EXPECT_FALSE(std::isnan(y[(2 * steps - 1) * 19 + unit])) << "the other row's";
    }
  }
}

}  // namespace
}  // namespace plumb::engine
