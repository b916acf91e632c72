#include "plumb/core/files.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <ostream>

#include "tests/support/paths.h"

namespace plumb {
namespace {

class Files : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() / ("plumb_files_" + std::to_string(::getpid()));
    make_folder(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  int64_t count() const {
    return std::distance(std::filesystem::directory_iterator(folder_), std::filesystem::directory_iterator());
  }
  Path folder_;
};

TEST_F(Files, WritesAndReadsBack) {
  std::string bytes(300'000, 'x');
  bytes[7] = '\0';
  write_file(folder_ / "a", bytes);
  EXPECT_EQ(read_file(folder_ / "a"), bytes);
  write_file(folder_ / "a", [](std::ostream& out) { out << "new " << 7; });
  EXPECT_EQ(read_file(folder_ / "a"), "new 7");
  EXPECT_EQ(count(), 1);
}

TEST_F(Files, AFailedWriteLeavesTheOldFileAndNoTrace) {
  write_file(folder_ / "a", "old");
  EXPECT_THROW(write_file(folder_ / "a",
                          [](std::ostream& out) {
                            out << "half";
                            throw Error("stop");
                          }),
               Error);
  EXPECT_EQ(read_file(folder_ / "a"), "old");
  EXPECT_EQ(count(), 1);
}

TEST_F(Files, AFailureOfTheDiskLeavesTheOldFile) {
  write_file(folder_ / "a", "old");
  rlimit before{};
  ::getrlimit(RLIMIT_FSIZE, &before);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  const rlimit small{.rlim_cur = 1000, .rlim_max = before.rlim_max};
  ::setrlimit(RLIMIT_FSIZE, &small);  // stands for a full disk: the write itself fails
  std::string message;
  try {
    write_file(folder_ / "a", std::string(100'000, 'x'));
  } catch (const Error& error) {
    message = error.what();
    EXPECT_EQ(error.exit_code(), 4);
  }
  ::setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, handler);
  EXPECT_EQ(message, "cannot write " + (folder_ / "a").string() + ": File too large");
  EXPECT_EQ(read_file(folder_ / "a"), "old");
  EXPECT_EQ(count(), 1);
}

TEST_F(Files, AFolderThatIsNotThereIsSaid) {
  try {
    write_file(folder_ / "no" / "a", "text");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.what(), "cannot write " + (folder_ / "no" / "a").string() + ": No such file or directory");
    EXPECT_EQ(error.exit_code(), 2);
  }
}

TEST_F(Files, AnUnknownFileIsAnsweredWithTheNearest) {
  write_file(folder_ / "adult.csv", "a");
  try {
    read_file(folder_ / "adlut.csv");
    FAIL();
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("did you mean \"" + (folder_ / "adult.csv").string()), std::string::npos)
        << error.what();
  }
}

TEST_F(Files, RefusesMoreThanTheLimit) {
  write_file(folder_ / "a", "12345");
  EXPECT_EQ(read_file(folder_ / "a", 5), "12345");
  EXPECT_THROW(read_file(folder_ / "a", 4), Error);
}

TEST_F(Files, GlobsInOrder) {
  for (const char* name : {"b.csv", "a.csv", "c.txt", "odd[1].csv"}) write_file(folder_ / name, "x");
  const auto found = glob((folder_ / "*.csv").string());
  ASSERT_EQ(found.size(), 3u);
  EXPECT_EQ(found[0].filename(), "a.csv");
  EXPECT_EQ(glob((folder_ / "odd[1].csv").string()).size(), 1u);
  EXPECT_THROW(glob((folder_ / "*.png").string()), Error);
  EXPECT_THROW(glob((folder_ / "d.csv").string()), Error);
}

}  // namespace
}  // namespace plumb
