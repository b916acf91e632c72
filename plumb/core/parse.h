#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Cells of text as values. Nothing where the text is not one; blanks around it do not count. Independent of the
/// locale.
namespace plumb {

/// "12", "-3.5e2", "+7"; the whole text must be the number. "nan" gives NaN, which is a missing cell.
std::optional<double> parse_number(std::string_view text);
std::optional<int64_t> parse_integer(std::string_view text);
/// true/false, yes/no, t/f, y/n, 1/0 in any letter case.
std::optional<bool> parse_boolean(std::string_view text);

/// Milliseconds since 1970 (UTC) of `2021-03-04`, `2021-03`, `2021-03-04 05:06[:07[.089]]` (also with `T`, `Z` or
/// `+02:00`), `2021/03/04`, `3/4/2021` (month first) and `4.3.2021` (day first). No zone: UTC.
std::optional<int64_t> parse_date_time(std::string_view text);
/// "2021-03-04", or "2021-03-04 05:06:07" (".089" where there are milliseconds).
std::string date_time_text(int64_t milliseconds);

std::string_view trimmed(std::string_view text);
/// ASCII letters as small ones; everything else as it is.
std::string lower(std::string_view text);

}  // namespace plumb
