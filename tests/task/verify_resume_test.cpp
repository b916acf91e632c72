// A proof must be able to fail: trainings that do not end with the same bits are said to differ.
#include "plumb/task/verify_resume.h"

#include "tests/task/small_run.h"

namespace plumb {
namespace {

class VerifyResume : public ::testing::Test {
 protected:
  testing::ScratchFolder folder;
  /// `plumb`, but for what these lines of the shell make of its words.
  ResumeVerdict verdict(const std::string& lines) const {
    testing::put_small_task(folder, "1 epochs", 4, 0);
    const auto program = folder / "program";
    testing::put(program, "#!/bin/sh\n" + lines + "\nexec " + testing::program() + " \"$@\"\n");
    std::filesystem::permissions(program, std::filesystem::perms::owner_all);
    return verify_resume((folder / "task.yaml").string(), {.program = program.string(), .steps = 20, .threads = 1});
  }
};

TEST_F(VerifyResume, AnswersTheSameBits) {
  const ResumeVerdict same = verdict("");
  EXPECT_TRUE(same.same()) << same.text();
  EXPECT_EQ(same.exit_code(), 0);
}

TEST_F(VerifyResume, SaysWhatDiffers) {
  const ResumeVerdict other = verdict("[ $1 = train ] && set -- \"$@\" --set seed=$$");  // each process another
  EXPECT_EQ(other.exit_code(), 3);
  ASSERT_EQ(other.checks.size(), 2U);
  for (const ResumeCheck& check : other.checks)
    EXPECT_NE(check.difference.find(" differs by up to "), std::string::npos) << other.text();
  EXPECT_NE(other.text().find("does not end with the same bits"), std::string::npos) << other.text();
  EXPECT_EQ(other.entry().at("same_bits").word(), "false");
}

TEST_F(VerifyResume, SeesATrainingThatStopsElsewhere) {
  const ResumeVerdict shorter = verdict(R"(case "$*" in resume*) set -- "$1" "$2" --quiet --stop-after 19;; esac)");
  EXPECT_EQ(shorter.exit_code(), 3);
  EXPECT_FALSE(shorter.checks.front().difference.empty()) << shorter.text();
}

TEST_F(VerifyResume, SaysWhyATrainingFailed) {
  try {
    verdict("[ $1 = resume ] && { echo the disk is on fire; exit 4; }");
    FAIL() << "a failed training is no proof";
  } catch (const Error& error) {
    EXPECT_EQ(error.exit_code(), 4);
    EXPECT_NE(std::string(error.what()).find("the disk is on fire"), std::string::npos) << error.what();
  }
}

}  // namespace
}  // namespace plumb
