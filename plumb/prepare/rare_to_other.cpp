#include "plumb/prepare/rare_to_other.h"

#include <algorithm>
#include <unordered_set>

#include "plumb/prepare/selection.h"
#include "plumb/prepare/statistics.h"
#include "plumb/prepare/word_places.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Step>().add<RareToOther>();

void RareToOther::check(Problems& problems) const {
  if (other.empty()) problems.add("other", "is empty, which means a gap; write a word");
}

RareToOther::State RareToOther::fit(const Rows& train, const StepContext& context) const {
  State state;
  for (const auto& column : select(name, columns, train.chunks().at(0), context, fits_categories, &fits_words)) {
    std::vector<std::pair<int64_t, std::string>> counted;  // the commonest first, equally common ones by their bytes
    for (const auto& [word, times] : tally(present_words(train, column)))
      if (times >= min_count) counted.emplace_back(-times, word);
    std::sort(counted.begin(), counted.end());
    if (max_words > 0 && std::ssize(counted) > max_words) counted.resize(static_cast<size_t>(max_words));
    Kept kept{.column = column};
    for (const auto& [times, word] : counted) kept.words.push_back(word);
    state.kept.push_back(std::move(kept));
  }
  return state;
}

Table RareToOther::apply(const State& state, Table rows, const StepContext&) const {
  for (const Kept& kept : state.kept) {
    const std::unordered_set<std::string_view> stays(kept.words.begin(), kept.words.end());
    rows.set(kept.column, change_words(rows.at(kept.column), [&](std::string_view word) {
               return stays.contains(word) ? std::string(word) : other;
             }));
  }
  return rows;
}

void RareToOther::emit(const State& state, onnx::Columns& columns) const {
  for (const Kept& kept : state.kept) {
    std::vector<std::string> stays = kept.words;
    stays.emplace_back();  // a gap
    const auto count = static_cast<int64_t>(stays.size());
    const auto place = columns.index_of(kept.column, stays, count);
    const auto is_other = columns.op("Equal", {place, columns.ints({1}, {count})});
    columns.set_words(kept.column, columns.op("Where", {is_other, columns.text(other), columns.words(kept.column)}));
  }
}

}  // namespace plumb
