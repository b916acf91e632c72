// Runs the text cases in tests/prepare/*.yaml: each says a step, train rows, rows, and what they become or the message.
//
//   - says: the median is learned from the train rows, and nothing else
//     step: {fill_missing: {columns: [age]}}      # or a list of steps
//     train: {age: [1, 3, 10, null]}
//     rows: {age: [null, 50]}                     # gives: what they become
//     gives: {age: [3, 50]}
//     train_gives: {…}                            # optional: what the train rows become
//     targets: [label]                            # optional
//     types: {city: text}                         # optional: words are categories where nothing is said
//     fails: 'a part of the message'              # instead of gives
#include "tests/prepare/cases.h"
#include "plumb/prepare/pipeline.h"

namespace plumb::testing {
namespace {

Pipeline read_steps(const Entry& entry) {
  Problems problems;
  Pipeline pipeline;
  const auto add = [&](const Entry& one) {
    if (auto step = registry<Step>().read(one, problems)) pipeline.add(*step);
  };
  if (entry.is_list())
    for (const Entry& one : entry.items()) add(one);
  else
    add(entry);
  problems.raise();
  return pipeline;
}

StepContext context_of(const Entry& one) {
  StepContext context{.seed = 1};
  if (const Entry* targets = one.find("targets"))
    for (const Entry& target : targets->items()) context.targets.push_back(target.word());
  return context;
}

void run(const Entry& one) {
  const Table train = table_of(one.at("train"), one.find("types"));
  const PreparedTrain prepared = read_steps(one.at("step")).fit(train, context_of(one));
  if (const Entry* gives = one.find("train_gives")) expect_equal(prepared.rows, table_of(*gives));
  if (const Entry* rows = one.find("rows")) {
    const Table given = table_of(*rows, one.find("types"));
    const Table got = prepared.pipeline.apply(given);
    if (const Entry* gives = one.find("gives")) expect_equal(got, table_of(*gives));
    const Entry saved = parse_json(to_json(prepared.pipeline.save()), "prepare.json");
    expect_equal(FittedPipeline::load(saved).apply(given), got, 0);
  }
}

void run_or_fail(const Entry& one) {
  const Entry* fails = one.find("fails");
  if (!fails) return run(one);
  try {
    run(one);
    ADD_FAILURE() << "no message, expected: " << fails->word();
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find(fails->word()), std::string::npos)
        << "said:     " << error.what() << "\nexpected: " << fails->word();
  }
}

TEST(Cases, OfTheSteps) {
  int files = 0;
  for (const auto& file : std::filesystem::directory_iterator(source_dir() / "tests/prepare")) {
    if (file.path().extension() != ".yaml") continue;
    ++files;
    const Entry cases = read_cases(file.path());
    for (const Entry& one : cases.items()) {
      SCOPED_TRACE(one.mark.text() + ": " + one.at("says").word());
      try {
        run_or_fail(one);
      } catch (const std::exception& error) {
        ADD_FAILURE() << error.what();
      }
    }
  }
  EXPECT_GT(files, 4);
}

}  // namespace
}  // namespace plumb::testing
