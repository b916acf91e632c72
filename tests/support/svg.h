#pragma once

#include <gtest/gtest.h>

#include <regex>
#include <string>
#include <vector>

namespace plumb::testing {

inline size_t count(const std::string& text, const std::string& part) {
  size_t times = 0;
  for (size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++times;
  return times;
}

/// One picture that a browser shows: every tag that opens is closed, in order, letters with a meaning are escaped, and
/// no place is no number.
inline void expect_well_formed(const std::string& svg) {
  EXPECT_EQ(svg.rfind("<svg xmlns=", 0), 0U) << svg.substr(0, 60);
  std::vector<std::string> open;
  size_t tags = 0;
  const std::regex tag(R"re(<(/?)([a-z]+)(?: [a-zA-Z0-9:-]+="[^"<]*")*(/?)>)re");
  for (std::sregex_iterator it(svg.begin(), svg.end(), tag), end; it != end; ++it) {
    const std::smatch& found = *it;
    ++tags;
    if (found[3].length() > 0) continue;
    if (found[1].length() == 0) {
      EXPECT_TRUE(!open.empty() || tags == 1) << found[0] << " stands behind the end";
      open.push_back(found[2]);
      continue;
    }
    ASSERT_FALSE(open.empty()) << found[0];
    EXPECT_EQ(open.back(), found[2].str());
    open.pop_back();
  }
  EXPECT_TRUE(open.empty());
  EXPECT_EQ(tags, count(svg, "<")) << "a tag that is none";
  EXPECT_FALSE(std::regex_search(svg, std::regex("&(?!(amp|lt|gt|quot);)"))) << "a bare &";
  EXPECT_EQ(svg.find("nan"), std::string::npos);
  EXPECT_EQ(svg.find("inf"), std::string::npos);
}

}  // namespace plumb::testing
