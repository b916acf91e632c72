// More steps against what scikit-learn makes of the same rows (tests/references/sklearn_more_steps.py), to 1e-6.

#include "tests/prepare/cases.h"

namespace plumb::testing {
namespace {

TEST(SklearnMore, StepsAgree) {
  const Entry cases = parse_json(read_file(source_dir() / "tests/prepare/sklearn_more.json"), "sklearn_more.json");
  ASSERT_FALSE(cases.items().empty());
  for (const Entry& one : cases.items()) {
    SCOPED_TRACE(one.at("says").word());
    const Table train = table_of(one.at("train"));
    const double tolerance = one.find("tolerance") ? one.at("tolerance").as_double() : 1e-6;
    const auto fitted = read_steps(one.at("step")).fit(train, context_of(one));
    if (const Entry* gives = one.find("train_gives")) expect_equal(fitted.rows, table_of(*gives), tolerance);
    expect_equal(fitted.pipeline.apply(table_of(one.at("rows"), nullptr, &train)), table_of(one.at("gives")),
                 tolerance);
  }
}

}  // namespace
}  // namespace plumb::testing
