#include "plumb/core/describe.h"

#include <gtest/gtest.h>

#include "plumb/core/files.h"
#include "plumb/core/registry.h"
#include "plumb/task/yaml_reader.h"
#include "tests/support/paths.h"

namespace plumb {
namespace {

enum class Fill { mean, median, mode };
constexpr auto names(Fill) { return std::array{"mean", "median", "mode"}; }

struct Inner {
  int64_t depth = 1;
  static void describe(auto& self, auto& field) { field("depth", self.depth, "How deep.", at_least(1)); }
};

/// One option of every type.
struct Everything {
  double rate = 0.5;
  bool flag = false;
  int count = 3;
  std::array<int64_t, 2> size = {2, 2};
  std::vector<std::string> words = {};
  std::vector<double> weights = {};
  Fill fill = Fill::mean;
  std::optional<double> limit = 1.0;
  Scalar any = {};
  std::map<std::string, double> types = {};
  Inner inner = {};
  double low = 0, high = 1;

  static constexpr auto name = "everything";
  static constexpr auto summary = "Has every type of option.";
  static constexpr auto shorthand = "rate";
  static void describe(auto& self, auto& field) {
    field("rate", self.rate, "Share.", between(0, 1));
    field("flag", self.flag, "Whether.");
    field("count", self.count, "How many.");
    field("size", self.size, "Height and width.");
    field("words", self.words, "Some words.");
    field("weights", self.weights, "Some numbers.", above(0));
    field("fill", self.fill, "Where from.");
    field("limit", self.limit, "At most.");
    field("any", self.any, "Anything.");
    field("types", self.types, "By name.");
    field("inner", self.inner, "More options.");
    field("low", self.low, "From.");
    field("high", self.high, "To.");
  }
  void check(Problems& problems) const {
    if (low > high) problems.add("low", "is above `high`; swap them");
  }
};

struct Needy {
  std::string path = {};
  static constexpr auto name = "needy";
  static constexpr auto summary = "Needs a path.";
  static void describe(auto& self, auto& field) { field("path", self.path, "A file.", required); }
};

class Thing : public Component {
 public:
  static constexpr auto sort = "test thing";
  template <class Kind>
  requires(!std::derived_from<Kind, Thing>) Thing(Kind kind) : Component(kind) {}
};

/// Another registry than the program's, so that the tree's own checks see no test things.
const Registry<Thing>& things() {
  static const Registry<Thing> all = [] {
    Registry<Thing> r;
    r.add<Everything>();
    r.add<Needy>();
    return r;
  }();
  return all;
}

TEST(Describe, Cases) {
  Problems broken;
  const Entry cases = read_yaml(read_file(testing::source_dir() / "tests/core/describe.yaml"), "describe.yaml", broken);
  broken.raise();
  for (const Entry& test : cases.items()) {
    SCOPED_TRACE(to_json(test.at("options"), -1));
    Problems problems;
    const auto read = read_options<Everything>(test.at("options"), problems);
    std::vector<std::string> got, wanted;
    for (const Problem& problem : problems.all()) got.push_back(problem.path + ": " + problem.message);
    if (const Entry* list = test.find("problems"))
      for (const Entry& item : list->items()) wanted.push_back(item.word());
    EXPECT_EQ(got, wanted);
    EXPECT_EQ(read.has_value(), wanted.empty());
    if (const Entry* reads = test.find("reads"); read && reads) {
      const Entry written = write_options(*read);
      for (const auto& [option, value, mark] : reads->fields()) EXPECT_EQ(written.at(option), value) << option;
    }
  }
}

TEST(Describe, ProblemsSayWhereTheyStand) {
  Problems problems;
  const Entry entry = read_yaml("rate: 0.1\ninner:\n  depth: 0\n", "task.yaml", problems);
  read_options<Everything>(entry, problems);
  ASSERT_EQ(problems.all().size(), 1u);
  EXPECT_EQ(problems.all()[0].text(), "task.yaml:3:10: inner.depth: must be at least 1, got 0");
}

TEST(Describe, WrittenOptionsReadBackTheSame) {
  Everything value{.rate = 0.1, .words = {"a"}, .fill = Fill::mode, .limit = {}, .any = std::string("x"), .inner = {4}};
  Problems problems;
  const auto read = read_options<Everything>(write_options(value), problems);
  problems.raise();
  EXPECT_EQ(write_options(*read), write_options(value));
}

TEST(Describe, SchemaAndHelpComeFromTheSameFields) {
  const Entry schema = schema_of_options<Everything>();
  const Entry& rate = schema.at("properties").at("rate");
  EXPECT_EQ(rate.at("type").word(), "number");
  EXPECT_EQ(rate.at("minimum").word(), "0");
  EXPECT_EQ(rate.at("maximum").word(), "1");
  EXPECT_EQ(rate.at("default").word(), "0.5");
  EXPECT_EQ(schema.at("properties").at("fill").at("enum").items().size(), 3u);
  EXPECT_EQ(schema_of_options<Needy>().at("required").items().at(0).word(), "path");
  const auto help = help_of_options<Everything>();
  EXPECT_EQ(help[0].sentence, "Share.");
  EXPECT_EQ(help[0].limits, "between 0 and 1");
  Problems problems;
  Entry bad = Entry::map();
  bad.set("rate", help[0].bad);
  EXPECT_FALSE(read_options<Everything>(bad, problems)) << "the bad value that help offers is refused";
}

std::string message(const std::string& yaml) {
  Problems problems;
  things().read(read_yaml(yaml, "t", problems), problems);
  return problems.empty() ? "" : problems.all()[0].message;
}

TEST(Registry, ReadsAWordOrAWordWithOptions) {
  EXPECT_EQ(things().make("everything").name(), "everything");
  const Thing thing = things().make(parse_json(R"({"everything": {"rate": 1}})", "t"));
  EXPECT_EQ(thing.write().at("everything").at("rate").word(), "1");
  EXPECT_EQ(things().words(), (std::vector<std::string>{"everything", "needy"}));
}

TEST(Registry, MistakesAreAnswered) {
  EXPECT_EQ(message("evrything"), "unknown test thing \"evrything\"; did you mean \"everything\"?");
  EXPECT_EQ(message("qqq"), "unknown test thing \"qqq\"; known: everything, needy");
  EXPECT_EQ(message("needy"), "needs `path`");
  EXPECT_EQ(message("[1]"), "needs one test thing as `name` or `name: {option: value}`, got a list");
  Registry<Thing> twice;
  twice.add<Needy>();
  EXPECT_THROW(twice.add<Needy>(), Bug);
}

TEST(Limits, SayThemselvesAndKnowABadValue) {
  const std::vector<std::pair<Limit, std::string>> cases{{between(0, 1), "between 0 and 1"},
                                                         {at_least(1), "at least 1"},
                                                         {above(0), "above 0"},
                                                         {from_below(0, 1), "at least 0 and below 1"},
                                                         {above_up_to(0, 1), "above 0 and at most 1"}};
  for (const auto& [limit, words] : cases) {
    EXPECT_EQ(limit.text(), words);
    EXPECT_FALSE(limit.allows(limit.bad().as_double())) << words;
    EXPECT_FALSE(limit.allows(std::nan(""))) << words;
    EXPECT_TRUE(limit.allows(limit.high < 1e300 ? (limit.low + limit.high) / 2 : limit.low + 1)) << words;
  }
}

}  // namespace
}  // namespace plumb
