#include "plumb/core/parse.h"

#include <gtest/gtest.h>

#include <cmath>

#include "plumb/core/files.h"
#include "plumb/task/yaml_reader.h"
#include "tests/support/paths.h"

namespace plumb {
namespace {

TEST(Parse, Cases) {
  Problems problems;
  const Entry cases = read_yaml(read_file(testing::source_dir() / "tests/core/parse.yaml"), "parse.yaml", problems);
  problems.raise();
  for (const Entry& test : cases.items()) {
    const std::string& cell = test.at("cell").word();
    SCOPED_TRACE(cell);
    if (const Entry* wanted = test.find("number")) {
      const auto got = parse_number(cell);
      ASSERT_EQ(got.has_value(), !wanted->is_null());
      if (got) {
        EXPECT_EQ(*got, wanted->as_double());
      }
    }
    if (const Entry* wanted = test.find("integer")) {
      const auto got = parse_integer(cell);
      ASSERT_EQ(got.has_value(), !wanted->is_null());
      if (got) {
        EXPECT_EQ(std::to_string(*got), wanted->word());
      }
    }
    if (const Entry* wanted = test.find("boolean")) {
      const auto got = parse_boolean(cell);
      ASSERT_EQ(got.has_value(), !wanted->is_null());
      if (got) {
        EXPECT_EQ(*got, wanted->as_bool());
      }
    }
    if (const Entry* wanted = test.find("date")) {
      const auto got = parse_date_time(cell);
      ASSERT_EQ(got.has_value(), !wanted->is_null());
      if (got) {
        EXPECT_EQ(date_time_text(*got), wanted->word());
      }
    }
  }
}

TEST(Parse, NanIsAMissingNumber) { EXPECT_TRUE(std::isnan(*parse_number("nan"))); }

}  // namespace
}  // namespace plumb
