// What every registered component must hold, of whatever sort: it says what it is, builds from its defaults or from the
// example of its reference page, survives being written down and read back, refuses a bad value of each option by its
// name, and knows what was probably meant by a mistyped word.

#include <gtest/gtest.h>

#include "plumb/task/yaml_reader.h"
#include "tests/contract/components.h"

namespace plumb::contract {
namespace {

class EveryComponent : public ::testing::TestWithParam<Named> {
 protected:
  const ComponentHelp& help() const { return GetParam().help; }

  Entry entry() const { return GetParam().entry(); }
  Entry with_options(const Entry& options) const { return GetParam().with_options(options); }
  Entry options() const { return GetParam().options(); }
  std::optional<Entry> round_trip(const Entry& entry, std::string* message = nullptr) const {
    std::string all;
    auto written = GetParam().round_trip(entry, all);
    if (message)
      *message = all;
    else
      EXPECT_EQ(all, "");
    return written;
  }
};

TEST_P(EveryComponent, SaysWhatItIs) {
  EXPECT_TRUE(help().summary.ends_with(".")) << "its summary is a sentence";
  for (const OptionHelp& option : help().options) {
    EXPECT_TRUE(option.sentence.ends_with(".")) << option.name << ": " << option.sentence;
    EXPECT_FALSE(option.is_required && help().example.empty())
        << option.name << " must be given, and no example shows it";
  }
}

TEST_P(EveryComponent, DefaultsOrExampleBuildAndComeBackEqual) {
  const auto written = round_trip(entry());
  ASSERT_TRUE(written);
  EXPECT_EQ(written->fields().front().name, help().name) << "the example shows another component";
  const auto again = round_trip(*written);
  ASSERT_TRUE(again);
  EXPECT_EQ(to_yaml(*again), to_yaml(*written));
  Problems problems;
  const auto from_text = round_trip(read_yaml(to_yaml(*written), "written", problems));
  ASSERT_TRUE(from_text);
  EXPECT_EQ(to_yaml(*from_text), to_yaml(*written)) << "through YAML";
}

TEST_P(EveryComponent, BadValuesAreRefusedByName) {
  for (const OptionHelp& option : help().options) {
    SCOPED_TRACE(option.name);
    std::string message;
    if (!option.bad.is_null()) {
      Entry wrong = options();
      wrong.set(option.name, option.bad);
      EXPECT_FALSE(round_trip(with_options(wrong), &message)) << "it took " << to_json(option.bad, -1);
      EXPECT_NE(message.find(option.name), std::string::npos) << message;
    }
    if (option.is_required) {
      Entry missing = options();
      missing.erase(option.name);
      EXPECT_FALSE(round_trip(with_options(missing), &message)) << "it did without";
      EXPECT_NE(message.find("`" + option.name + "`"), std::string::npos) << message;
    }
  }
}

TEST_P(EveryComponent, MistypedWordsAreAnsweredWithTheRightOne) {
  std::string message;
  Entry mistyped = Entry::map();
  mistyped.set(help().name + "x", options());
  EXPECT_FALSE(round_trip(mistyped, &message));
  EXPECT_NE(message.find('"' + help().name + '"'), std::string::npos) << message;
  for (const OptionHelp& option : help().options) {
    Entry wrong = options();
    wrong.erase(option.name);
    wrong.set(option.name + "x", Entry::number(int64_t{1}));
    EXPECT_FALSE(round_trip(with_options(wrong), &message)) << "it took an unknown option";
    EXPECT_NE(message.find("did you mean \"" + option.name + '"'), std::string::npos) << message;
  }
}

INSTANTIATE_TEST_SUITE_P(Contract, EveryComponent, ::testing::ValuesIn(components()),
                         [](const auto& info) { return info.param.sort + "_" + info.param.help.name; });

}  // namespace
}  // namespace plumb::contract
