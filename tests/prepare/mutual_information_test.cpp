// Mutual information against scikit-learn's (tests/references/mutual_information.py), and what it is built of.
#include "plumb/prepare/mutual_information.h"

#include <cmath>
#include <set>

#include "plumb/prepare/plane_neighbours.h"
#include "tests/prepare/cases.h"

namespace plumb::testing {
namespace {

double ours(const Entry& one) {
  if (const Entry* y = one.find("y")) return information_of_numbers(numbers_of(one.at("x")), numbers_of(*y));
  std::vector<size_t> classes;
  for (const double code : numbers_of(one.at("classes"))) classes.push_back(static_cast<size_t>(code));
  const size_t count = *std::max_element(classes.begin(), classes.end()) + 1;
  if (const Entry* flags = one.find("flags")) return information_of_flags(numbers_of(*flags), classes, count);
  return information_of_classes(numbers_of(one.at("x")), classes, count);
}

TEST(MutualInformation, IsThatOfScikitLearn) {
  const auto file = source_dir() / "tests/prepare/mutual_information.json";
  const Entry cases = parse_json(read_file(file), "mutual_information.json");
  size_t told = 0;
  for (const Entry& one : cases.items()) {
    const double theirs = one.at("information").as_double();
    EXPECT_NEAR(ours(one), theirs, 1e-9) << one.at("says").word();
    if (theirs > 0.1) ++told;
  }
  EXPECT_EQ(cases.items().size(), 20U);
  EXPECT_GT(told, 8U);
}

TEST(MutualInformation, NoiseTellsEqualValuesApartAndNoMore) {
  const std::vector<double> values(100, 3e6);
  const std::vector<double> noisy = with_noise(values, Random(1, "test"));
  EXPECT_EQ(std::set<double>(noisy.begin(), noisy.end()).size(), 100U);
  for (const double value : noisy) EXPECT_NEAR(value, 3e6, 3e6 * 1e-9);
}

/// Looked at pair by pair.
double kth_by_hand(const std::vector<double>& x, const std::vector<double>& y, size_t row, size_t k) {
  std::vector<double> far;
  for (size_t i = 0; i < x.size(); ++i)
    if (i != row) far.push_back(std::max(std::abs(x[i] - x[row]), std::abs(y[i] - y[row])));
  std::sort(far.begin(), far.end());
  return far[k - 1];
}

TEST(PlaneNeighbours, AreThoseOfAllPairs) {
  Random random(4, "points");
  for (const size_t n : {size_t{4}, size_t{13}, size_t{500}}) {
    std::vector<double> x, y, level, few;
    for (size_t i = 0; i < n; ++i) {
      x.push_back(random.normal());
      y.push_back(1e3 * random.uniform());
      level.push_back(2);
      few.push_back(static_cast<double>(random.below(3)));
    }
    for (const auto& [a, b] :
         {std::pair{x, y}, std::pair{x, x}, std::pair{few, y}, std::pair{level, x}, std::pair{few, few}}) {
      const std::vector<double> got = kth_distances(a, b, 3);
      for (size_t row = 0; row < n; ++row) ASSERT_EQ(got[row], kth_by_hand(a, b, row, 3)) << n << " points, " << row;
    }
  }
}

}  // namespace
}  // namespace plumb::testing
