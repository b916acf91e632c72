#include "plumb/data/csv_rows.h"

#include <algorithm>

#include "plumb/core/hash.h"
#include "plumb/core/parse.h"
#include "plumb/data/csv_dialect.h"

namespace plumb {

using State = CsvScanner::State;

namespace {

std::string where(const TextBlocks& file, int64_t line) { return fmt::format("{}:{}", file.name(), line); }

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

}  // namespace

CsvRows::CsvRows(const Csv& options, const ReadSettings& settings) : options_(options), settings_(settings) {
  for (const FilePath& pattern : options.path)
    for (const Path& file : glob(pattern)) files_.push_back(std::make_unique<TextBlocks>(file, options.encoding));
  missing_.insert(options.missing.begin(), options.missing.end());
  missing_.insert(settings.missing.begin(), settings.missing.end());
  for (const std::string& word : missing_) missing_sizes_ |= uint64_t{1} << std::min<size_t>(word.size(), 63);
  dialect_ = options.dialect(files_.front()->head());
  header_lines_.resize(files_.size());
  for (size_t file = 0; file < files_.size(); ++file) find_names(file);
}

std::optional<ColumnType> CsvRows::told(size_t column) const {
  const auto type = settings_.types.find(names_[column]);
  if (type == settings_.types.end()) return {};
  return type->second == ColumnType::image ? ColumnType::text : type->second;
}

int64_t CsvRows::bytes() const {
  int64_t bytes = 0;
  for (const auto& file : files_) bytes += file->bytes();
  return bytes;
}

bool CsvRows::on_disk() const {
  return std::all_of(files_.begin(), files_.end(), [](const auto& file) { return file->on_disk(); });
}

bool CsvRows::is_missing(std::string_view cell) const {
  if (cell.empty()) return true;
  return (missing_sizes_ >> std::min<size_t>(cell.size(), 63) & 1) != 0 && missing_.find(cell) != missing_.end();
}

State CsvRows::next_row(CsvScanner& scanner, std::vector<std::string_view>& cells) const {
  const State state = scanner.next(cells);
  if (!options_.line_end.empty() && !cells.empty() && cells.back().ends_with(options_.line_end))
    cells.back().remove_suffix(options_.line_end.size());
  return state;
}

void CsvRows::find_names(size_t index) {
  const TextBlocks& file = *files_[index];
  CsvScanner scanner(file.head(), dialect_, options_.skip_rows);
  std::vector<std::string_view> cells;
  if (const State state = next_row(scanner, cells); state == State::end)
    throw Error("{}: no rows after the comments and what `skip_rows` leaves out", file.name());
  else if (state != State::row)
    throw Error("{}: {}", where(file, scanner.line()), no_row(state));
  std::vector<std::string> first(cells.begin(), cells.end());
  bool header = options_.header == Header::yes;
  if (options_.header == Header::automatic)
    header =
        first == options_.columns ||
        (names_.empty() ? guess_header(first_rows(file.head(), dialect_, options_.skip_rows), !options_.columns.empty())
                        : header_lines_.front() > 0);
  header_lines_[index] = header ? scanner.line() : 0;
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
                where(file, scanner.line()), first.size(), files_.front()->name(), names_.size());
  for (size_t i = 0; i < first.size(); ++i)
    if (first[i] != names_[i])
      throw Error(
          "{}: column {} is called \"{}\", but \"{}\" in {}; files that are read together need the same columns",
          where(file, scanner.line()), i + 1, first[i], names_[i], files_.front()->name());
}

/// Stands at the block's first row.
CsvScanner CsvRows::scanner_of(const Block& block, std::string_view text) const {
  CsvScanner scanner(text, dialect_, block.first ? options_.skip_rows : 0, block.place.line);
  std::vector<std::string_view> cells;
  if (block.first && header_lines_[block.file] > 0) scanner.next(cells);
  return scanner;
}

bool CsvRows::next(Block& block, std::string& buffer) {
  for (; file_ < files_.size(); ++file_, begun_ = false) {
    block = {.file = file_, .first = !begun_};
    const auto ends = [&](std::string_view lines) {
      const size_t begin = scanner_of(block, lines).place();
      const size_t end = end_of_rows(lines.substr(begin), dialect_);
      return end == 0 ? 0 : begin + end;
    };
    begun_ = true;
    if (files_[file_]->next(block.place, ends, buffer)) return true;
  }
  return false;
}

CsvRows::Parsed CsvRows::parse(const Block& block, std::string& buffer, const How& how) const {
  const TextBlocks& file = *files_[block.file];
  const std::string_view text = how.taken ? file.taken(block.place, buffer) : file.read(block.place, buffer);
  Parsed parsed;
  if (how.hash) parsed.hash = hash_bytes(text.data(), text.size());
  std::vector<size_t> wanted = how.again;
  for (size_t c = 0; c < names_.size(); ++c) {
    parsed.columns.emplace_back(told(c));
    if (how.again.empty()) wanted.push_back(c);
  }
  for (const size_t c : how.again) parsed.columns[c].restart();
  CsvScanner scanner = scanner_of(block, text);
  std::vector<std::string_view> cells;
  while (how.most < 0 || parsed.rows < how.most) {
    const State state = next_row(scanner, cells);
    if (state == State::end) break;
    if (how.left_out && std::binary_search(how.left_out->begin(), how.left_out->end(), scanner.line())) continue;
    std::string reason;
    if (state != State::row)
      reason = no_row(state);
    else if (cells.size() != names_.size())
      reason = fmt::format("{} cells, expected {} as in {}; fix the row", cells.size(), names_.size(), width_from_);
    else if (add_row(cells, wanted, parsed, reason))
      ++parsed.rows;
    if (reason.empty()) continue;
    if (settings_.on_error == OnError::refuse)
      throw Error("{}: {}, or set `on_error: skip`", where(file, scanner.line()), reason);
    parsed.skipped.push_back({where(file, scanner.line()), reason});
    parsed.left_out.push_back(scanner.line());
  }
  return parsed;
}

/// All cells, or none and the reason.
bool CsvRows::add_row(const std::vector<std::string_view>& cells, const std::vector<size_t>& wanted, Parsed& parsed,
                      std::string& reason) const {
  for (size_t i = 0; i < wanted.size(); ++i) {
    const size_t c = wanted[i];
    if (is_missing(cells[c])) {
      parsed.columns[c].add_missing();
    } else if (!parsed.columns[c].add(cells[c])) {
      for (size_t before = 0; before < i; ++before) parsed.columns[wanted[before]].drop_last();
      reason = fmt::format("column \"{}\": \"{}\" is not {}; fix the cell, or add the word to `missing`", names_[c],
                           cells[c].substr(0, 60), with_article(settings_.types.at(names_[c])));
      return false;
    }
  }
  return true;
}

}  // namespace plumb
