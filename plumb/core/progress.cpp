#include "plumb/core/progress.h"

#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

namespace plumb {
namespace {

using Clock = std::chrono::steady_clock;
bool quiet = false;

double seconds(Clock::duration time) { return std::chrono::duration<double>(time).count(); }

/// 950, 12.3k, 4.56M; bytes alike.
std::string amount(double value, const std::string& unit) {
  const char* prefix = "";
  for (const char* next : {"k", "M", "G", "T"})
    if (value >= 1000) {
      value /= 1000;
      prefix = next;
    }
  std::string number = *prefix == '\0' && value == static_cast<double>(static_cast<int64_t>(value))
                           ? fmt::format("{:.0f}", value)
                           : fmt::format("{:.{}f}", value,
                                         value < 10    ? 2
                                         : value < 100 ? 1
                                                       : 0);
  return number + prefix + (unit.empty() ? "" : (unit == "B" ? "" : " ") + unit);
}

std::string duration(double time) {
  const auto whole = static_cast<int64_t>(time + 0.5);
  if (whole < 60) return fmt::format("{}s", whole);
  if (whole < 3600) return fmt::format("{}m{:02}s", whole / 60, whole % 60);
  return fmt::format("{}h{:02}m", whole / 3600, whole / 60 % 60);
}

}  // namespace

Progress::Progress(std::string what, int64_t total, std::string unit)
    : what_(std::move(what)),
      unit_(std::move(unit)),
      total_(total),
      terminal_(::isatty(STDERR_FILENO) == 1),
      start_(Clock::now()),
      last_(start_) {}

Progress::~Progress() {
  if (shown_) show(true);
}

void Progress::advance(int64_t by) {
  const std::lock_guard lock(mutex_);
  done_ += by;
  show(false);
}

void Progress::note(std::string text) {
  const std::lock_guard lock(mutex_);
  note_ = std::move(text);
}

void Progress::say(std::string_view line) {
  const std::lock_guard lock(mutex_);
  if (terminal_ && shown_) std::fputs("\r\033[K", stderr);
  plumb::say(line);
  last_ = {};  // the bar comes back at the next step
}

void Progress::show(bool last) {
  const Clock::time_point now = Clock::now();
  if (quiet || seconds(now - start_) < 1) return;
  if (!last && shown_ && seconds(now - last_) < (terminal_ ? 0.1 : 5)) return;
  last_ = now;
  shown_ = true;
  const double time = seconds(now - start_), rate = static_cast<double>(done_) / time;
  std::string line = what_;
  if (total_ > 0) {
    const double share = std::min(1.0, static_cast<double>(done_) / static_cast<double>(total_));
    const int full = static_cast<int>(share * 24);
    if (terminal_) line += fmt::format(" [{:=<{}}{:<{}}]", "", full, "", 24 - full);
    line += fmt::format(" {:3.0f}%", share * 100);
  }
  line += fmt::format("  {}/s", amount(rate, unit_));
  if (total_ > 0 && rate > 0 && !last)
    line += fmt::format("  {} left", duration(static_cast<double>(std::max<int64_t>(0, total_ - done_)) / rate));
  else
    line += fmt::format("  {}", duration(time));
  if (!note_.empty()) line += "  " + note_;
  if (terminal_)
    fmt::print(stderr, "\r{}\033[K{}", line, last ? "\n" : "");
  else
    fmt::print(stderr, "{}\n", line);
  std::fflush(stderr);
}

void say(std::string_view line) {
  if (!quiet) fmt::print(stderr, "{}\n", line);
}

void set_quiet(bool value) { quiet = value; }

}  // namespace plumb
