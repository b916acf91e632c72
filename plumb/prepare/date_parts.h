#pragma once

#include <array>
#include <string>
#include <vector>

#include "plumb/prepare/step.h"

namespace plumb {

enum class DatePart { year, quarter, month, day, weekday, day_of_year, hour, minute, second, days };
constexpr auto names(DatePart) {
  return std::array{"year", "quarter", "month", "day", "weekday", "day_of_year", "hour", "minute", "second", "days"};
}

/// Date-times become numbers: `bought` becomes `bought_year`, `bought_month_sin`, `bought_month_cos`…, in its place.
///
///     - date_parts: {columns: [bought], parts: [year, month, weekday, hour]}
///
/// What comes round again (month, weekday, hour…) becomes a point on a circle, so that December lies beside January:
/// sin and cos of 2 pi (part - first) / period. With `cyclic: false` it is the number itself: month 1 to 12, weekday 0
/// (Monday) to 6, hour 0 to 23. `days` are days since 1970 with the time of day as their fraction, for what grows or
/// fades. All in UTC. A gap is a gap in every part.
///
/// ONNX takes a date-time as int64, milliseconds since 1970; the least int64 is missing (numpy's NaT).
struct DateParts {
  std::vector<std::string> columns = {};
  std::vector<DatePart> parts = {};
  bool cyclic = true;

  static constexpr auto name = "date_parts";
  static constexpr auto summary = "Date-times become numbers: year, month, weekday, hour.";
  static constexpr auto example = "date_parts: {columns: [bought], parts: [year, month, weekday]}";

  static void describe(auto& self, auto& field) {
    field("columns", self.columns, "Columns to take apart; empty means every date-time.");
    field("parts", self.parts,
          "What is taken; empty means those of year, month, day, weekday, hour and minute that differ in the train "
          "rows.");
    field("cyclic", self.cyclic, "What comes round again becomes a sine and a cosine.");
  }

  struct Taken {
    std::string column = {};
    std::vector<DatePart> parts = {};
    static void describe(auto& self, auto& field) {
      field("column", self.column, "The column that is replaced.");
      field("parts", self.parts, "What is taken of it.");
    }
  };
  struct State {
    std::vector<Taken> taken = {};
    static void describe(auto& self, auto& field) { field("taken", self.taken, "What is taken of each column."); }
  };
  State fit(const Rows& train, const StepContext& context) const;
  Table apply(const State& state, Table rows, const StepContext& context) const;
  void emit(const State& state, onnx::Columns& columns) const;
};

}  // namespace plumb
