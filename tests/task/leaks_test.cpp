// What makes a score look too good is said: copies of rows, a column that gives the target away, a group on both sides.
#include "plumb/task/leaks.h"

#include <gtest/gtest.h>

#include <cmath>

#include "plumb/core/random.h"
#include "tests/support/program.h"

namespace plumb {
namespace {

TEST(Giveaway, TellsADeterministicColumnFromAGoodOne) {
  Random random(4, "leaks");
  std::vector<double> secret, good, noise, price, cents;
  std::vector<int64_t> ids;
  std::vector<int32_t> kind, code;
  for (int i = 0; i < 3000; ++i) {
    const int32_t k = static_cast<int32_t>(random.below(3));
    kind.push_back(k);
    code.push_back(k == 2 ? 4 : k + 2 * static_cast<int32_t>(random.below(2)));  // several words a class
    const auto u = [&] { return static_cast<double>(random.below(1'000'000)) / 1e6; };
    secret.push_back(k * 10 + u());
    good.push_back(k + 1.1 * u());
    noise.push_back(u());
    price.push_back(100 * u());
    cents.push_back(std::exp(price.back() / 50));
    ids.push_back(i);
  }
  const Column target = Column::categories(kind, {"a", "b", "c"}), worth = Column::numbers(price);
  EXPECT_GE(giveaway(Column::numbers(secret), target), gives_away);
  EXPECT_GE(giveaway(Column::categories(code, {"p", "q", "r", "s", "t"}), target), gives_away);
  EXPECT_GE(giveaway(Column::numbers(cents), worth), gives_away);
  EXPECT_LT(giveaway(Column::numbers(good), target), 0.99);
  EXPECT_LT(giveaway(Column::numbers(noise), target), 0.2);
  EXPECT_LT(giveaway(Column::numbers(noise), worth), 0.2);
  EXPECT_LT(giveaway(Column::integers(ids), target), 0.2);
  EXPECT_LT(giveaway(*Column::integers(ids).as(ColumnType::category), target), 0.2);  // a word of its own in each row
  EXPECT_LT(giveaway(*Column::integers(ids).as(ColumnType::category), worth), 0.2);
  // A file sorted by its target, and a column that is the same everywhere.
  std::vector<int32_t> sorted = kind;
  std::sort(sorted.begin(), sorted.end());
  EXPECT_LT(giveaway(Column::numbers(std::vector<double>(3000, 1)), Column::categories(sorted, {"a", "b", "c"})), 0.2);
}

std::string rows(int from, int to, const std::string& patient) {
  std::string text = "patient,a,b,kind\n";
  for (int i = from; i < to; ++i)
    text += patient + std::to_string(i % 9) + "," + std::to_string(i * 37 % 101) + "," + std::to_string(i * 53 % 97) +
            (i * 7 % 10 < 5 ? ",x\n" : ",y\n");
  return text;
}

std::string train(const testing::ScratchFolder& folder, const std::string& task, int code) {
  testing::put(folder / "task.yaml", task + "target: kind\nmodel: [{dense: {units: 2}}]\ntrain: {epochs: 1}\n");
  const auto finished = testing::plumb(folder.path(), "train task.yaml");
  EXPECT_EQ(finished.code, code) << finished.err;
  return finished.err;
}

TEST(Leaks, CopiesAndGiveawaysAreInTheLog) {
  const testing::ScratchFolder folder;
  testing::put(folder / "train.csv", rows(0, 200, "p"));
  testing::put(folder / "test.csv", rows(190, 260, "q"));
  std::string said =
      train(folder, "data: {train: train.csv, test: test.csv}\nsplit: {valid: 0}\ninputs: {patient: ignore}\n", 0);
  EXPECT_NE(said.find("10 of 70 test rows are exact copies of train rows"), std::string::npos) << said;
  EXPECT_NE(said.find("take them out of one of the files"), std::string::npos) << said;
  EXPECT_EQ(said.find("gives the target"), std::string::npos) << said;

  std::string leaking = "a,code,kind\n";
  for (int i = 0; i < 200; ++i) leaking += std::to_string(i * 37 % 101) + (i * 7 % 10 < 5 ? ",one,x\n" : ",two,y\n");
  testing::put(folder / "leaking.csv", leaking);
  said = train(folder, "data: leaking.csv\n", 0);
  EXPECT_NE(
      said.find("column \"code\" alone gives the target \"kind\" away (100.0 % of what there is to tell); if it is "
                "not known when you predict, write `inputs: {code: ignore}`"),
      std::string::npos)
      << said;
  EXPECT_NE(said.find("`split: {by: content}` keeps copies in one part"), std::string::npos) << said;
  said = train(folder, "data: leaking.csv\nsplit: {by: content}\ninputs: {code: ignore}\n", 0);
  EXPECT_EQ(said.find("exact cop"), std::string::npos) << said;
}

TEST(Leaks, CopiesAreFoundInValidRowsAndAcrossFolds) {
  const testing::ScratchFolder folder;
  testing::put(folder / "train.csv", rows(0, 90, "p"));
  testing::put(folder / "valid.csv", rows(90, 140, "p"));
  testing::put(folder / "test.csv", rows(130, 200, "p"));
  std::string said = train(folder, "data: {train: train.csv, valid: valid.csv, test: test.csv}\n", 0);
  EXPECT_EQ(said.find("of train rows"), std::string::npos) << said;
  EXPECT_NE(said.find("10 of 70 test rows are exact copies of valid rows"), std::string::npos) << said;
  testing::put(folder / "copies.csv", rows(0, 90, "p") + "p1,37,53,y\n");  // the second row again
  said = train(folder, "data: copies.csv\nsplit: {folds: 2}\n", 0);
  EXPECT_NE(said.find("1 of 91 rows is an exact copy of other rows"), std::string::npos) << said;
  said = train(folder, "data: copies.csv\nsplit: {folds: 2, by: content}\n", 0);
  EXPECT_EQ(said.find("exact cop"), std::string::npos) << said;
}

TEST(Leaks, AGroupOnBothSidesOfGivenFilesIsRefused) {
  const testing::ScratchFolder folder;
  testing::put(folder / "train.csv", rows(0, 200, "p"));
  testing::put(folder / "test.csv", rows(300, 360, "q") + "p3,1,2,x\n");
  const std::string task = "data: {train: train.csv, test: test.csv}\nsplit: {by: group, column: patient}\n";
  EXPECT_NE(train(folder, task, 2)
                .find("split: the group \"p3\" of column \"patient\" has rows in `data.train` and in "
                      "`data.test` (its row 61); move them to one side"),
            std::string::npos);
  testing::put(folder / "test.csv", rows(300, 360, "q"));
  train(folder, task, 0);
}

TEST(Leaks, DatesDoNotVanishInSilence) {
  const testing::ScratchFolder folder;
  std::string text = "day,a,kind\n";
  for (int i = 0; i < 60; ++i)
    text += "2021-03-" + std::string(i % 28 < 9 ? "0" : "") + std::to_string(i % 28 + 1) + "," +
            std::to_string(i * 37 % 101) + (i * 7 % 10 < 5 ? ",x\n" : ",y\n");
  testing::put(folder / "days.csv", text);
  const std::string said = train(folder, "data: days.csv\nsplit: {by: time, column: day}\n", 0);
  EXPECT_NE(said.find("day is left out: it holds dates; list `date_parts` under `prepare`"), std::string::npos) << said;
}

}  // namespace
}  // namespace plumb
