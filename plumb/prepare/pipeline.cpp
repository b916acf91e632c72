#include "plumb/prepare/pipeline.h"

#include <algorithm>

namespace plumb {

namespace {
constexpr int64_t version = 1;  // of prepare.json; raised when an older reader would misunderstand
}

Table FittedPipeline::apply(Table rows, const StepContext& context) const {
  for (const Part& part : parts_)
    if (!part.fitted.train_only || context.training) rows = part.fitted.apply(std::move(rows), context);
  return rows;
}

void FittedPipeline::emit(onnx::Columns& columns) const {
  for (const Part& part : parts_)
    if (!part.fitted.train_only) part.fitted.emit(columns);
}

std::map<std::string, ColumnHints> FittedPipeline::hints() const {
  std::map<std::string, ColumnHints> hints;
  for (const Part& part : parts_)
    if (part.fitted.hint) part.fitted.hint(hints);
  return hints;
}

bool FittedPipeline::has(std::string_view step) const {
  return std::any_of(parts_.begin(), parts_.end(), [&](const Part& part) { return part.step.name() == step; });
}

std::vector<std::string> FittedPipeline::train_only() const {
  std::vector<std::string> names;
  for (const Part& part : parts_)
    if (part.fitted.train_only) names.push_back(part.fitted.name);
  return names;
}

Entry FittedPipeline::save() const {
  Entry saved = Entry::map(), steps = Entry::list();
  for (const Part& part : parts_) {
    Entry one = Entry::map();
    one.set("step", part.step.write());
    one.set("state", part.fitted.state());
    steps.push(std::move(one));
  }
  saved.set("version", Entry::number(version));
  saved.set("steps", std::move(steps));
  return saved;
}

FittedPipeline FittedPipeline::load(const Entry& saved) {
  Problems problems;
  const Entry& written = saved.at("version");
  require(written.as_double() == version,
          "prepare: version {} is not version {}, which this plumb reads; use the plumb "
          "that wrote it, or train again",
          written.word(), version);
  FittedPipeline pipeline;
  for (const Entry& one : saved.at("steps").items()) {
    auto step = registry<Step>().read(one.at("step"), problems);
    auto fitted = step ? step->load(one.at("state"), problems) : std::nullopt;
    problems.raise();
    pipeline.parts_.push_back({std::move(*step), std::move(*fitted)});
  }
  return pipeline;
}

PreparedTrain Pipeline::fit(Table train, StepContext context) const {
  context.training = true;
  PreparedTrain result{.pipeline = {}, .rows = std::move(train)};
  for (const Step& step : steps_) {
    FittedStep fitted = step.fit(Rows(result.rows), context);
    result.rows = fitted.apply(std::move(result.rows), context);
    result.pipeline.parts_.push_back({step, std::move(fitted)});
  }
  return result;
}

}  // namespace plumb
