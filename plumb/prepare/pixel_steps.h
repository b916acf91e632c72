#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "plumb/core/table.h"
#include "plumb/prepare/step.h"

namespace plumb {

/// Names of the steps that act on each image by itself and learn from the first image alone: decode_image, resize and
/// their kin. Images are decoded and made small a few at a time by all such steps of a pipeline that follow each other,
/// so that what is in memory is the small images, and not all of them in the size of their files.
///
///     [[maybe_unused]] static const bool registered = registry<Step>().add<Resize>() && add_pixel_step<Resize>();
std::vector<std::string_view>& pixel_steps();
bool is_pixel_step(std::string_view step);

template <class Kind>
bool add_pixel_step() {
  pixel_steps().push_back(Kind::name);
  return true;
}

/// Tells that a picture of this column goes through a step before the ONNX graph, which begins with the pixels that it
/// leaves (docs/decisions/031). `settled`: the step with what it has learned as its options.
template <class Kind>
void hint_outside(const Kind& settled, const std::string& column, std::map<std::string, ColumnHints>& hints) {
  Entry options = write_options(settled), step = Entry::map();
  options.erase("columns");
  step.set(Kind::name, std::move(options));
  hints[column].outside.push_back(std::move(step));
}

/// The rows up to the first by which each column of images has had one: what pixel steps learn from.
Table with_first_images(const Table& rows);

/// The rows with what `change` makes of their columns of images, a few rows after the others where images are encoded:
/// so few that they take about 4 MB as pixels.
Table change_few_by_few(Table rows, const std::function<Table(Table images)>& change);

}  // namespace plumb
