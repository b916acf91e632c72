#include "plumb/prepare/trim_text.h"

#include "plumb/core/unicode.h"
#include "plumb/prepare/selection.h"
#include "plumb/prepare/word_places.h"

namespace plumb {
namespace {

[[maybe_unused]] const bool registered = registry<Step>().add<TrimText>();

std::string trim(std::string_view text, bool lowercase) {
  std::string result, hidden;  // hidden: marks since the last character; they stay inside words
  bool after_blank = false;
  for (size_t at = 0; at < text.size();) {
    const char32_t c = unicode::next(text, at);
    if (unicode::is_space(c)) {
      after_blank = true;
    } else if (unicode::is_hidden(c)) {
      unicode::append(hidden, c);
    } else {
      if (!result.empty()) result += after_blank ? " " : hidden;
      hidden.clear();
      after_blank = false;
      unicode::append(result, lowercase ? unicode::small(c) : c);
    }
  }
  return result;
}

}  // namespace

TrimText::State TrimText::fit(const Rows& train, const StepContext& context) const {
  return {.columns = select(name, columns, train.chunks().at(0), context, fits_words)};
}

Table TrimText::apply(const State& state, Table rows, const StepContext&) const {
  for (const auto& column : state.columns)
    rows.set(column, change_words(rows.at(column), [&](std::string_view word) { return trim(word, lowercase); }));
  return rows;
}

void TrimText::emit(const State& state, onnx::Columns&) const {
  if (state.columns.empty()) return;
  throw Error(
      "onnx: the step `trim_text` has no ONNX form, since ONNX cannot change texts; trim {} before the task "
      "reads it and take the step out, or export to a bundle",
      join(state.columns));
}

}  // namespace plumb
