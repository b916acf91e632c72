#include "plumb/prepare/products.h"

namespace plumb {

std::string product_name(const std::vector<std::string>& columns, const Factors& factors) {
  std::string name;
  for (size_t i = 0; i < factors.size();) {
    size_t end = i;
    while (end < factors.size() && factors[end] == factors[i]) ++end;
    name += (i > 0 ? "*" : "") + columns[factors[i]];
    if (end - i > 1) name += fmt::format("^{}", end - i);
    i = end;
  }
  return name;
}

void check_product_names(const std::string& step, const Table& rows, const std::vector<std::string>& columns,
                         const std::vector<Factors>& products) {
  for (const Factors& factors : products) {
    const std::string name = product_name(columns, factors);
    require(!rows.has(name), "{}: there is a column \"{}\" already; rename it, or leave it out of `columns`", step,
            name);
  }
}

Table add_products(Table rows, const std::vector<std::string>& columns, const std::vector<Factors>& products) {
  std::vector<std::vector<double>> x;
  for (const auto& column : columns) x.push_back(rows.at(column).as_numbers());
  for (const Factors& factors : products) {
    std::vector<double> y = x[factors.front()];
    for (size_t i = 1; i < factors.size(); ++i)
      for (size_t row = 0; row < y.size(); ++row) y[row] *= x[factors[i]][row];
    rows.set(product_name(columns, factors), Column::numbers(std::move(y)));
  }
  return rows;
}

void emit_products(onnx::Columns& onnx, const std::vector<std::string>& columns, const std::vector<Factors>& products) {
  if (products.empty()) return;
  const auto x = onnx.numbers(columns);
  for (size_t begin = 0, end = 0; begin < products.size(); begin = end) {
    const size_t factors = products[begin].size();
    while (end < products.size() && products[end].size() == factors) ++end;
    const auto factor = [&](size_t place) {
      std::vector<int64_t> picked;
      for (size_t i = begin; i < end; ++i) picked.push_back(static_cast<int64_t>(products[i][place]));
      return onnx.op("Gather", {x, onnx.ints({static_cast<int64_t>(picked.size())}, picked)}, {{"axis", int64_t{1}}});
    };
    std::vector<std::string> names;
    for (size_t i = begin; i < end; ++i) names.push_back(product_name(columns, products[i]));
    std::string product = factor(0);
    for (size_t place = 1; place < factors; ++place) product = onnx.op("Mul", {product, factor(place)});
    onnx.set_numbers(names, product);
  }
}

}  // namespace plumb
