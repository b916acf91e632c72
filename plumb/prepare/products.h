#pragma once

#include <string>
#include <vector>

#include "plumb/prepare/step.h"

namespace plumb {

/// Products of columns of numbers, as `polynomial` and `interactions` make them: {0, 0, 2} is a * a * c of the columns
/// a, b, c. A gap in a factor is a gap in the product.
using Factors = std::vector<size_t>;

/// "a^2*c"
std::string product_name(const std::vector<std::string>& columns, const Factors& factors);

/// New columns come last. An Error while fitting where a name is taken already.
void check_product_names(const std::string& step, const Table& rows, const std::vector<std::string>& columns,
                         const std::vector<Factors>& products);
Table add_products(Table rows, const std::vector<std::string>& columns, const std::vector<Factors>& products);

/// The same as ONNX. Products of as many factors must lie beside each other.
void emit_products(onnx::Columns& onnx, const std::vector<std::string>& columns, const std::vector<Factors>& products);

}  // namespace plumb
