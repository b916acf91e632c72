// From a file to a tensor: reads a table by its ending (CSV, Parquet, …) and puts its numbers side by side as fp32.
//
//     read_table FILE
#include <chrono>
#include <iostream>

#include "bench/support/contestant.h"
#include "plumb/data/source.h"
#include "plumb/data/tensors.h"

using namespace plumb;

namespace {

bool is_number(const Column& column) {
  return column.type() == ColumnType::number || column.type() == ColumnType::integer;
}

void run(const std::string& file) {
  const auto start = std::chrono::steady_clock::now();
  const Table table = source_of(file).read({}).table;
  std::vector<std::string> numbers;
  for (const std::string& name : table.names())
    if (is_number(table.at(name))) numbers.push_back(name);
  const TensorRows matrix = matrix_rows("numbers", table, numbers);
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;

  double sum = 0;  // peers must have read the same
  const auto* values = reinterpret_cast<const float*>(matrix.row(0));
  for (int64_t i = 0; i < matrix.rows * count(matrix.row_shape); ++i) sum += static_cast<double>(values[i]);
  Entry facts = Entry::map();
  facts.set("seconds", Entry::number(taken.count()));
  facts.set("rows", Entry::number(matrix.rows));
  facts.set("columns", Entry::number(static_cast<int64_t>(numbers.size())));
  facts.set("mean", Entry::number(sum / static_cast<double>(matrix.rows * count(matrix.row_shape))));
  bench::say(facts);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    require(argc == 2, "usage: read_table FILE");
    run(argv[1]);
  } catch (const Error& error) {
    std::cerr << "error: " << error.what() << '\n';
    return error.exit_code();
  }
}
