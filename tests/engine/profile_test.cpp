// What a plan's calls took: the work that stands beside each, and how it is shown.
#include "plumb/engine/profile.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "plumb/engine/bf16_support.h"
#include "plumb/engine/plan.h"
#include "tests/engine/networks.h"

namespace plumb::testing {
namespace {

StepTimes profiled(int threads, int shards, int runs = 3) {
  Training net;
  mlp(net, 8, 4, {5}, 3);
  States states;
  const auto executor = make_executor("cpu", net.graph, {net.loss, net.gradient}, 8, states,
                                      {.threads = threads, .profile = true, .shards = shards});
  const Batch batch(net, 8);
  batch.bind(*executor, net);
  for (int i = 0; i < runs; ++i) executor->run();
  return dynamic_cast<const Profiled&>(*executor).times();
}

TEST(Profile, EveryCallHasItsWork) {
  for (const int shards : {1, 2}) {
    const StepTimes times = profiled(shards, shards);
    EXPECT_EQ(times.runs, 3);
    EXPECT_EQ(times.threads, shards);
    double flops = 0, bytes = 0;
    std::set<int> calls;
    for (const CallTime& call : times.calls) {
      if (!call.what.starts_with("matmul + bias + relu")) continue;
      EXPECT_EQ(call.kernel, "matmul");
      EXPECT_EQ(call.operators, (std::vector<std::string>{"matmul", "add", "relu"}));
      flops += call.flops;
      bytes += call.bytes;
      calls.insert(call.call);
    }
    EXPECT_EQ(flops, 2 * 8 * 4 * 5);
    EXPECT_EQ(bytes, 4 * (8 * 4 + shards * (4 * 5 + 5) + 8 * 5));  // each shard reads the weights
    EXPECT_EQ(calls.size(), 1U) << "shards make the same call";
  }
}

TEST(Profile, AThreadDoesOneThingAtATime) {
  const StepTimes times = profiled(2, 4);
  std::map<int, double> until;
  for (const CallTime& call : times.calls) {
    EXPECT_GE(call.begin, until[call.thread]) << call.what;
    until[call.thread] = call.begin + call.seconds;
    EXPECT_LE(until[call.thread], times.seconds);
  }
  EXPECT_EQ(until.size(), 2U);
}

/// Two shards of a product on two threads, then a reorder on one of them.
StepTimes small_step() {
  const CallTime product{.what = "matmul [8, 4] by [4, 5]",
                         .operators = {"matmul", "relu"},
                         .kernel = "matmul",
                         .layer = "dense",
                         .layout = "AB16b",
                         .shard = 1,
                         .seconds = 2e-6,
                         .flops = 1000,
                         .bytes = 50};
  StepTimes times{.seconds = 5e-6, .runs = 3, .threads = 2, .shards = 2, .calls = {product, product}};
  times.calls[1].shard = 2;
  times.calls[1].thread = 1;
  times.calls.push_back({.what = "reorder", .call = 1, .begin = 2e-6, .seconds = 1e-6});
  return times;
}

TEST(Profile, TheTableSharesTheStepAmongCalls) {
  const std::string text = profile_text(small_step(), {.flops = 1e9, .bytes = 1e9});
  EXPECT_NE(text.find("matmul [8, 4] by [4, 5]  dense  AB16b   4.0  40.0 %  0.5 GFLOP/s     50 %"), std::string::npos)
      << text;
  EXPECT_NE(text.find("waiting and between calls"), std::string::npos);
  EXPECT_NE(text.find(" 5.0  50.0 %"), std::string::npos) << text;
  EXPECT_NE(text.find("0.005 ms, the fastest of 3; threads: 2, shards: 2, calls: 2, reorders: 1"), std::string::npos)
      << text;
  const Entry entry = profile_entry(small_step(), {.flops = 1e9, .bytes = 1e9});
  EXPECT_EQ(entry.at("calls").items().size(), 2U);
  EXPECT_DOUBLE_EQ(entry.at("calls").items()[0].at("share").as_double(), 0.4);
  EXPECT_DOUBLE_EQ(entry.at("calls").items()[0].at("of_peak").as_double(), 0.5);
}

TEST(Profile, TheTraceHasABarACallAndALineAThread) {
  const Entry trace = parse_json(chrome_trace(small_step()), "trace");
  const auto& events = trace.at("traceEvents").items();
  ASSERT_EQ(events.size(), 5U);
  EXPECT_EQ(events[1].at("ph").word(), "M");
  EXPECT_EQ(events[3].at("ph").word(), "X");
  EXPECT_EQ(events[3].at("tid").word(), "1");
  EXPECT_EQ(events[3].at("args").at("layer").word(), "dense");
  EXPECT_DOUBLE_EQ(events[4].at("ts").as_double(), 2);
  EXPECT_DOUBLE_EQ(events[4].at("dur").as_double(), 1);
}

TEST(Profile, ProductsOfBf16CopiesAreHeldAgainstTheirOwnPeak) {
  StepTimes times = small_step();
  times.calls[1].bf16 = true;  // of two calls of 1000 in 2 us: one takes as long at its peak, the other half of it
  const Peaks peaks{.flops = 0.5e9, .bytes = 1e9, .bf16_flops = 1e9};
  const std::string text = profile_text(times, peaks);
  EXPECT_NE(text.find("0.5 GFLOP/s     75 %"), std::string::npos) << text;
  EXPECT_NE(text.find("products 0.5 GFLOP/s, those of bf16 copies 1.0, memory 1.0 GB/s"), std::string::npos) << text;
  EXPECT_EQ(profile_text(small_step(), {.flops = 1e9, .bytes = 1e9}).find("bf16"), std::string::npos);
  EXPECT_DOUBLE_EQ(profile_entry(times, peaks).at("calls").items()[0].at("of_peak").as_double(), 0.75);
}

TEST(Profile, ACallSaysWhetherItsProductsReadBf16Copies) {
  if (!cpu_has_bf16()) GTEST_SKIP() << "this processor has no instructions for bf16";
  Graph g;
  const Value x = g.input("x", {64, 64}), w = g.input("w", {64, 64}, Type::f32, false);
  const std::vector<float> numbers(64 * 64, 0.5F);
  for (const Precision precision : {Precision::fp32, Precision::bf16}) {
    States states;
    const auto executor =
        make_executor("cpu", g, {matmul(x, w)}, 64, states, {.threads = 1, .precision = precision, .profile = true});
    executor->bind(x, numbers.data());
    executor->bind(w, numbers.data());
    executor->run();
    for (const CallTime& call : dynamic_cast<const Profiled&>(*executor).times().calls)
      EXPECT_EQ(call.bf16, precision == Precision::bf16 && call.kernel == "matmul") << call.what;
  }
}

TEST(Profile, PeaksAreThoseOfAThread) {
  const Peaks peaks = measure_peaks(1);
  EXPECT_EQ(peaks.bf16_flops, 0) << "nobody asked for it";
  EXPECT_GT(peaks.flops, 1e8);
  EXPECT_GT(peaks.bytes, 1e8);
  EXPECT_LT(peaks.flops, 1e13);
  EXPECT_LT(peaks.bytes, 1e12);
}

}  // namespace
}  // namespace plumb::testing
