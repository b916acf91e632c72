#include "plumb/train/checkpoint_options.h"

#include <charconv>
#include <cmath>

namespace plumb {
namespace {

struct Word {
  const char* word;
  Interval::Unit unit;
  double amount;
};
constexpr Word words_of_units[] = {
    {"epoch", Interval::Unit::epochs, 1}, {"epochs", Interval::Unit::epochs, 1},
    {"step", Interval::Unit::steps, 1},   {"steps", Interval::Unit::steps, 1},
    {"s", Interval::Unit::seconds, 1},    {"seconds", Interval::Unit::seconds, 1},
    {"min", Interval::Unit::seconds, 60}, {"minutes", Interval::Unit::seconds, 60},
    {"h", Interval::Unit::seconds, 3600}, {"hours", Interval::Unit::seconds, 3600},
};

const Word* unit_of(std::string_view text) {
  for (const Word& word : words_of_units)
    if (text == word.word) return &word;
  return nullptr;
}

}  // namespace

std::optional<Interval> Form<Interval>::read(const Entry& entry, Problems& problems) {
  const std::string& text = entry.word();
  if (text == "auto") return Interval{};
  double amount = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), amount);
  std::string_view rest(end, static_cast<size_t>(text.data() + text.size() - end));
  while (rest.starts_with(' ')) rest.remove_prefix(1);
  const Word* unit = entry.is_scalar() && problem == std::errc() ? unit_of(rest) : nullptr;
  if (!unit || !(amount > 0 && amount < 1e15) ||
      (unit->unit != Interval::Unit::seconds && amount != std::floor(amount))) {
    problems.add(fmt::format("needs auto, or e.g. `1 epoch`, `500 steps`, `10 min`, got {}", shown(entry)));
    return {};
  }
  return Interval{.unit = unit->unit, .amount = amount * unit->amount};
}

Entry Form<Interval>::write(const Interval& value) {
  const char* unit = "s";
  switch (value.unit) {
    case Interval::Unit::automatic:
      return Entry::text("auto");
    case Interval::Unit::epochs:
      unit = value.amount == 1 ? "epoch" : "epochs";
      break;
    case Interval::Unit::steps:
      unit = value.amount == 1 ? "step" : "steps";
      break;
    case Interval::Unit::seconds:
      break;
  }
  return Entry::text(fmt::format("{} {}", shortest(value.amount), unit));
}

Entry Form<Interval>::schema() {
  Entry schema = schema_of("string");
  schema.set("pattern", Entry::text("^(auto|[0-9.]+ *(epochs?|steps?|s|seconds|min|minutes|h|hours))$"));
  return schema;
}

}  // namespace plumb
