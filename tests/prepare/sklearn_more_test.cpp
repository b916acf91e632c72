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
    const auto fitted = read_steps(one.at("step")).fit(train, context_of(one));
    if (const Entry* gives = one.find("train_gives")) expect_equal(fitted.rows, table_of(*gives), 1e-6);
    expect_equal(fitted.pipeline.apply(table_of(one.at("rows"), nullptr, &train)), table_of(one.at("gives")), 1e-6);
    covered.insert(one.at("step").fields().front().name);
  }
  EXPECT_EQ(covered, (std::set<std::string>{"quantile_transform"}));
}

}  // namespace
}  // namespace plumb::testing
