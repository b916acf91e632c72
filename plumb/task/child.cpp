#include "plumb/task/child.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstring>

namespace plumb {

Child::Child(std::vector<std::string> words, const Path& log) {
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t streams;
  posix_spawn_file_actions_init(&streams);
  posix_spawn_file_actions_addopen(&streams, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&streams, STDOUT_FILENO, log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0666);
  posix_spawn_file_actions_adddup2(&streams, STDOUT_FILENO, STDERR_FILENO);
  const int problem = ::posix_spawn(&process_, arguments.front(), &streams, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&streams);
  if (problem != 0) {
    process_ = -1;
    throw Error(fmt::format("cannot start {}: {}", words.front(), std::strerror(problem)), Error::Kind::machine);
  }
}

Child::~Child() {
  if (!running()) return;
  kill();
  wait();
}

bool Child::running() {
  if (process_ < 0) return false;
  if (::waitpid(process_, &status_, WNOHANG) != process_) return true;
  process_ = -1;
  return false;
}

void Child::kill() {
  if (process_ > 0) ::kill(process_, SIGKILL);
}

int Child::wait() {
  while (process_ > 0)
    if (::waitpid(process_, &status_, 0) == process_ || errno != EINTR) process_ = -1;
  return WIFEXITED(status_) ? WEXITSTATUS(status_) : 128 + WTERMSIG(status_);
}

}  // namespace plumb
