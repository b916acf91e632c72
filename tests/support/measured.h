#pragma once

#include <fcntl.h>
#include <gtest/gtest.h>
#include <spawn.h>
#include <sys/resource.h>

#include <vector>

#include "tests/support/program.h"

extern char** environ;

namespace plumb::testing {

/// `plumb <words>` with the peak of its memory, as the system reports it of a child: at least what its parent held when
/// it was started, so tests of this are in programs of their own.
struct Measured {
  int code = -1;
  double peak_bytes = 0;
  std::string err;
};

inline Measured measured(const std::vector<std::string>& words) {
  const ScratchFolder streams;
  const std::string program = (binary_dir() / "plumb").string(), log = (streams / "err").string();
  std::vector<char*> arguments{const_cast<char*>(program.c_str())};
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addopen(&actions, 2, log.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  pid_t child = 0;
  EXPECT_EQ(posix_spawn(&child, program.c_str(), &actions, nullptr, arguments.data(), environ), 0);
  posix_spawn_file_actions_destroy(&actions);
  int status = -1;
  rusage used{};
  wait4(child, &status, 0, &used);
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, static_cast<double>(used.ru_maxrss) * 1024, content(log)};
}

/// A run that left its rows in their files because of a limit, and stayed below it.
inline void expect_streamed_below(double limit, const Measured& trained) {
  EXPECT_NE(trained.err.find("streaming: all rows in memory would take"), std::string::npos) << trained.err;
#ifndef __SANITIZE_ADDRESS__
  EXPECT_LT(trained.peak_bytes, limit);
#endif
}

}  // namespace plumb::testing
