#include "plumb/train/schedule.h"

#include "plumb/evaluate/metric.h"

namespace plumb {
namespace {

/// Whether `word` stands in `name` between underscores: "mae" in "valid_price_mae".
bool holds_word(std::string_view name, std::string_view word) {
  for (size_t at = name.find(word); at != std::string_view::npos; at = name.find(word, at + 1)) {
    const size_t end = at + word.size();
    if ((at == 0 || name[at - 1] == '_') && (end == name.size() || name[end] == '_')) return true;
  }
  return false;
}

}  // namespace

bool less_is_better(std::string_view metric) {
  if (metric.ends_with("loss")) return true;
  std::string longest;  // "calibration_error", "f1_macro": of the metric, with its options behind
  for (const std::string& word : registry<Metric>().words())
    if (word.size() > longest.size() && holds_word(metric, word)) longest = word;
  return longest.empty() ? metric.ends_with("error") : !registry<Metric>().make(longest).higher_is_better();
}

}  // namespace plumb
