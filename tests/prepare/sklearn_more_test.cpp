// More steps against what scikit-learn makes of the same rows (tests/references/sklearn_more_steps.py), to 1e-6.
#include <set>

#include "tests/prepare/cases.h"

namespace plumb::testing {
namespace {

TEST(SklearnMore, StepsAgree) {
  const Entry cases = parse_json(read_file(source_dir() / "tests/prepare/sklearn_more.json"), "sklearn_more.json");
  std::set<std::string> covered;
  for (const Entry& one : cases.items()) {
    SCOPED_TRACE(one.at("says").word());
    const Table train = table_of(one.at("train"));
    const double tolerance = one.find("tolerance") ? one.at("tolerance").as_double() : 1e-6;
    const auto fitted = read_steps(one.at("step")).fit(train, context_of(one));
    if (const Entry* gives = one.find("train_gives")) expect_equal(fitted.rows, table_of(*gives), tolerance);
    expect_equal(fitted.pipeline.apply(table_of(one.at("rows"), nullptr, &train)), table_of(one.at("gives")),
                 tolerance);
    covered.insert(one.at("step").fields().front().name);
  }
  EXPECT_EQ(covered, (std::set<std::string>{"common_words", "fill_missing_iterative", "fill_missing_knn", "hash",
                                            "isolation_forest", "log1p", "max_abs", "power", "quantile_transform",
                                            "robust_scale", "target_encode"}));
}

}  // namespace
}  // namespace plumb::testing
