#pragma once

#include <unistd.h>

#include "plumb/core/files.h"

// What reading and writing files share.
namespace plumb::internal {

/// "cannot write runs/a.json: No space left on device; free some space …": the reason, and who is to blame.
Error file_trouble(const char* what, const Path& path, int number);

/// An open file descriptor that closes itself.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() { close(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  operator int() const { return number_; }
  int close() {
    const int result = number_ < 0 ? 0 : ::close(number_);
    number_ = -1;
    return result;
  }

 private:
  int number_;
};

}  // namespace plumb::internal
