#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>

namespace plumb {

/// Shows how far a long piece of work is: a bar with rate and time left on a terminal, a plain line every few seconds
/// elsewhere, nothing for work under a second. Writes to standard error, so that results can be piped.
///
///     Progress progress("reading adult.csv", bytes, "B");
///     progress.advance(n);                               // any thread's loop; cheap
///     progress.note("loss 0.31");                        // shown at the end of the line
class Progress {
 public:
  Progress(std::string what, int64_t total, std::string unit = "");
  ~Progress();  // ends the line
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  void advance(int64_t by = 1);
  void note(std::string text);
  /// Writes a line of its own above the bar.
  void say(std::string_view line);

 private:
  void show(bool last);
  std::mutex mutex_;
  std::string what_, unit_, note_;
  int64_t total_ = 0, done_ = 0;
  bool terminal_ = false, shown_ = false;
  std::chrono::steady_clock::time_point start_, last_;
};

/// One line for the user on standard error (what was chosen and why, warnings). `--quiet` silences it.
void say(std::string_view line);
void set_quiet(bool value);

}  // namespace plumb
