#include "plumb/prepare/implied.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>

#include "plumb/data/profile.h"
#include "plumb/prepare/common_words.h"
#include "plumb/prepare/decode_image.h"
#include "plumb/prepare/fill_missing.h"
#include "plumb/prepare/images.h"
#include "plumb/prepare/normalize.h"
#include "plumb/prepare/one_hot.h"
#include "plumb/prepare/ordinal.h"
#include "plumb/prepare/resize.h"
#include "plumb/prepare/selection.h"
#include "plumb/prepare/standardize.h"
#include "plumb/prepare/tokenize.h"

namespace plumb {
namespace {

using Names = std::vector<std::string>;

constexpr int64_t images_looked_at = 500;   // of a column of encoded ones, to tell whether their sizes differ
constexpr size_t most_words = 100;          // of one column, encoded each by itself
constexpr int64_t largest_side = 224;       // of images whose sizes differ
constexpr double share_of_own_words = 0.5;  // of the rows: more, and the column is an identifier

bool among(const Names& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// The same column with one cell, which is missing; images keep their first.
Column gap_like(const Column& column) {
  switch (column.type()) {
    case ColumnType::number:
      return Column::numbers({NAN});
    case ColumnType::integer:
      return Column::integers({0}, {false});
    case ColumnType::boolean:
      return Column::booleans({0}, {false});
    case ColumnType::category:
      return Column::categories({-1}, column.words());
    case ColumnType::text:
      return Column::texts({std::nullopt});
    case ColumnType::date_time:
      return Column::date_times({0}, {false});
    case ColumnType::list:
      return Column::lists({}, {0, 0}, {false});
    case ColumnType::image:
      return column.take(std::vector<int64_t>{0});
  }
  throw Bug("no such column type");
}

/// The numeric columns that are still missing after the pipeline where a row has nothing but gaps.
Names let_gaps_through(const Table& raw, const FittedPipeline& pipeline) {
  if (raw.rows() == 0) return {};
  Table gaps;
  for (const auto& name : raw.names()) gaps.set(name, gap_like(raw.at(name)));
  const Table prepared = pipeline.apply(gaps);
  Names names;
  for (const auto& name : prepared.names())
    if (prepared.at(name).is_numeric() && prepared.at(name).missing(0)) names.push_back(name);
  return names;
}

/// The columns of the listed rows, sorted by what they need.
class Chooser {
 public:
  Chooser(const Table& raw, const PreparedTrain& listed, const StepContext& context, const NetworkColumns& network)
      : raw_(raw), listed_(listed), context_(context), network_(network), hints_(listed.pipeline.hints()) {}

  Implied choose() {
    for (const auto& name : listed_.rows.names())
      if (!among(context_.targets, name)) place(name);
    imply_images();
    imply_words();
    if (!prose_.empty()) add(Tokenize{.columns = prose_}, "texts are read word by word: " + join(prose_));
    if (!names_.empty()) add(CommonWords{.columns = names_}, "words that many rows have, of " + join(names_));
    imply_numbers();
    return std::move(implied_);
  }

 private:
  void place(const std::string& name) {
    const Column& column = listed_.rows.at(name);
    if (column.missing_count() == column.size())
      leave_out(name, "is empty in every train row");
    else if (column.type() == ColumnType::image)
      images_.push_back(name);
    else if (fits_words.fits(column))
      place_words(name, column);
    else if (column.is_numeric() && is_code(name) && (network_.all_codes || among(network_.codes, name)))
      return;  // codes already
    else if (column.is_numeric())
      numbers_.push_back(name);
    else if (hints_.contains(name) && hints_.at(name).length > 0)
      return;  // words of a text, as codes
    else if (column.type() == ColumnType::date_time)
      leave_out(name, "holds dates; list `date_parts` under `prepare` to learn from the hour, the weekday and so on");
    else
      leave_out(name, fmt::format("holds {}, which no step turns into numbers yet", name_of(column.type())));
  }

  bool has_common_words(const std::string& name) const {
    return !CommonWords{}.words_of(Rows(listed_.rows), name).words.empty();
  }
  bool is_code(const std::string& name) const { return hints_.contains(name) && hints_.at(name).codes > 0; }
  bool is_scaled(const std::string& name) const { return hints_.contains(name) && !hints_.at(name).scale.empty(); }

  void place_words(const std::string& name, const Column& column) {
    if (among(network_.codes, name)) return embedded_.push_back(name);
    std::set<std::string> words;
    for (int64_t row = 0; row < column.size(); ++row)
      if (!column.missing(row)) words.insert(std::string(column.text(row)));
    const double share = static_cast<double>(words.size()) / static_cast<double>(column.size());
    const auto there = static_cast<size_t>(column.size() - column.missing_count());
    const bool names_rows = column.type() == ColumnType::text && there > 1 && words.size() == there;
    const bool is_free_text = column.type() == ColumnType::text && words.size() > most_words;
    if (is_free_text && mean_words(column) >= words_of_prose) return prose_.push_back(name);
    if ((names_rows || is_free_text) && mean_words(column) >= words_of_names && has_common_words(name))
      return names_.push_back(name);
    if (names_rows || (words.size() > 50 && (is_free_text || share > share_of_own_words)))
      return leave_out(name, fmt::format("has {} different texts in {} rows", words.size(), column.size()));
    if (network_.all_codes) return embedded_.push_back(name);
    (column.missing_count() > 0 ? words_with_gaps_ : words_).push_back(name);
    too_many_words_ |= words.size() > most_words;
  }

  void leave_out(const std::string& name, std::string reason) {
    implied_.left_out.push_back({name, std::move(reason)});
  }
  void add(Step step, std::string reason) {
    implied_.reasons.push_back(fmt::format("{}: {}", step.name(), reason));
    implied_.steps.push_back(std::move(step));
  }

  void imply_images() {
    Names encoded, differing, unscaled;
    for (const auto& name : images_) {
      const Column& column = listed_.rows.at(name);
      const Pixels first = first_image("images", name, column);
      if (!all_pixels(column, 0, 0, first.channels)) encoded.push_back(name);
      if (!is_scaled(name)) unscaled.push_back(name);
    }
    if (!encoded.empty()) add(DecodeImage{.columns = encoded}, "images are still encoded");
    for (const auto& name : images_) imply_size(name);
    if (!unscaled.empty()) add(Normalize{.columns = unscaled}, "pixels become numbers from 0 to 1");
  }

  void imply_size(const std::string& name) {
    std::map<std::array<int64_t, 2>, int64_t> sizes;
    std::vector<int64_t> heights, widths;
    const Column& column = listed_.rows.at(name);
    for (int64_t row = 0; row < column.size(); ++row) {
      if (column.missing(row)) continue;
      if (column.image(row).encoded() && row >= images_looked_at) break;
      const Pixels image = pixels_of(column.image(row), fmt::format("{}, row {}", name, row + 1));
      ++sizes[{image.height, image.width}];
      heights.push_back(image.height), widths.push_back(image.width);
    }
    if (sizes.size() == 1) return;
    const auto middle = [](std::vector<int64_t>& sides) {
      std::nth_element(sides.begin(), sides.begin() + static_cast<std::ptrdiff_t>(sides.size() / 2), sides.end());
      return std::min(sides[sides.size() / 2], largest_side);
    };
    const int64_t height = middle(heights), width = middle(widths);
    add(Resize{.height = height, .width = width, .columns = {name}},
        fmt::format("images of {} sizes become {} by {}, the median up to {}", sizes.size(), height, width,
                    largest_side));
  }

  void imply_words() {
    if (!embedded_.empty()) add(Ordinal{.columns = embedded_}, "the network embeds " + join(embedded_));
    const int64_t limit = too_many_words_ ? static_cast<int64_t>(most_words) : 0;
    if (!words_.empty()) add(OneHot{.columns = words_, .max_categories = limit}, "words of " + join(words_));
    if (!words_with_gaps_.empty())
      add(OneHot{.columns = words_with_gaps_, .handle_missing = MissingWord::category, .max_categories = limit},
          "words and gaps of " + join(words_with_gaps_));
  }

  void imply_numbers() {
    const bool nothing_listed = listed_.pipeline.size() == network_.added.size();
    Names flagged, others;
    for (const auto& name : let_gaps_through(raw_, listed_.pipeline)) {
      if (!among(numbers_, name)) continue;
      const bool has_gaps = nothing_listed && listed_.rows.at(name).missing_count() > 0;
      (has_gaps ? flagged : others).push_back(name);
    }
    if (!flagged.empty()) add(FillMissing{.columns = flagged, .flag = true}, "gaps in " + join(flagged));
    if (!others.empty()) add(FillMissing{.columns = others}, "gaps that may come in " + join(others));
    Names quantities;
    for (const auto& name : numbers_)
      if (fits_quantities.fits(listed_.rows.at(name))) quantities.push_back(name);
    const bool scales = nothing_listed && !quantities.empty();
    if (network_.numbers.is_list())
      imply_wanted(network_.numbers, quantities);
    else if (scales && network_.scale.is_list())
      imply_wanted(network_.scale, quantities);
    else if (scales)
      add(Standardize{.columns = quantities}, "numbers of different size: " + join(quantities));
  }

  /// The task's own step of a kind stands for the network's and for those that the network wants before it, which would
  /// come too late.
  void imply_wanted(const Entry& steps, const Names& quantities) {
    if (quantities.empty()) return;
    Entry columns = Entry::list();
    for (const auto& name : quantities) columns.push(Entry::text(name));
    const std::vector<Entry>& wanted = steps.items();
    size_t first = 0;
    for (size_t i = 0; i < wanted.size(); ++i)
      if (listed_.pipeline.has(wanted[i].fields().front().name)) first = i + 1;
    for (size_t i = first; i < wanted.size(); ++i) {
      const Entry::Field& step = wanted[i].fields().front();
      Entry options = step.value, entry = Entry::map();
      options.set("columns", columns);
      entry.set(step.name, options);
      add(registry<Step>().make(entry), "the network wants it of " + join(quantities));
    }
  }

  const Table& raw_;
  const PreparedTrain& listed_;
  const StepContext& context_;
  const NetworkColumns& network_;
  const std::map<std::string, ColumnHints> hints_;
  Names images_, embedded_, words_, words_with_gaps_, prose_, names_, numbers_;
  bool too_many_words_ = false;
  Implied implied_;
};

}  // namespace

Implied implied_steps(const Table& raw, const PreparedTrain& listed, const StepContext& context,
                      const NetworkColumns& network) {
  return Chooser(raw, listed, context, network).choose();
}

}  // namespace plumb
