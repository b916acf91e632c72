#include "plumb/prepare/interactions.h"

#include <algorithm>

#include "plumb/prepare/products.h"
#include "plumb/prepare/selection.h"

namespace plumb {
namespace {

[[maybe_unused]] const bool registered = registry<Step>().add<Interactions>();

/// The columns in question, each once, and the pairs as places in that list.
struct Places {
  std::vector<std::string> columns = {};
  std::vector<Factors> products = {};
};

Places places_of(const Interactions::State& state) {
  Places places;
  const auto place = [&](const std::string& column) {
    const auto found = std::find(places.columns.begin(), places.columns.end(), column);
    const auto at = static_cast<size_t>(found - places.columns.begin());
    if (found == places.columns.end()) places.columns.push_back(column);
    return at;
  };
  for (size_t i = 0; i < state.first.size(); ++i) {
    const size_t one = place(state.first[i]), other = place(state.second[i]);
    places.products.push_back({one, other});
  }
  return places;
}

}  // namespace

void Interactions::check(Problems& problems) const {
  for (const auto& pair : pairs)
    if (pair.size() != 2)
      problems.add("pairs", fmt::format("needs two columns each, as [[hours, wage]], got one of {}", pair.size()));
  if (!pairs.empty() && !columns.empty()) problems.add("pairs", "are named, and `columns` too; give one of them");
}

Interactions::State Interactions::fit(const Rows& train, const StepContext& context) const {
  const Table& rows = train.chunks().at(0);
  State state;
  const auto add = [&](const std::string& one, const std::string& other) {
    state.first.push_back(one);
    state.second.push_back(other);
  };
  for (const auto& pair : pairs) {
    select(name, pair, rows, context, fits_numbers);
    add(pair[0], pair[1]);
  }
  if (pairs.empty()) {
    const auto all = select(name, columns, rows, context, fits_quantities, &fits_numbers);
    for (size_t i = 0; i < all.size(); ++i)
      for (size_t j = i + 1; j < all.size(); ++j) add(all[i], all[j]);
  }
  const Places places = places_of(state);
  check_product_names(name, rows, places.columns, places.products);
  return state;
}

Table Interactions::apply(const State& state, Table rows, const StepContext&) const {
  const Places places = places_of(state);
  return add_products(std::move(rows), places.columns, places.products);
}

void Interactions::emit(const State& state, onnx::Columns& columns) const {
  const Places places = places_of(state);
  emit_products(columns, places.columns, places.products);
}

}  // namespace plumb
