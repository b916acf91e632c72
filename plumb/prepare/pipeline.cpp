#include "plumb/prepare/pipeline.h"

#include <algorithm>

#include "plumb/prepare/pixel_steps.h"

namespace plumb {
namespace {

constexpr int64_t version = 1;  // of prepare.json; raised when an older reader would misunderstand

/// Where the steps end that change each image by itself and follow each other from `first` on.
template <class Part>
size_t end_of_pixel_steps(const std::vector<Part>& parts, size_t first) {
  while (first < parts.size() && is_pixel_step(parts[first].step.name())) ++first;
  return first;
}

/// They go over a few images after the others.
template <class Part>
Table apply_to_pixels(const std::vector<Part>& parts, size_t first, size_t end, Table rows,
                      const StepContext& context) {
  return change_few_by_few(std::move(rows), [&](Table images) {
    for (size_t i = first; i < end; ++i) images = parts[i].fitted.apply(std::move(images), context);
    return images;
  });
}

}  // namespace

Table FittedPipeline::apply(Table rows, const StepContext& context) const {
  for (size_t i = 0; i < parts_.size();) {
    const size_t end = end_of_pixel_steps(parts_, i);
    if (end > i)
      rows = apply_to_pixels(parts_, i, end, std::move(rows), context);
    else if (!parts_[i].fitted.train_only || context.training)
      rows = parts_[i].fitted.apply(std::move(rows), context);
    i = std::max(end, i + 1);
  }
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
  return fit_behind({.pipeline = {}, .rows = std::move(train)}, std::move(context));
}

PreparedTrain Pipeline::fit_behind(PreparedTrain result, StepContext context) const {
  context.training = true;
  std::vector<FittedPipeline::Part>& parts = result.pipeline.parts_;
  for (size_t i = 0; i < steps_.size();) {
    const size_t first = parts.size();
    Table few = is_pixel_step(steps_[i].name()) ? with_first_images(result.rows) : Table();
    for (; i < steps_.size() && is_pixel_step(steps_[i].name()); ++i) {
      FittedStep fitted = steps_[i].fit(Rows(few), context);
      few = fitted.apply(std::move(few), context);
      parts.push_back({steps_[i], std::move(fitted)});
    }
    if (parts.size() > first) {
      result.rows = apply_to_pixels(parts, first, parts.size(), std::move(result.rows), context);
      continue;
    }
    FittedStep fitted = steps_[i].fit(Rows(result.rows), context);
    result.rows = fitted.apply(std::move(result.rows), context);
    parts.push_back({steps_[i++], std::move(fitted)});
  }
  return result;
}

}  // namespace plumb
