#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "plumb/core/error.h"
#include "plumb/core/file_faults.h"

namespace plumb::testing {

/// What was done to files by the last action whose message was asked for, in this order.
inline std::vector<std::string> operations_seen;

/// The message of an action whose operations of this name fail with this number; "" where it ends well.
inline std::string message_of(const char* operation, int number, const std::function<void()>& action) {
  static std::string failing;
  static int failing_with = 0;
  failing = operation;
  failing_with = number;
  operations_seen.clear();
  set_file_fault([](const char* done, const std::filesystem::path&) {
    operations_seen.push_back(done);
    return failing == done ? failing_with : 0;
  });
  std::string message;
  try {
    action();
  } catch (const Error& error) {
    message = error.what();
    EXPECT_EQ(error.exit_code(), 4) << message;
  }
  set_file_fault(nullptr);
  return message;
}

}  // namespace plumb::testing
