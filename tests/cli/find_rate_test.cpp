// `plumb find_rate` as a user meets it: a table, JSON, a picture.
#include <gtest/gtest.h>

#include "plumb/core/entry.h"
#include "tests/support/program.h"

namespace plumb {
namespace {

TEST(FindRate, SuggestsARateAsTableAsJsonAndAsPicture) {
  const testing::ScratchFolder folder;
  std::string rows = "size,colour,kind\n";
  for (int i = 0; i < 200; ++i)
    rows += std::to_string(i % 10) + (i % 2 ? ",red," : ",blue,") + (i % 10 > 4 ? "big" : "small") + "\n";
  testing::put(folder / "data.csv", rows);
  testing::put(folder / "task.yaml", "data: data.csv\ntarget: kind\nmodel: {mlp: {units: [16]}}\n");

  const auto table = testing::plumb(folder.path(), "find_rate task.yaml --picture rates.svg");
  ASSERT_EQ(table.code, 0) << table.err;
  EXPECT_NE(table.out.find("learning rate"), std::string::npos) << table.out;
  EXPECT_NE(table.out.find("Suggested for adamw: learning_rate: "), std::string::npos) << table.out;
  const std::string svg = testing::content(folder / "rates.svg");
  EXPECT_TRUE(svg.starts_with("<svg ")) << svg.substr(0, 80);
  EXPECT_NE(svg.find("<polyline"), std::string::npos);
  EXPECT_TRUE(svg.ends_with("</svg>\n"));

  const auto json = testing::plumb(folder.path(), "find_rate task.yaml --json --low 1e-5 --high 1 --steps 60");
  ASSERT_EQ(json.code, 0) << json.err;
  const Entry found = parse_json(json.out, "found");
  EXPECT_GT(found.at("suggested").as_double(), 1e-5);
  EXPECT_LT(found.at("suggested").as_double(), 1);
  EXPECT_EQ(found.at("rates").items().size(), found.at("losses").items().size());
  EXPECT_FALSE(std::filesystem::exists(folder / "runs")) << "nothing is kept";

  const auto wrong = testing::plumb(folder.path(), "find_rate task.yaml --low 1 --high 0.1");
  EXPECT_EQ(wrong.code, 2);
  EXPECT_NE(wrong.err.find("--low 1 is not below --high 0.1"), std::string::npos) << wrong.err;
}

}  // namespace
}  // namespace plumb
