// What every step must hold, over all cases in tests/prepare/*.yaml: fitting is pure, the ONNX form says the same as
// apply() for the rows of the case and for gaps, words never seen and extreme numbers, in our interpreter and in ONNX
// Runtime, or is refused with the message of the case. A registered step without a file of cases fails.
#include <set>

#include "plumb/onnx/interpreter.h"
#include "tests/prepare/cases.h"
#include "tests/prepare/onnx_feeds.h"
#include "tests/support/onnx_runtime.h"

namespace plumb::testing {
namespace {

/// Rows as ONNX takes them, in which every number is one that float32 can hold.
Table as_served(const Table& rows) {
  Table served;
  for (const auto& name : rows.names()) {
    const Column& column = rows.at(name);
    if (column.type() != ColumnType::number) {
      served.set(name, column);
      continue;
    }
    auto numbers = column.as_numbers();
    for (double& number : numbers) number = static_cast<double>(static_cast<float>(number));
    served.set(name, Column::numbers(numbers));
  }
  return served;
}

/// Rows that nobody has seen: gaps, unknown words, numbers a million times as large as those of the case.
Table strange_rows(const Table& like) {
  Table strange;
  for (const auto& name : like.names()) {
    const Column& column = like.at(name);
    if (column.type() == ColumnType::number) {
      double most = 1;
      for (const double number : column.as_numbers())
        if (!std::isnan(number)) most = std::max(most, std::abs(number));
      strange.set(name, Column::numbers({NAN, 0, -1e6 * most, 1e6 * most, 1e-30}));
    } else if (column.type() == ColumnType::boolean) {
      strange.set(name, Column::booleans({0, 1, 0, 1, 0}, {false, true, true, true, false}));
    } else if (column.type() == ColumnType::date_time) {  // 29 February 2000, the last of 1969, the year 2400
      strange.set(name,
                  Column::date_times({0, 951'868'799'999, -1, 13'569'465'600'000, 0}, {false, true, true, true, true}));
    } else {
      strange.set(name,
                  *Column::texts({std::nullopt, "never seen", "other", "missing", std::nullopt}).as(column.type()));
    }
  }
  return strange;
}

/// A fitted pipeline as a model: one output `out_<i>` for each column that it leaves.
OnnxCase model_of(const FittedPipeline& pipeline, const Table& rows) {
  OnnxCase result;
  onnx::Columns columns(result.model);
  std::vector<onnx::Columns::Input> inputs;
  const auto hints = pipeline.hints();
  for (const auto& name : rows.names()) {
    inputs.push_back({.name = name, .type = rows.at(name).type()});
    result.feeds[name] = feed_of(name, rows.at(name), hints);
  }
  columns.add_inputs(inputs);
  pipeline.emit(columns);
  const Table prepared = pipeline.apply(rows);
  for (size_t i = 0; i < prepared.names().size(); ++i) {
    const auto& name = prepared.names()[i];
    const std::string out = "out_" + std::to_string(i);
    if (prepared.at(i).type() == ColumnType::list)
      result.model.expose(out, columns.list(name), onnx::Element::s64, {-1, hints.at(name).length});
    else if (prepared.at(i).is_numeric())
      result.model.expose(out, columns.numbers({name}), onnx::Element::f64, {-1, 1});
    else
      result.model.expose(out, columns.words(name), onnx::Element::text, {-1, 1});
  }
  return result;
}

/// A step without an ONNX form says so, and what to do instead.
void expect_refusal(const FittedPipeline& pipeline, const Table& rows, const std::string& message) {
  try {
    model_of(pipeline, rows);
    ADD_FAILURE() << "was written, expected: " << message;
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find(message), std::string::npos) << error.what();
  }
}

void expect_same(const Table& prepared, const OnnxOutputs& outputs, const std::string& who) {
  for (size_t i = 0; i < prepared.names().size(); ++i) {
    const Column& column = prepared.at(i);
    const onnx::Tensor& got = outputs.at("out_" + std::to_string(i));
    if (column.type() == ColumnType::list) {  // zeros behind the last
      for (int64_t row = 0; row < column.size(); ++row)
        for (int64_t k = 0; k < got.shape.at(1); ++k) {
          const auto list = column.list(row);
          const auto expected = k < std::ssize(list) ? list[static_cast<size_t>(k)] : 0;
          EXPECT_EQ(static_cast<double>(got.ints.at(static_cast<size_t>(row * got.shape[1] + k))), expected) << who;
        }
      continue;
    }
    ASSERT_EQ(got.shape, (Shape{column.size(), 1})) << who;
    for (int64_t row = 0; row < column.size(); ++row) {
      const std::string where = fmt::format("{}: {}, row {}", who, prepared.names()[i], row);
      const auto r = static_cast<size_t>(row);
      if (!column.is_numeric())
        EXPECT_EQ(got.texts.at(r), column.missing(row) ? "" : column.text(row)) << where;
      else if (column.missing(row))
        EXPECT_TRUE(std::isnan(got.doubles.at(r))) << where << " is " << got.doubles[r];
      else
        EXPECT_NEAR(got.doubles.at(r), column.number(row), 1e-12 * (1 + std::abs(column.number(row)))) << where;
    }
  }
}

bool has_images(const Table& rows) {
  for (const auto& name : rows.names())
    if (rows.at(name).type() == ColumnType::image) return true;
  return false;
}

/// Where the cases of a step lie: in tests/prepare, or beside the test that brings a step of its own; empty if nowhere.
std::filesystem::path cases_of(const std::string& step) {
  for (const char* folder : {"tests/prepare", "tests/trial"})
    if (const auto file = source_dir() / folder / (step + ".yaml"); std::filesystem::exists(file)) return file;
  return {};
}

/// Calls `check` with each case that is not about a message.
template <class Check>
void for_each_case(Check check) {
  for (const auto& word : registry<Step>().words()) {
    const auto file = cases_of(word);
    if (file.empty()) continue;
    const Entry cases = read_cases(file);
    for (const Entry& one : cases.items()) {
      if (one.find("fails")) continue;
      SCOPED_TRACE(one.mark.text() + ": " + one.at("says").word());
      const Table train = table_of(one.at("train"), one.find("types"));
      check(one, train);
    }
  }
}

TEST(StepContract, EveryStepHasCases) {
  for (const auto& word : registry<Step>().words())
    EXPECT_FALSE(cases_of(word).empty()) << "add tests/prepare/" << word << ".yaml with cases of the step";
}

TEST(StepContract, ExamplesAreRead) {
  for (const auto& component : sorts().at("step").components()) {
    Problems problems;
    registry<Step>().read(read_yaml(component.example, component.name, problems), problems);
    EXPECT_NO_THROW(problems.raise()) << component.name;
  }
}

TEST(StepContract, FittingTwiceGivesTheSameAndLeavesTheTrainRows) {
  for_each_case([](const Entry& one, const Table& train) {
    const Pipeline steps = read_steps(one.at("step"));
    const auto first = steps.fit(train, context_of(one)), second = steps.fit(train, context_of(one));
    EXPECT_EQ(first.pipeline.save(), second.pipeline.save());
    expect_equal(table_of(one.at("train"), one.find("types")), train, 0);
  });
}

TEST(StepContract, OnnxSaysTheSameAsApply) {
  std::vector<OnnxCase> cases;
  std::vector<Table> expected;
  for_each_case([&](const Entry& one, const Table& train) {
    if (has_images(train)) return;
    const FittedPipeline pipeline = read_steps(one.at("step")).fit(train, context_of(one)).pipeline;
    const Entry* given = one.find("rows");
    const Table rows =
        as_served((given ? table_of(*given, one.find("types"), &train) : train).append(strange_rows(train)));
    if (const Entry* refusal = one.find("no_onnx")) return expect_refusal(pipeline, rows, refusal->word());
    cases.push_back(model_of(pipeline, rows));
    expected.push_back(pipeline.apply(rows));
    const onnx::Model read_back = onnx::read(onnx::write(cases.back().model), "memory");
    expect_same(expected.back(), onnx::Interpreter(read_back).run(cases.back().feeds), "interpreter");
  });
  EXPECT_GT(cases.size(), 20U);
  REQUIRE_ONNX_RUNTIME();
  const auto outputs = run_in_onnx_runtime(cases);
  ASSERT_EQ(outputs.size(), cases.size());
  for (size_t i = 0; i < cases.size(); ++i)
    expect_same(expected[i], outputs[i], fmt::format("ONNX Runtime, case {}", i));
}

}  // namespace
}  // namespace plumb::testing
