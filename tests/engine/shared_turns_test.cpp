// Which turns threads share is measured, and no result depends on it.
#include "plumb/engine/internal/shared_turns.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "plumb/engine/plan.h"
#include "tests/engine/networks.h"

namespace plumb::testing {
namespace {

using engine::SharedTurns;
using engine::TurnTime;
using Shared = std::vector<char>;

TurnTime once(double together, double alone) { return {.together = together, .alone = alone}; }
TurnTime open(double together, double alone) { return {.can_share = true, .together = together, .alone = alone}; }
TurnTime longer(double together) { return {.can_share = true, .together = together}; }

TEST(SharedTurns, AreThoseThatAreNotClearlyFasterAlone) {
  EXPECT_EQ(engine::choose_shared({open(50, 90), open(8, 5), open(90, 85)}), (Shared{1, 0, 1}));
  EXPECT_EQ(engine::choose_shared({once(3, 3), open(50, 90), once(9, 8)}), (Shared{0, 1, 0}));
}

TEST(SharedTurns, AreNoneWhereWakingCostsMoreThanTheySave) {
  EXPECT_EQ(engine::choose_shared({once(60, 1), open(50, 90)}), (Shared{0, 0}));
  EXPECT_EQ(engine::choose_shared({once(1, 1), open(50, 90), once(20, 1), open(50, 60)}), (Shared{0, 1, 0, 1}));
}

TEST(SharedTurns, LongOnesAreSharedUnasked) {
  EXPECT_FALSE(engine::is_open(longer(150e-6), 2));
  EXPECT_TRUE(engine::is_open(longer(50e-6), 2));
  EXPECT_FALSE(engine::is_open(longer(TurnTime::unknown), 2));
  EXPECT_FALSE(engine::is_open(once(1e-6, 1e-6), 2));
  EXPECT_EQ(engine::choose_shared({once(500, 1), longer(900), open(8, 5)}), (Shared{0, 1, 0}));
}

TEST(SharedTurns, WhatWasNeverMeasuredStaysShared) {
  EXPECT_EQ(engine::choose_shared({once(3, 3), longer(TurnTime::unknown)}), (Shared{0, 1}));
}

/// Two turns, the first for one thread, on a clock of our own: what the second takes, in microseconds, by who does it.
struct Measured {
  SharedTurns turns{{0, 1}, 2};
  SharedTurns::Time now{};
  int together_runs = 0, alone_runs = 0;
  bool run(int together, int alone, bool team_is_there = true) {
    turns.begin_run();
    const bool shares = turns.shares(1), busy = shares && !team_is_there;
    if (busy) turns.share_none();
    for (int turn = -1; turn <= 2; ++turn) {
      if (turns.measures()) turns.begin_turn(turn, now);
      now += std::chrono::microseconds(turn == 1 ? (turns.shares(1) ? together : alone) : 1);
    }
    if (turns.measures()) ++(shares ? together_runs : alone_runs);
    turns.end_run(!busy);
    return shares;
  }
};

TEST(SharedTurns, AreMeasuredInRounds) {
  Measured m;
  EXPECT_TRUE(m.run(20, 10));
  EXPECT_EQ(m.together_runs, 0) << "the first run is cold";
  for (int i = 0; i < 8; ++i) EXPECT_EQ(m.run(20, 10), i < 4) << i;
  EXPECT_EQ(m.together_runs, m.alone_runs);
  EXPECT_FALSE(m.run(20, 10));
  EXPECT_FALSE(m.turns.shares_any());
  for (int i = 0; i < 1'000'000; ++i) m.run(20, 10);
  EXPECT_EQ(m.together_runs, 32);
  EXPECT_EQ(m.alone_runs, 32) << "a few rounds, then no more";
}

TEST(SharedTurns, ANoisyMomentDoesNotDecide) {
  Measured m;
  for (int i = 0; i < 9; ++i) m.run(90, 50);  // as where another program has the other core
  EXPECT_FALSE(m.run(30, 50));
  for (int i = 0; i < 50; ++i) m.run(30, 50);
  EXPECT_TRUE(m.run(30, 50));
}

TEST(SharedTurns, LongOnesAreNeverTakenApart) {
  Measured m;
  for (int i = 0; i < 2000; ++i) EXPECT_TRUE(m.run(150, 10));
}

TEST(SharedTurns, ARunForWhichTheTeamWasBusyDoesNotCount) {
  Measured m;
  for (int i = 0; i < 2000; ++i) m.run(20, 10, false);
  EXPECT_TRUE(m.turns.shares(1));
}

/// The loss of each step, and the states after the last.
struct Result {
  std::vector<float> losses;
  std::map<std::string, std::vector<float>> states;
  bool operator==(const Result&) const = default;
};

using Choice = std::function<bool(int turn)>;

/// 20 steps, which threads share as said; unsaid: as measured.
Result train(const Training& net, int64_t rows, EngineSettings settings, const Choice& choice = {}) {
  States states;
  initialise(net.graph, states, 3);
  settings.updates = true;
  engine::Plan plan(net.graph, {net.loss}, rows, states, settings);
  if (choice) plan.share_turns(choice);
  const Batch batch(net, rows);
  batch.bind(plan, net);
  Result result;
  for (int i = 0; i < 20; ++i) {
    plan.run();
    result.losses.push_back(*static_cast<const float*>(plan.data(net.loss)));
  }
  for (const auto& [name, tensor] : states.all)
    if (tensor.type == Type::f32) result.states[name].assign(tensor.floats(), tensor.floats() + count(tensor.shape));
  return result;
}

const std::vector<std::pair<const char*, Choice>> choices{
    {"all", [](int) { return true; }},
    {"none", [](int) { return false; }},
    {"every second", [](int turn) { return turn % 2 == 0; }},
    {"every other second", [](int turn) { return turn % 2 == 1; }},
    {"every third", [](int turn) { return turn % 3 == 0; }},
    {"as measured", {}}};

void make_mlp(Training& net) { mlp(net, 64, 60, {200, 100}, 3, 0.2); }  // updates that are worth cutting
void make_cnn(Training& net) { cnn(net, 32, 14, 8); }
void make_resnet(Training& net) { resnet(net, 16, 1, 8, 8); }
void make_embeddings(Training& net) { embeddings(net, 32, 4, 500, 16, {24}); }

TEST(SharedTurns, WhoeverDoesThemGivesTheSameBits) {
  for (const auto make : {make_mlp, make_cnn, make_resnet, make_embeddings}) {
    Training net;
    make(net);
    net.adamw(0.001);
    for (const EngineSettings& settings :
         {EngineSettings{.threads = 2, .shards = 2}, EngineSettings{.threads = 2, .shards = 3},
          EngineSettings{.threads = 3, .shards = 8}, EngineSettings{.threads = 2, .any_threads = true, .shards = 8}}) {
      const Result expected = train(net, 33, settings, choices[0].second);
      for (const auto& [name, choice] : choices) EXPECT_EQ(train(net, 33, settings, choice), expected) << name;
    }
  }
}

TEST(SharedTurns, AnyThreadsGiveTheSameBitsSharedOrNot) {
  for (const auto make : {make_mlp, make_resnet}) {
    Training net;
    make(net);
    net.adamw(0.001);
    const Result expected = train(net, 33, {.threads = 1, .any_threads = true, .shards = 8});
    for (const auto& [name, choice] : choices)
      for (const int threads : {2, 3})
        EXPECT_EQ(train(net, 33, {.threads = threads, .any_threads = true, .shards = 8}, choice), expected) << name;
  }
}

/// What a plan without shards answers, whose threads share a product.
std::vector<float> answer(const Choice& choice) {
  Graph g;
  const Value x = g.input("x", {256, 128});
  const Value y = softmax(relu(dense(g, "dense", x, 256)));
  g.seal();
  States states;
  initialise(g, states, 3);
  engine::Plan plan(g, {y}, 256, states, {.threads = 2, .shards = 1});
  EXPECT_NE(plan.text().find("part matmul"), std::string::npos) << plan.text();
  plan.share_turns(choice);
  std::vector<float> rows(256 * 128);
  for (size_t i = 0; i < rows.size(); ++i) rows[i] = static_cast<float>(i % 89) / 89;
  plan.bind(x, rows.data());
  plan.run();
  EXPECT_EQ(plan.text().find("part alone matmul") != std::string::npos, !choice(0)) << plan.text();
  const auto* p = static_cast<const float*>(plan.data(y));
  return {p, p + 256 * 256};
}

TEST(SharedTurns, SoDoProductsInParts) {
  EXPECT_EQ(answer([](int) { return true; }), answer([](int) { return false; }));
}

/// Keeps the process's team while it lives.
class BusyTeam : private engine::Job {
 public:
  BusyTeam() {
    while (!begun_) std::this_thread::yield();
  }
  ~BusyTeam() override {
    over_ = true;
    caller_.join();
  }
  BusyTeam(const BusyTeam&) = delete;
  BusyTeam& operator=(const BusyTeam&) = delete;

 private:
  int turns() const override { return 1; }
  int columns(int) const override { return 1; }
  int items(int, int) const override { return 1; }
  void run_item(int, int, int) override {
    begun_ = true;
    while (!over_) std::this_thread::yield();
  }
  std::atomic<bool> begun_ = false, over_ = false;
  std::thread caller_{[this] { engine::run_together(2, *this); }};
};

TEST(SharedTurns, ACallerWhoFindsTheTeamBusyDoesThemAlone) {
  Training net;
  make_mlp(net);
  net.adamw(0.001);
  const EngineSettings settings{.threads = 2, .shards = 3};
  const Result expected = train(net, 33, settings);
  const BusyTeam busy;
  EXPECT_EQ(train(net, 33, settings), expected);
}

}  // namespace
}  // namespace plumb::testing
