#include "plumb/data/csv.h"

#include <algorithm>
#include <set>

#include "plumb/core/files.h"
#include "plumb/core/parse.h"
#include "plumb/core/progress.h"
#include "plumb/data/column_builder.h"
#include "plumb/data/csv_dialect.h"
#include "plumb/data/gzip.h"
#include "plumb/data/image_cells.h"

namespace plumb {
namespace {

[[maybe_unused]] const bool registered = add_source<Csv>();

using State = CsvScanner::State;

/// One reading of one or several files into one table.
class Reading {
 public:
  Reading(const Csv& options, const ReadSettings& settings) : options_(options), settings_(settings) {
    for (const FilePath& pattern : options.path)
      for (const Path& file : glob(pattern)) files_.push_back({file.string(), read_text(file, options.encoding)});
    missing_.insert(options.missing.begin(), options.missing.end());
    missing_.insert(settings.missing.begin(), settings.missing.end());
    dialect_ = options.dialect(files_.front().text);
  }

  ReadResult read() {
    for (File& file : files_) find_names(file);
    for (const std::string& name : names_) {
      const auto type = settings_.types.find(name);
      if (type == settings_.types.end())
        columns_.emplace_back();
      else
        columns_.emplace_back(type->second == ColumnType::image ? ColumnType::text : type->second);  // paths of images
    }
    read_rows(true);
    if (rows_ == 0 && settings_.limit != 0)
      throw Error("{}: no rows{}", files_.front().name,
                  result_.skipped.empty() ? " below the header" : " that can be read");
    if (std::any_of(columns_.begin(), columns_.end(), [](const ColumnBuilder& column) { return column.again(); }))
      read_rows(false);
    for (size_t c = 0; c < names_.size(); ++c) result_.table.set(names_[c], columns_[c].finish());
    for (const auto& [name, type] : settings_.types)
      if (type == ColumnType::image && result_.table.has(name)) read_images(name);
    return std::move(result_);
  }

 private:
  struct File {
    std::string name, text;
    int64_t header_line = 0;  // the rows begin after it; 0: no header
  };

  void read_images(const std::string& column);
  State next_row(CsvScanner& scanner, std::vector<std::string_view>& cells) const;
  void find_names(File& file);
  void read_rows(bool first_time);
  void read_file(const File& file, const std::vector<size_t>& wanted, bool first_time, Progress& progress);
  bool add_row(const std::vector<std::string_view>& cells, const std::vector<size_t>& wanted, std::string& reason);
  std::string where(const File& file, int64_t line) const { return fmt::format("{}:{}", file.name, line); }

  bool is_missing(std::string_view cell) const {
    return cell.empty() || (!missing_.empty() && missing_.find(cell) != missing_.end());
  }

