// Feature steps against what scikit-learn makes of the same rows (tests/references/sklearn_features.py), to 1e-6.
#include <set>

#include "plumb/core/random.h"
#include "plumb/prepare/bin.h"
#include "plumb/prepare/nystroem.h"
#include "plumb/prepare/random_fourier.h"
#include "plumb/prepare/select_k_best.h"
#include "tests/prepare/cases.h"

namespace plumb::testing {
namespace {

constexpr double tolerance = 1e-6;

/// A step with what scikit-learn drew for it.
FittedPipeline with_state(const Entry& one) {
  Entry saved = Pipeline().fit(Table(), {}).pipeline.save(), part = Entry::map(), steps = Entry::list();
  part.set("step", one.at("step"));
  part.set("state", one.at("state"));
  steps.push(part);
  saved.set("steps", steps);
  return FittedPipeline::load(saved);
}

std::vector<double> products(const Table& rows) {
  std::vector<double> result;
  for (int64_t i = 0; i < rows.rows(); ++i)
    for (int64_t j = 0; j < rows.rows(); ++j) {
      double sum = 0;
      for (size_t c = 0; c < rows.names().size(); ++c) sum += rows.at(c).number(i) * rows.at(c).number(j);
      result.push_back(sum);
    }
  return result;
}

void expect_products(const Entry& one, const Table& got) {
  const std::vector<double> ours = products(got);
  size_t at = 0;
  for (const Entry& row : one.at("products").items())
    for (const Entry& cell : row.items()) EXPECT_NEAR(ours.at(at++), cell.as_double(), tolerance);
}

/// What a step learned, where the case says it.
void expect_state(const Entry& one, const Entry& state) {
  if (const Entry* scores = one.find("scores"))
    for (size_t i = 0; i < scores->items().size(); ++i) {
      const double theirs = scores->items()[i].as_double();
      EXPECT_NEAR(state.at("scores").items().at(i).as_double(), theirs, tolerance * (1 + theirs));
    }
  if (const Entry* edges = one.find("edges"))
    for (size_t i = 0; i < edges->items().size(); ++i) {
      const auto& theirs = edges->items()[i].at("inner").items();
      const auto& ours = state.at("edges").items().at(i).at("inner").items();
      ASSERT_EQ(ours.size(), theirs.size());
      for (size_t k = 0; k < ours.size(); ++k)
        EXPECT_NEAR(ours[k].as_double(), theirs[k].as_double(), tolerance * (1 + std::abs(theirs[k].as_double())));
    }
}

TEST(SklearnFeatures, StepsAgree) {
  const auto file = source_dir() / "tests/prepare/sklearn_features.json";
  std::set<std::string> covered;
  const Entry cases = parse_json(read_file(file), "sklearn_features.json");
  for (const Entry& one : cases.items()) {
    SCOPED_TRACE(one.at("says").word());
    covered.insert(one.at("step").fields().front().name);
    const bool drawn = one.find("state") != nullptr;
    const FittedPipeline fitted =
        drawn ? with_state(one)
              : read_steps(Entry::list({one.at("step")})).fit(table_of(one.at("train")), context_of(one)).pipeline;
    const Table got = fitted.apply(table_of(one.at("rows")));
    if (one.find("products"))
      expect_products(one, got);
    else
      expect_equal(got, table_of(one.at("gives")), tolerance);
    expect_state(one, fitted.save().at("steps").items().at(0).at("state"));
  }
  EXPECT_EQ(covered, (std::set<std::string>{"polynomial", "interactions", "bin", "select_k_best", "variance_threshold",
                                            "random_fourier", "nystroem"}));
}

/// Points of the plane.
Table points(int64_t rows) {
  Random random(3, "points");
  std::vector<double> x, y;
  for (int64_t i = 0; i < rows; ++i) x.push_back(random.uniform(-1, 1)), y.push_back(random.uniform(-1, 1));
  Table table;
  table.set("x", Column::numbers(x));
  table.set("y", Column::numbers(y));
  return table;
}

/// Largest distance of the products of mapped rows from the kernel.
double error_of(const Step& step, const Table& rows, double gamma) {
  const auto mapped = Pipeline{step}.fit(rows, {.seed = 1}).pipeline.apply(rows);
  const std::vector<double> got = products(mapped);
  double most = 0;
  for (int64_t i = 0; i < rows.rows(); ++i)
    for (int64_t j = 0; j < rows.rows(); ++j) {
      const double x = rows.at("x").number(i) - rows.at("x").number(j),
                   y = rows.at("y").number(i) - rows.at("y").number(j);
      const double kernel = std::exp(-gamma * (x * x + y * y));
      most = std::max(most, std::abs(got[static_cast<size_t>(i * rows.rows() + j)] - kernel));
    }
  return most;
}

// The deviation of a product of 4000 waves from the kernel is 1 / sqrt(4000) = 0.016 at most.
TEST(Kernels, RandomWavesComeNearTheKernel) {
  const Table rows = points(20);
  const double rough = error_of(RandomFourier{.components = 20, .gamma = 2.0}, rows, 2);
  const double fine = error_of(RandomFourier{.components = 4000, .gamma = 2.0}, rows, 2);
  EXPECT_LT(fine, 0.07);
  EXPECT_GT(rough, 0.2);
}

TEST(Kernels, NystroemOfAllRowsIsTheKernel) {
  const Table rows = points(20);
  EXPECT_LT(error_of(Nystroem{.gamma = 2.0}, rows, 2), 1e-6);
  EXPECT_GT(error_of(Nystroem{.components = 4, .gamma = 2.0}, rows, 2), 0.01);
}

TEST(Kernels, DrawsFollowTheSeed) {
  const Table rows = points(8);
  for (const Step& step : {Step(RandomFourier{.components = 3}), Step(Nystroem{.components = 3})}) {
    const auto saved = [&](uint64_t seed) { return to_json(Pipeline{step}.fit(rows, {.seed = seed}).pipeline.save()); };
    EXPECT_EQ(saved(1), saved(1));
    EXPECT_NE(saved(1), saved(2));
  }
}

}  // namespace
}  // namespace plumb::testing
