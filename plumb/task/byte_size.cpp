#include "plumb/task/byte_size.h"

#include <charconv>
#include <cmath>
#include <string_view>

#include "plumb/core/parse.h"

namespace plumb {
namespace {

constexpr std::string_view units = "kmgt";

/// The factor that `unit` stands for ("", "b", "k", "kb", "kib", …), or 0.
double factor_of(std::string_view unit) {
  double factor = 1;
  if (!unit.empty() && units.find(unit.front()) != std::string_view::npos) {
    factor = std::pow(1024, units.find(unit.front()) + 1);
    unit.remove_prefix(1);
    if (unit == "ib") unit = "";
  }
  return unit.empty() || unit == "b" ? factor : 0;
}

}  // namespace

std::optional<ByteSize> Form<ByteSize>::read(const Entry& entry, Problems& problems) {
  const std::string word = entry.is_scalar() ? lower(entry.word()) : "";
  double number = 0;
  const auto [end, problem] = std::from_chars(word.data(), word.data() + word.size(), number);
  std::string_view unit(end, static_cast<size_t>(word.data() + word.size() - end));
  while (unit.starts_with(' ')) unit.remove_prefix(1);
  const double bytes = problem == std::errc() ? number * factor_of(unit) : 0;
  if (bytes >= 1 && bytes < 1e18) return ByteSize{bytes};
  problems.add(fmt::format("needs an amount of memory, e.g. 500M or 2G, got {}", shown(entry)));
  return {};
}

Entry Form<ByteSize>::write(const ByteSize& value) {
  for (size_t power = units.size(); power > 0; --power) {
    const double shown = value.bytes / std::pow(1024, power);
    if (shown >= 1 && shown == std::floor(shown))
      return Entry::text(fmt::format("{:.0f}{}", shown, static_cast<char>(units[power - 1] - 'a' + 'A')));
  }
  return Entry::number(value.bytes);
}

Entry Form<ByteSize>::schema() {
  Entry word = schema_of("string"), any = Entry::map();
  word.set("pattern", Entry::text("^[0-9.]+ *([kKmMgGtT]([iI]?[bB])?|[bB])?$"));
  any.set("anyOf", Entry::list({word, schema_of("number")}));
  return any;
}

}  // namespace plumb
