#include "plumb/core/parse.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <chrono>

namespace plumb {
namespace {

constexpr int64_t day_length = 86'400'000;

template <class Value>
std::optional<Value> parse_whole(std::string_view text) {
  text = trimmed(text);
  if (text.size() > 1 && text[0] == '+' && text[1] != '-') text.remove_prefix(1);
  Value value{};
  const auto [stop, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || problem != std::errc() || stop != text.data() + text.size()) return {};
  return value;
}

/// A decimal of few digits and no exponent, as most numbers in files are. Its digits are a whole number below 2^53 and
/// the power of ten is at most 10^22: both are doubles, so one division rounds as it should (Clinger, 1990).
std::optional<double> plain_decimal(std::string_view text) {
  constexpr double tens[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                             1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
  const char *at = text.data(), *const end = at + text.size();
  const bool negative = at < end && *at == '-';
  at += negative;
  if (end - at > 20) return {};
  uint64_t digits = 0;
  const auto take = [&] {
    const char* from = at;
    for (; at < end && static_cast<unsigned char>(*at - '0') < 10; ++at)
      digits = 10 * digits + static_cast<unsigned char>(*at - '0');
    return at - from;
  };
  const auto whole = take();
  auto after = 0 * whole;
  if (at < end && *at == '.') {
    ++at;
    after = take();
  }
  if (at != end || whole + after == 0 || whole + after > 19 || digits > uint64_t{1} << 53) return {};
  const double value = static_cast<double>(digits) / tens[after];
  return negative ? -value : value;
}

/// Takes pieces off the front of a text; `ok` turns false at the first piece that is not there.
struct Scanner {
  std::string_view rest;
  bool ok = true;

  int64_t digits(size_t least, size_t most) {
    size_t n = 0;
    while (n < rest.size() && n < most && rest[n] >= '0' && rest[n] <= '9') ++n;
    int64_t value = 0;
    for (size_t i = 0; i < n; ++i) value = value * 10 + (rest[i] - '0');
    ok = ok && n >= least;
    rest.remove_prefix(n);
    return value;
  }
  bool take(char wanted) {
    if (rest.empty() || rest[0] != wanted) return false;
    rest.remove_prefix(1);
    return true;
  }
  void expect(char wanted) { ok = take(wanted) && ok; }
};

std::optional<int64_t> days(int64_t year, int64_t month, int64_t day) {
  const std::chrono::year_month_day date{std::chrono::year(static_cast<int>(year)),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) return {};
  return std::chrono::sys_days(date).time_since_epoch().count();
}

std::optional<int64_t> take_date(Scanner& scan) {
  const size_t first = scan.rest.find_first_not_of("0123456789");
  if (first == 4) {  // year first
    const char mark = scan.rest[4];
    const int64_t year = scan.digits(4, 4);
    if (mark != '-' && mark != '/') return {};
    scan.expect(mark);
    const int64_t month = scan.digits(1, 2);
    const int64_t day = scan.take(mark) ? scan.digits(1, 2) : 1;
    return scan.ok ? days(year, month, day) : std::nullopt;
  }
  if (first == 0 || first > 2) return {};
  const char mark = scan.rest[first];
  if (mark != '/' && mark != '.') return {};
  const int64_t one = scan.digits(1, 2);
  scan.expect(mark);
  const int64_t two = scan.digits(1, 2);
  scan.expect(mark);
  const int64_t year = scan.digits(4, 4);
  if (!scan.ok) return {};
  return mark == '/' ? days(year, one, two) : days(year, two, one);
}

/// Milliseconds of "05:06:07.089+02:00" after midnight.
std::optional<int64_t> take_time(Scanner& scan) {
  const int64_t hour = scan.digits(1, 2);
  scan.expect(':');
  const int64_t minute = scan.digits(2, 2);
  int64_t second = 0, milliseconds = 0;
  if (scan.take(':')) second = scan.digits(2, 2);
  if (scan.take('.')) {
    const size_t before = scan.rest.size();
    milliseconds = scan.digits(1, 3);
    for (size_t n = before - scan.rest.size(); n < 3; ++n) milliseconds *= 10;
    scan.digits(0, 9);
  }
  if (!scan.ok || hour > 23 || minute > 59 || second > 60) return {};
  int64_t time = ((hour * 60 + minute) * 60 + second) * 1000 + milliseconds;
  if (scan.take('Z')) return time;
  const int64_t sign = scan.take('+') ? 1 : scan.take('-') ? -1 : 0;
  if (sign != 0) {
    const int64_t hours = scan.digits(2, 2);
    scan.take(':');
    time -= sign * (hours * 60 + scan.digits(0, 2)) * 60'000;
  }
  return scan.ok ? std::optional(time) : std::nullopt;
}

}  // namespace

std::string_view trimmed(std::string_view text) {
  const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r'; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

std::string lower(std::string_view text) {
  std::string small(text);
  for (char& c : small)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  return small;
}

std::optional<double> parse_number(std::string_view text) {
  if (const auto value = plain_decimal(text)) return value;
  return parse_whole<double>(text);
}
std::optional<int64_t> parse_integer(std::string_view text) { return parse_whole<int64_t>(text); }

std::optional<bool> parse_boolean(std::string_view text) {
  const std::string word = lower(trimmed(text));
  if (word == "true" || word == "yes" || word == "t" || word == "y" || word == "1") return true;
  if (word == "false" || word == "no" || word == "f" || word == "n" || word == "0") return false;
  return {};
}

std::optional<int64_t> parse_date_time(std::string_view text) {
  Scanner scan{trimmed(text)};
  if (scan.rest.size() < 6) return {};
  const auto date = take_date(scan);
  if (!date) return {};
  if (scan.rest.empty()) return *date * day_length;
  if (!scan.take('T') && !scan.take(' ')) return {};
  const auto time = take_time(scan);
  if (!time || !scan.rest.empty()) return {};
  return *date * day_length + *time;
}

std::string date_time_text(int64_t milliseconds) {
  int64_t day = milliseconds / day_length, rest = milliseconds % day_length;
  if (rest < 0) {
    rest += day_length;
    --day;
  }
  const std::chrono::year_month_day date{std::chrono::sys_days(std::chrono::days(day))};
  std::string text = fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                                 static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  if (rest == 0) return text;
  text += fmt::format(" {:02}:{:02}:{:02}", rest / 3'600'000, rest / 60'000 % 60, rest / 1000 % 60);
  return rest % 1000 == 0 ? text : text + fmt::format(".{:03}", rest % 1000);
}

}  // namespace plumb
