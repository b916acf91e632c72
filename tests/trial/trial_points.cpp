// A reader, of a format whose lines say their part: `train 1.5 -2 left`.
#include <array>
#include <set>
#include <sstream>

#include "plumb/core/file_path.h"
#include "plumb/core/files.h"
#include "plumb/data/source.h"

namespace plumb {
namespace {

struct TrialPoints {
  FilePath path = {};
  std::string part = {};

  static constexpr auto name = "trial_points";
  static constexpr auto summary = "Points of a plane, in lines that say which part they belong to.";
  static constexpr auto shorthand = "path";
  static constexpr auto example = "trial_points: {path: points.trial, part: train}";
  static void describe(auto& self, auto& field) {
    field("path", self.path, "The file.", required);
    field("part", self.part, "The part whose lines are read; nothing: all lines.");
  }

  /// Calls `take(part, x, y, side)` with each line.
  static void each_line(const std::string& path, auto take) {
    std::istringstream lines(read_file(path));
    std::string part, side;
    for (double x = 0, y = 0; lines >> part >> x >> y >> side;) take(part, x, y, side);
  }
  ReadResult read(const ReadSettings& settings) const {
    std::vector<double> x, y;
    std::vector<std::optional<std::string>> sides;
    each_line(path, [&](const std::string& of, double a, double b, const std::string& side) {
      if ((!part.empty() && of != part) || std::ssize(sides) == settings.limit) return;
      x.push_back(a);
      y.push_back(b);
      sides.emplace_back(side);
    });
    require(!sides.empty(), "{}: no line of the part \"{}\"; check `part`", path, part);
    ReadResult result;
    result.table.set("x", Column::numbers(std::move(x)));
    result.table.set("y", Column::numbers(std::move(y)));
    result.table.set("side", *Column::texts(sides).as(ColumnType::category));
    return result;
  }

  /// In the order in which tasks name them.
  static std::vector<std::string> parts_in(const std::string& path) {
    if (!recognises(path) || !std::filesystem::exists(path)) return {};
    std::set<std::string> met;
    each_line(path, [&](const std::string& part, double, double, const std::string&) { met.insert(part); });
    std::vector<std::string> parts;
    for (const char* one : {"train", "valid", "test"})
      if (met.contains(one)) parts.emplace_back(one);
    return parts;
  }
  Division<TrialPoints> division() const {
    Division<TrialPoints> division{.reason = path + ": its lines say their parts"};
    if (!part.empty()) return division;
    for (const std::string& one : parts_in(path)) division.parts.emplace_back(one, TrialPoints{path, one});
    return division;
  }
  static std::vector<SourcePart> parts_at(const std::string& path) {
    std::vector<SourcePart> parts;
    for (const std::string& one : parts_in(path)) parts.push_back({one, Source(TrialPoints{path, one}).write()});
    return parts;
  }
  static bool recognises(const std::string& path) { return path.ends_with(".trial"); }
  static TrialPoints from_path(const std::string& path) { return {.path = path}; }
};

[[maybe_unused]] const bool registered = add_source<TrialPoints>();

}  // namespace
}  // namespace plumb
