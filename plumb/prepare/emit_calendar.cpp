#include "plumb/prepare/emit_calendar.h"

#include "plumb/core/error.h"

namespace plumb {
namespace {

/// Whole numbers as float64, in which they are exact here.
class Calendar {
 public:
  Calendar(onnx::Columns& columns, const std::string& milliseconds)
      : columns_(columns), milliseconds_(milliseconds), day_(floored(milliseconds, day)) {}

  std::string part(DatePart part) {
    switch (part) {
      case DatePart::year:
        return year();
      case DatePart::quarter:
        return plus(floored(plus(month(), -1), 3), 1);
      case DatePart::month:
        return month();
      case DatePart::day:
        return plus(minus(day_of_year(), floored(plus(times(month_from_march(), 153), 2), 5)), 1);
      case DatePart::weekday:
        return rest(plus(day_, 3), 7);  // 1970 began on a Thursday
      case DatePart::day_of_year:
        return plus(minus(day_, first_of_january()), 1);
      case DatePart::hour:
        return floored(rest(milliseconds_, day), hour);
      case DatePart::minute:
        return floored(rest(milliseconds_, hour), minute);
      case DatePart::second:
        return floored(rest(milliseconds_, minute), second);
      case DatePart::days:
        return columns_.op("Div", {milliseconds_, columns_.row({day})});
    }
    throw Bug("no such part of a date");
  }

 private:
  static constexpr double second = 1000, minute = 60 * second, hour = 60 * minute, day = 24 * hour;
  static constexpr double before_1970 = 719468;  // days from 1 March of the year 0

  std::string plus(const std::string& x, double y) { return columns_.op("Add", {x, columns_.row({y})}); }
  std::string times(const std::string& x, double y) { return columns_.op("Mul", {x, columns_.row({y})}); }
  std::string plus(const std::string& x, const std::string& y) { return columns_.op("Add", {x, y}); }
  std::string minus(const std::string& x, const std::string& y) { return columns_.op("Sub", {x, y}); }
  std::string floored(const std::string& x, double by) {
    return columns_.op("Floor", {columns_.op("Div", {x, columns_.row({by})})});
  }
  std::string rest(const std::string& x, double by) { return minus(x, times(floored(x, by), by)); }

  // Years are those from March to February; 400 of them, 146097 days, are an era.
  std::string march_day() { return plus(day_, before_1970); }
  std::string era() { return floored(march_day(), 146097); }
  std::string day_of_era() { return minus(march_day(), times(era(), 146097)); }
  std::string year_of_era() {
    const auto d = day_of_era();
    const auto leap = minus(plus(minus(d, floored(d, 1460)), floored(d, 36524)), floored(d, 146096));
    return floored(leap, 365);
  }
  std::string days_of_years(const std::string& years) {
    return minus(plus(times(years, 365), floored(years, 4)), floored(years, 100));
  }
  std::string day_of_year() { return minus(day_of_era(), days_of_years(year_of_era())); }
  std::string month_from_march() { return floored(plus(times(day_of_year(), 5), 2), 153); }

  std::string is_new_year() { return columns_.op("GreaterOrEqual", {month_from_march(), columns_.row({10})}); }
  std::string month() {
    const auto m = month_from_march();
    return columns_.op("Where", {is_new_year(), plus(m, -9), plus(m, 3)});
  }
  std::string year() {
    return plus(plus(year_of_era(), times(era(), 400)), columns_.cast(is_new_year(), onnx::Element::f64));
  }
  std::string first_of_january() {
    const auto before = plus(year(), -1);
    return plus(plus(days_of_years(before), floored(before, 400)), 306 - before_1970);
  }

  onnx::Columns& columns_;
  std::string milliseconds_, day_;
};

}  // namespace

std::string emit_date_part(onnx::Columns& columns, const std::string& milliseconds, DatePart part) {
  return Calendar(columns, milliseconds).part(part);
}

}  // namespace plumb
