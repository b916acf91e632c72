#include "plumb/core/build_id.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <memory>

namespace plumb {
namespace {

TEST(BuildId, IsWhatTheLinkerWrote) {
  const std::unique_ptr<FILE, int (*)(FILE*)> notes(::popen("readelf -n /proc/$PPID/exe", "r"), ::pclose);
  std::string said;
  std::array<char, 256> line{};
  while (std::fgets(line.data(), line.size(), notes.get())) said += line.data();
  EXPECT_EQ(build_id().size(), 40u);
  EXPECT_NE(said.find("Build ID: " + build_id()), std::string::npos) << said;
}

}  // namespace
}  // namespace plumb
