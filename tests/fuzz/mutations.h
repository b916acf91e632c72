#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <functional>
#include <new>
#include <string>
#include <vector>

#include "plumb/core/error.h"
#include "plumb/core/random.h"

/// What comes from outside is hostile: every reader is fed good files that were changed a little, thousands of them,
/// the same ones in every run. It may answer with an Error, and with nothing else: no other exception, no crash, no
/// address that is not its own (the asan preset runs the same tests).
namespace plumb::testing {

/// One to four changes: bits, bytes that are limits, a piece cut out, doubled, moved or taken from another file, a
/// number made huge or negative.
inline std::string mutated(std::string bytes, const std::vector<std::string>& others, Random& random) {
  const auto below = [&](size_t bound) { return static_cast<size_t>(random.below(std::max<size_t>(1, bound))); };
  const auto piece = [&](const std::string& of) { return of.substr(below(of.size()), 1 + below(64)); };
  static constexpr unsigned char limits[] = {0, 1, 7, 0x7F, 0x80, 0xFF, '"', '\'', '[', '{', '-', ',', '\n', '\\'};
  static const std::vector<std::string> numbers{"-1", "99999999999999999999", "1e999", "0", "nan", "4294967296", "-0"};
  for (size_t changes = 1 + below(4); changes > 0; --changes) {
    const size_t at = below(bytes.size() + 1);
    switch (bytes.empty() ? 4 : below(9)) {
      case 0:
        bytes[below(bytes.size())] ^= static_cast<char>(1 << below(8));
        break;
      case 1:
        bytes[below(bytes.size())] = static_cast<char>(limits[below(sizeof limits)]);
        break;
      case 2:
        bytes.erase(at, 1 + below(16));
        break;
      case 3:
        bytes.resize(at);
        break;
      case 4:
        bytes.insert(at, piece(others[below(others.size())]));
        break;
      case 5:
        bytes.insert(at, piece(bytes));
        break;
      case 6: {  // four bytes that are a length in many formats
        const uint32_t value = below(2) == 0 ? static_cast<uint32_t>(random.bits()) : 0xFFFFFFFFU >> below(32);
        for (size_t i = 0; i < 4 && at + i < bytes.size(); ++i) bytes[at + i] = static_cast<char>(value >> (8 * i));
        break;
      }
      case 7: {  // a number in a text
        const size_t digit = bytes.find_first_of("0123456789", at);
        if (digit == std::string::npos) break;
        const size_t end = bytes.find_first_not_of("0123456789", digit);
        bytes.replace(digit, std::min(end, bytes.size()) - digit, numbers[below(numbers.size())]);
        break;
      }
      default:
        bytes[below(bytes.size())] = static_cast<char>(random.bits());
    }
  }
  return bytes;
}

/// Feeds `parse` with the seeds as they are, which must be good, and then with `rounds` changed ones. Where a round
/// crashes the test, PLUMB_FUZZ_KEEP=file holds its input.
inline void fuzz(const std::vector<std::string>& seeds, int rounds,
                 const std::function<void(const std::string& bytes)>& parse) {
  for (const std::string& seed : seeds) ASSERT_NO_THROW(parse(seed)) << "a good input is refused";
  const char* keep = std::getenv("PLUMB_FUZZ_KEEP");
  Random random(20, "fuzz");
  int refused = 0;
  for (int round = 0; round < rounds; ++round) {
    const std::string bytes = mutated(seeds[random.below(seeds.size())], seeds, random);
    if (keep) std::ofstream(keep, std::ios::binary) << bytes;
    try {
      parse(bytes);
    } catch (const Error& error) {
      ++refused;
      ASSERT_STRNE(error.what(), "") << "round " << round;
    } catch (const std::bad_alloc&) {
      FAIL() << "round " << round << ": a few bytes ask for all memory";
    } catch (const std::exception& other) {
      FAIL() << "round " << round << ": " << other.what();
    }
  }
  EXPECT_GT(refused, 0) << "nothing was ever refused: the changes do not reach the parser";
}

}  // namespace plumb::testing
