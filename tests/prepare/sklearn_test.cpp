// Steps against what scikit-learn makes of the same rows (tests/references/sklearn_steps.py), to 1e-6.
#include <set>

#include "tests/prepare/cases.h"

namespace plumb::testing {
namespace {

/// PCA leaves the sign of a direction open: turns each component to agree with the reference in its largest number.
Table with_signs_of(const Table& reference, Table got) {
  for (const auto& name : reference.names()) {
    if (name.find("pca_") != 0) continue;
    const auto expected = reference.at(name).as_numbers();
    auto numbers = got.at(name).as_numbers();
    size_t largest = 0;
    for (size_t i = 0; i < expected.size(); ++i)
      if (std::abs(expected[i]) > std::abs(expected[largest])) largest = i;
    if (numbers[largest] * expected[largest] >= 0) continue;
    for (double& number : numbers) number = -number;
    got.set(name, Column::numbers(numbers));
  }
  return got;
}

TEST(Sklearn, StepsAgree) {
  const Entry cases = parse_json(read_file(source_dir() / "tests/prepare/sklearn.json"), "sklearn.json");
  std::set<std::string> covered;
  for (const Entry& one : cases.items()) {
    SCOPED_TRACE(one.at("says").word());
    const Table train = table_of(one.at("train")), expected = table_of(one.at("gives"));
    const auto fitted = read_steps(one.at("step")).fit(train, {});
    const Table got = fitted.pipeline.apply(table_of(one.at("rows"), nullptr, &train));
    expect_equal(with_signs_of(expected, got), expected, 1e-6);
    covered.insert(one.at("step").fields().front().name);
  }
  EXPECT_EQ(covered, (std::set<std::string>{"clip_outliers", "fill_missing", "min_max", "one_hot", "ordinal", "pca",
                                            "standardize"}));
}

}  // namespace
}  // namespace plumb::testing
