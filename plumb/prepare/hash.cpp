#include "plumb/prepare/hash.h"

#include <cstdlib>

#include "plumb/prepare/murmur_hash.h"
#include "plumb/prepare/selection.h"

namespace plumb {
namespace {

[[maybe_unused]] const bool registered = registry<Step>().add<Hash>();

std::vector<std::string> names_of(const Hash& step) {
  std::vector<std::string> names;
  for (int64_t i = 1; i <= step.features; ++i) names.push_back(fmt::format("{}{}", step.prefix, i));
  return names;
}

}  // namespace

Hash::State Hash::fit(const Rows& train, const StepContext& context) const {
  const Table& first = train.chunks().at(0);
  State state{.columns = select(name, columns, first, context, fits_categories, &fits_words)};
  require(!state.columns.empty(), "hash: there is no category; name columns of words under `columns`");
  for (const auto& fresh : names_of(*this))
    require(!first.has(fresh), "hash: there is a column \"{}\" already; write another `prefix`", fresh);
  return state;
}

Table Hash::apply(const State& state, Table rows, const StepContext&) const {
  const auto count = static_cast<size_t>(rows.rows());
  std::vector<std::vector<double>> sums(static_cast<size_t>(features), std::vector<double>(count));
  for (const auto& column : state.columns) {
    const Column& cells = rows.at(column);
    for (size_t row = 0; row < count; ++row) {
      const auto r = static_cast<int64_t>(row);
      if (cells.missing(r)) continue;
      const auto hash = static_cast<int32_t>(murmur_hash(column + "=" + std::string(cells.text(r))));
      const int64_t place = std::abs(int64_t{hash}) % features;
      sums[static_cast<size_t>(place)][row] += alternate_sign && hash < 0 ? -1 : 1;
    }
  }
  std::string after = state.columns.front();
  const auto names = names_of(*this);
  for (size_t i = 0; i < names.size(); ++i) {
    rows.insert_after(after, names[i], Column::numbers(std::move(sums[i])));
    after = names[i];
  }
  for (const auto& column : state.columns) rows.erase(column);
  return rows;
}

void Hash::emit(const State& state, onnx::Columns&) const {
  throw Error(
      "onnx: the step `hash` of {} has no ONNX form, since ONNX cannot hash words; use `one_hot: {{max_categories: "
      "{}}}` instead, or export to a bundle",
      join(state.columns), features);
}

}  // namespace plumb
