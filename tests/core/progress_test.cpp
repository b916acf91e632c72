#include "plumb/core/progress.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <thread>

namespace plumb {
namespace {

std::string standard_error_of(const std::function<void()>& action) {
  ::testing::internal::CaptureStderr();
  action();
  return ::testing::internal::GetCapturedStderr();
}

TEST(Progress, ShortWorkShowsNothing) {
  EXPECT_EQ(standard_error_of([] {
              Progress progress("reading", 10);
              for (int i = 0; i < 10; ++i) progress.advance();
            }),
            "");
}

TEST(Progress, LongWorkShowsPlainLinesWhereThereIsNoTerminal) {
  const std::string lines = standard_error_of([] {
    Progress progress("reading adult.csv", 4000, "B");
    progress.advance(1000);
    std::this_thread::sleep_for(std::chrono::milliseconds(1050));
    progress.note("loss 0.31");
    progress.advance(1000);
    progress.advance(2000);
  });
  EXPECT_TRUE(lines.starts_with("reading adult.csv  50%")) << lines;
  EXPECT_NE(lines.find("left  loss 0.31\n"), std::string::npos) << lines;
  EXPECT_NE(lines.find("100%"), std::string::npos) << lines;
  EXPECT_EQ(std::count(lines.begin(), lines.end(), '\n'), 2) << lines;
  EXPECT_EQ(lines.find('\r'), std::string::npos);
}

TEST(Progress, QuietSaysNothing) {
  set_quiet(true);
  EXPECT_EQ(standard_error_of([] { say("chosen: mlp"); }), "");
  set_quiet(false);
  EXPECT_EQ(standard_error_of([] { say("chosen: mlp"); }), "chosen: mlp\n");
}

}  // namespace
}  // namespace plumb
