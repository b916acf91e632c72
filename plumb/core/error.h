#pragma once

#include <fmt/core.h>

#include <stdexcept>
#include <string>
#include <utility>

namespace plumb {

/// What ends a run: one sentence for the user, with where it happened where that is known.
///
///     throw Error("{}:{}: {} cells, but the header has {}; fix the row or set `on_error: skip`",
///                 file, row, cells, columns);
///
/// Message pattern: *where: what came, what was expected; what to write*. The program prints it without a trace and
/// exits with `exit_code()`.
class Error : public std::runtime_error {
 public:
  /// What kind of failure it is; the program's exit code follows from it.
  enum class Kind { mistake = 2, requirement_missed = 3, machine = 4 };  // the user's input, a gate, disk or memory

  explicit Error(const std::string& message, Kind kind = Kind::mistake) : std::runtime_error(message), kind_(kind) {}

  template <class First, class... Rest>
  explicit Error(fmt::format_string<First, Rest...> pattern, First&& first, Rest&&... rest)
      : std::runtime_error(fmt::format(pattern, std::forward<First>(first), std::forward<Rest>(rest)...)) {}

  Kind kind() const { return kind_; }
  int exit_code() const { return static_cast<int>(kind_); }

 private:
  Kind kind_ = Kind::mistake;
};

/// Throws `Error` unless the user's condition holds.
template <class... Args>
void require(bool holds, fmt::format_string<Args...> pattern, Args&&... args) {
  if (!holds) throw Error(fmt::format(pattern, std::forward<Args>(args)...));
}

/// Our own mistake, never the user's: ends the program with what was assumed.
class Bug : public std::logic_error {
  using std::logic_error::logic_error;
};

}  // namespace plumb