  const Csv& options_;
  const ReadSettings& settings_;
  CsvDialect dialect_;
  std::vector<File> files_;
  std::vector<std::string> names_;
  std::string width_from_;  // what the number of cells must agree with, for messages
  std::set<std::string, std::less<>> missing_;
  std::vector<ColumnBuilder> columns_;
  int64_t rows_ = 0;
  std::set<std::pair<const File*, int64_t>> left_out_;  // the second time over the rows leaves out the same
  ReadResult result_;
};

std::string no_row(State state) {
  return state == State::unclosed_quote
             ? "a quote opens here and never closes; close it, or set `quote: \"\"` where a quote is a letter like "
               "others"
             : "text follows a closing quote; double the quotes inside a quoted cell, or set `quote: \"\"`";
}

void check_names(const std::vector<std::string>& names, const std::string& where) {
  std::set<std::string> seen;
  for (const std::string& name : names)
    if (!seen.insert(name).second)
      throw Error("{}: two columns are called \"{}\"; rename one, or give all names with `columns` and `header: true`",
                  where, name);
}

State Reading::next_row(CsvScanner& scanner, std::vector<std::string_view>& cells) const {
  const State state = scanner.next(cells);
  if (!options_.line_end.empty() && !cells.empty() && cells.back().ends_with(options_.line_end))
    cells.back().remove_suffix(options_.line_end.size());
  return state;
}

void Reading::find_names(File& file) {
  CsvScanner scanner(file.text, dialect_, options_.skip_rows);
  std::vector<std::string_view> cells;
  if (const State state = next_row(scanner, cells); state == State::end)
    throw Error("{}: no rows after the comments and what `skip_rows` leaves out", file.name);
  else if (state != State::row)
    throw Error("{}: {}", where(file, scanner.line()), no_row(state));
  std::vector<std::string> first(cells.begin(), cells.end());
  bool header = options_.header == Header::yes;
  if (options_.header == Header::automatic)
    header =
        first == options_.columns ||
        (names_.empty() ? guess_header(first_rows(file.text, dialect_, options_.skip_rows), !options_.columns.empty())
                        : files_.front().header_line > 0);
  if (header) file.header_line = scanner.line();
  if (!options_.columns.empty()) {
    width_from_ = "`columns`";
    if (first.size() != options_.columns.size())
      throw Error("{}: {} cells, but `columns` names {}; name every column of the file, in order",
                  where(file, scanner.line()), first.size(), options_.columns.size());
    names_ = options_.columns;
    check_names(names_, "`columns`");
    return;
  }
  for (size_t i = 0; i < first.size(); ++i)
    if (!header || first[i].empty()) first[i] = fmt::format("column_{}", i + 1);
  if (names_.empty()) {
    check_names(first, where(file, scanner.line()));
    names_ = first;
    width_from_ = header ? "the header" : "the first row";
    return;
  }
  if (first.size() != names_.size())
    throw Error("{}: {} columns, but {} has {}; files that are read together need the same columns",
                where(file, scanner.line()), first.size(), files_.front().name, names_.size());
  for (size_t i = 0; i < first.size(); ++i)
    if (first[i] != names_[i])
      throw Error(
          "{}: column {} is called \"{}\", but \"{}\" in {}; files that are read together need the same columns",
          where(file, scanner.line()), i + 1, first[i], names_[i], files_.front().name);
}

void Reading::read_rows(bool first_time) {
  std::vector<size_t> wanted;
  for (size_t c = 0; c < columns_.size(); ++c)
    if (first_time || columns_[c].again()) wanted.push_back(c);
  if (!first_time)
    for (const size_t c : wanted) columns_[c].restart();
  int64_t bytes = 0;
  for (const File& file : files_) bytes += static_cast<int64_t>(file.text.size());
  Progress progress("reading " + files_.front().name, bytes, "B");
  rows_ = 0;
  for (const File& file : files_) read_file(file, wanted, first_time, progress);
}

void Reading::read_file(const File& file, const std::vector<size_t>& wanted, bool first_time, Progress& progress) {
  CsvScanner scanner(file.text, dialect_, options_.skip_rows);
  std::vector<std::string_view> cells;
  if (file.header_line > 0) scanner.next(cells);
  size_t shown = 0;
  while (settings_.limit < 0 || rows_ < settings_.limit) {
    const State state = next_row(scanner, cells);
    if (state == State::end) break;
    if (!first_time && left_out_.contains({&file, scanner.line()})) continue;
    std::string reason;
    if (state != State::row)
      reason = no_row(state);
    else if (cells.size() != names_.size())
      reason = fmt::format("{} cells, expected {} as in {}; fix the row", cells.size(), names_.size(), width_from_);
    else if (add_row(cells, wanted, reason))
      ++rows_;
    if (!reason.empty()) {
      if (settings_.on_error == OnError::refuse)
        throw Error("{}: {}, or set `on_error: skip`", where(file, scanner.line()), reason);
      result_.skipped.push_back({where(file, scanner.line()), reason});
      left_out_.insert({&file, scanner.line()});
    }
    if (scanner.place() - shown > (1u << 20)) {
      progress.advance(static_cast<int64_t>(scanner.place() - shown));
      shown = scanner.place();
    }
  }
}

/// All cells, or none and the reason.
bool Reading::add_row(const std::vector<std::string_view>& cells, const std::vector<size_t>& wanted,
                      std::string& reason) {
  for (size_t i = 0; i < wanted.size(); ++i) {
    const size_t c = wanted[i];
    if (is_missing(cells[c])) {
      columns_[c].add_missing();
    } else if (!columns_[c].add(cells[c])) {
      for (size_t before = 0; before < i; ++before) columns_[wanted[before]].drop_last();
      reason = fmt::format("column \"{}\": \"{}\" is not {}; fix the cell, or add the word to `missing`", names_[c],
                           cells[c].substr(0, 60), with_article(settings_.types.at(names_[c])));
      return false;
    }
  }
  return true;
}

void Reading::read_images(const std::string& column) {
  ImageCells cells = read_image_cells(column, result_.table.at(column), files_.front().name, settings_.on_error);
  result_.table = result_.table.take(cells.rows);
  result_.table.set(column, std::move(cells.images));
  result_.skipped.insert(result_.skipped.end(), cells.skipped.begin(), cells.skipped.end());
}

}  // namespace

void Csv::check(Problems& problems) const {
  if (path.empty()) problems.add("path", "needs a file, e.g. `path: data.csv`");
  if (separator.size() != 1 && separator != "auto" && separator != "tab" && separator != "whitespace")
    problems.add("separator", fmt::format("must be one character, tab, whitespace or auto, got \"{}\"", separator));
  if (quote.size() > 1)
    problems.add("quote", fmt::format("must be one character, or \"\" for none, got \"{}\"", quote));
}

CsvDialect Csv::dialect(std::string_view text) const {
  CsvDialect dialect{.quote = quote.empty() ? '\0' : quote.front(), .comment = comment};
  if (separator == "auto")
    dialect.separator = guess_separator(text, dialect, skip_rows);
  else
    dialect.separator = separator == "tab" ? '\t' : separator == "whitespace" ? ' ' : separator.front();
  return dialect;
}

ReadResult Csv::read(const ReadSettings& settings) const { return Reading(*this, settings).read(); }

bool Csv::recognises(const std::string& path) {
  static const std::set<std::string> endings{".csv", ".tsv", ".tab", ".txt", ".data", ".test", ".dat"};
  return endings.contains(ending_inside(path));
}

Csv Csv::from_path(const std::string& path) { return {.path = {path}}; }

}  // namespace plumb
