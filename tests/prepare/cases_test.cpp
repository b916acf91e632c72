// Runs the text cases in tests/prepare/*.yaml: each says a step, train rows, rows, and what they become or the message.
//
//   - says: the median is learned from the train rows, and nothing else
//     step: {fill_missing: {columns: [age]}}      # or a list of steps
//     train: {age: [1, 3, 10, null]}
//     rows: {age: [null, 50]}                     # gives: what they become
//     gives: {age: [3, 50]}
//     train_gives: {…}                            # optional: what the train rows become
//     targets: [label]                            # optional, as ids: [number]
//     hints: {scan: {scale: [0.1], shift: [0]}}   # optional: what the network is told
//     types: {city: text}                         # optional: words are categories where nothing is said
//     fails: 'a part of the message'              # instead of gives
//     tolerance: 1.0e-6                           # optional: of numbers that an iteration finds; else 1e-9
//     no_onnx: 'a part of the message'            # optional: the step refuses to be exported
#include "tests/prepare/cases.h"
#include "plumb/prepare/pipeline.h"

namespace plumb::testing {
namespace {

ColumnHints read_hints(const Entry& entry) {
  Problems problems;
  const auto hints = read_options<ColumnHints>(entry, problems);
  problems.raise();
  return *hints;
}

void run(const Entry& one) {
  const Table train = table_of(one.at("train"), one.find("types"));
  const PreparedTrain prepared = read_steps(one.at("step")).fit(train, context_of(one));
  const double tolerance = one.find("tolerance") ? one.at("tolerance").as_double() : 1e-9;
  if (const Entry* gives = one.find("train_gives")) expect_equal(prepared.rows, table_of(*gives), tolerance);
  if (const Entry* hints = one.find("hints"))
    for (const Entry::Field& field : hints->fields()) {
      const ColumnHints told = prepared.pipeline.hints().at(field.name);
      EXPECT_EQ(to_json(write_options(told)), to_json(write_options(read_hints(field.value))));
    }
  if (const Entry* rows = one.find("rows")) {
    const Table given = table_of(*rows, one.find("types"), &train);
    const Table got = prepared.pipeline.apply(given);
    if (const Entry* gives = one.find("gives")) expect_equal(got, table_of(*gives), tolerance);
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
