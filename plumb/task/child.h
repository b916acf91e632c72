#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "plumb/core/files.h"

namespace plumb {

/// A program that runs beside this one; what it says goes to a file. Killed when this value goes.
///
///     Child child({"/proc/self/exe", "train", "task.yaml"}, folder / "train.log");
///     if (child.wait() != 0) …
class Child {
 public:
  Child(std::vector<std::string> words, const Path& log);
  ~Child();
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  bool running();
  void kill();  // as kill -9 does
  int wait();   // the exit code; 128 and the signal's number where one ended it

 private:
  pid_t process_ = -1;
  int status_ = 0;
};

}  // namespace plumb
