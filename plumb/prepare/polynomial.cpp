#include "plumb/prepare/polynomial.h"

#include "plumb/prepare/products.h"
#include "plumb/prepare/selection.h"

namespace plumb {
namespace {

[[maybe_unused]] const bool registered = registry<Step>().add<Polynomial>();

constexpr size_t most_products = 10000;

/// Products of 2, 3, … factors, each degree in order: aa, ab, ac, bb, bc, cc, aaa, …
std::vector<Factors> products_of(const Polynomial& step, size_t columns) {
  std::vector<Factors> all, longest;
  for (size_t i = 0; i < columns; ++i) longest.push_back({i});
  for (int64_t degree = 2; degree <= step.degree; ++degree) {
    std::vector<Factors> longer;
    for (const Factors& factors : longest)
      for (size_t next = factors.back() + (step.interaction_only ? 1 : 0); next < columns; ++next) {
        longer.push_back(factors);
        longer.back().push_back(next);
        require(all.size() + longer.size() <= most_products,
                "polynomial: {} columns make more than {} products of degree {}; name fewer `columns`, or a smaller "
                "`degree`",
                columns, most_products, step.degree);
      }
    all.insert(all.end(), longer.begin(), longer.end());
    longest = std::move(longer);
  }
  return all;
}

}  // namespace

Polynomial::State Polynomial::fit(const Rows& train, const StepContext& context) const {
  const Table& rows = train.chunks().at(0);
  State state{select(name, columns, rows, context, fits_quantities, &fits_numbers)};
  check_product_names(name, rows, state.columns, products_of(*this, state.columns.size()));
  return state;
}

Table Polynomial::apply(const State& state, Table rows, const StepContext&) const {
  return add_products(std::move(rows), state.columns, products_of(*this, state.columns.size()));
}

void Polynomial::emit(const State& state, onnx::Columns& columns) const {
  emit_products(columns, state.columns, products_of(*this, state.columns.size()));
}

}  // namespace plumb
