#include "plumb/core/entry.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "plumb/core/error.h"
#include "plumb/task/yaml_reader.h"

namespace plumb {
namespace {

Entry yaml(const std::string& text) {
  Problems problems;
  Entry entry = read_yaml(text, "test", problems);
  problems.raise();
  return entry;
}

TEST(Entry, ScalarsAreWhatYamlSaysTheyAre) {
  using Kind = Entry::Kind;
  const std::vector<std::pair<std::string, Kind>> cases{
      {"12", Kind::number}, {"-1e-3", Kind::number}, {".5", Kind::number},  {".nan", Kind::number},
      {"nan", Kind::text},  {"inf", Kind::text},     {"1.2.3", Kind::text}, {"true", Kind::boolean},
      {"True", Kind::text}, {"null", Kind::null},    {"~", Kind::null},     {"", Kind::null},
      {"adam", Kind::text}, {"12px", Kind::text},
  };
  for (const auto& [word, kind] : cases) EXPECT_EQ(Entry::scalar(word, false).kind(), kind) << word;
  EXPECT_EQ(Entry::scalar("12", true).kind(), Kind::text);
}

TEST(Entry, NumbersReadBackToTheLastBit) {
  for (const double value : {0.1, 1e-7, 1.0 / 3, 1e300, -0.0, 5e-324, 123456789.125})
    EXPECT_EQ(parse_json(to_json(Entry::number(value)), "test").as_double(), value);
  EXPECT_EQ(shortest(0.1), "0.1");
  EXPECT_EQ(shortest(0.1F), "0.1");
  EXPECT_EQ(parse_json(to_json(Entry::number(std::numeric_limits<int64_t>::min())), "test").word(),
            "-9223372036854775808");
}

/// Everything that quoting must get right.
Entry hard() {
  Entry map = Entry::map();
  for (const char* word :
       {"plain", "",   " blank ",     "a: b", "a #b",       "#b",   "- x",         "yes",   "no",     "null",
        "true",  "12", "1e5",         "nan",  "\"quoted\"", "it's", "line\nbreak", "tab\t", "[a, b]", "{a}",
        "*",     "&x", "K\xC3\xB6ln", "\\",   "?",          "<<",   "a,b",         "%",     "@",      ":"})
    map.set(std::string("key ") + word, Entry::text(word));
  map.set("12", Entry::number(0.5));
  map.set("none", Entry());
  map.set("flag", Entry::boolean(true));
  map.set("empty_list", Entry::list());
  map.set("empty_map", Entry::map());
  Entry inner = Entry::map();
  inner.set("a", Entry::list({Entry::number(int64_t{1}), Entry::text("x, y"), Entry()}));
  inner.set("b", Entry::list({map}));
  Entry all = Entry::map();
  all.set("flat", map);
  all.set("nested", Entry::list({inner, Entry::list({Entry::text("deep")}), Entry::text("end")}));
  return all;
}

TEST(Entry, JsonReadsBackTheSame) {
  EXPECT_EQ(parse_json(to_json(hard()), "test"), hard());
  EXPECT_EQ(parse_json(to_json(hard(), -1), "test"), hard());
  EXPECT_EQ(to_json(hard(), -1).find('\n'), std::string::npos);
}

TEST(Entry, YamlReadsBackTheSame) { EXPECT_EQ(yaml(to_yaml(hard())), hard()) << to_yaml(hard()); }

TEST(Entry, YamlIsBlockStyle) {
  EXPECT_EQ(to_yaml(yaml("{name: x, layers: [{dense: {units: 3}}, flatten], shape: [1, 2], empty: {}}")),
            "name: x\nlayers:\n  - dense:\n      units: 3\n  - flatten\nshape: [1, 2]\nempty: {}\n");
}

TEST(Entry, BrokenJsonIsNamedByItsPlace) {
  for (const char* broken : {"{\"a\": }", "[1, 2", "{\"a\": 1} x", "", "nul", "\"\\q\""}) try {
      parse_json(broken, "states.json");
      ADD_FAILURE() << broken;
    } catch (const Error& error) {
      EXPECT_TRUE(std::string(error.what()).starts_with("states.json:1:")) << error.what();
    }
}

TEST(Entry, FieldsKeepTheirOrder) {
  Entry map = Entry::map();
  map.set("b", Entry::number(int64_t{1}));
  map.set("a", Entry::number(int64_t{2}));
  map.set("b", Entry::number(int64_t{3}));
  EXPECT_EQ(to_json(map, -1), "{\"b\": 3, \"a\": 2}");
  map.erase("b");
  EXPECT_EQ(map.find("b"), nullptr);
  EXPECT_THROW(map.at("b"), Error);
}

}  // namespace
}  // namespace plumb
