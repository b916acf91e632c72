// How a text file is written: what its bytes are, what stands between cells, which words mean that nothing is there.
#include <algorithm>
#include <map>
#include <set>

#include "plumb/core/files.h"
#include "plumb/core/parse.h"
#include "plumb/data/csv.h"
#include "plumb/data/csv_dialect.h"
#include "plumb/data/sniff.h"

namespace plumb {
namespace {

using Rows = std::vector<std::vector<std::string>>;

/// Words that mean missing wherever they stand, and words that do so only among numbers (elsewhere they may be a
/// class).
const std::set<std::string> always_missing{"?", "na", "n/a", "#n/a", "nan", "null", "unknown", "(null)", "<na>"};
const std::set<std::string> missing_among_numbers{"-", "--", ".", "none", "missing", "nil", "undefined", "*"};

size_t commonest_width(const Rows& rows) {
  std::map<size_t, size_t> count;
  for (const auto& row : rows) ++count[row.size()];
  const auto most = [](const auto& a, const auto& b) { return a.second < b.second; };
  return count.empty() ? 0 : std::max_element(count.begin(), count.end(), most)->first;
}

/// Rows of another width than most: what a wrong guess shows in.
size_t odd_rows(const Rows& rows) {
  const size_t width = commonest_width(rows);
  return static_cast<size_t>(
      std::count_if(rows.begin(), rows.end(), [&](const auto& row) { return row.size() != width; }));
}

/// A first line that is neither a row nor a header: "150,4,setosa,versicolor,virginica" above numbers.
bool first_row_is_alien(const Rows& rows) {
  if (rows.size() < 3) return false;
  bool number = false, word_above_numbers = false;
  for (size_t c = 0; c < rows[0].size(); ++c) {
    const bool is_number = parse_number(rows[0][c]).has_value();
    number = number || is_number;
    bool numbers = true;
    for (size_t r = 1; r < rows.size() && numbers; ++r)
      numbers = c < rows[r].size() && parse_number(rows[r][c]).has_value();
    word_above_numbers = word_above_numbers || (!is_number && !rows[0][c].empty() && numbers);
  }
  return (number && word_above_numbers) || (rows[0].size() != rows[1].size() && odd_rows(rows) == 1);
}

class Look {
 public:
  Look(const std::string& path, const SniffOptions& given) : given_(given) {
    csv_.path = {path};
    csv_.columns = given.columns;
    csv_.missing = given.missing;
  }

  CsvFindings look() {
    const std::string text = read_in_its_encoding();
    find_comment(text);
    find_quote(text);
    find_first_line(text);
    find_separator(text);
    if (!given_.columns.empty()) put("columns", given_.columns);
    CsvFindings& found = found_;
    found.table = read();
    if (given_.missing.empty()) find_missing_words();
    if (!csv_.missing.empty()) put("missing", csv_.missing);
    return std::move(found);
  }

 private:
  std::string read_in_its_encoding() {
    const std::string path = glob(csv_.path.front()).front().string();  // of several files, the first tells for all
    try {
      return read_text(path);
    } catch (const Error& error) {
      if (std::string(error.what()).find("is not UTF-8") == std::string::npos) throw;
    }
    csv_.encoding = Encoding::latin1;
    put("encoding", Encoding::latin1);
    note("the file is not UTF-8; it is read as latin1");
    return read_text(path, Encoding::latin1);
  }

  /// Lines at the top that begin with a mark, while the others do not.
  void find_comment(const std::string& text) {
    for (const std::string mark : {"#", "%", "|", "//", "@"}) {
      if (!text.starts_with(mark)) continue;
      size_t at = 0, marked = 0, lines = 0;
      for (; at < text.size() && lines < 200; at = text.find('\n', at) + 1, ++lines)
        marked += std::string_view(text).substr(at).starts_with(mark);
      if (marked * 2 >= lines) return;
      csv_.comment = mark;
      put("comment", mark);
      note(fmt::format("lines that begin with {} are comments", mark));
    }
  }

  void find_quote(const std::string& text) {
    const auto odd = [&](const std::string& quote) {
      Csv trial = csv_;
      trial.quote = quote;
      const CsvDialect dialect = trial.dialect(text);
      const Rows rows = first_rows(text, dialect, 0);
      const size_t lines = static_cast<size_t>(std::count(
          text.begin(), text.begin() + static_cast<std::ptrdiff_t>(std::min<size_t>(text.size(), 1u << 18)), '\n'));
      return std::pair(odd_rows(rows), std::min<size_t>(lines, 1000) - std::min(rows.size(), lines));
    };
    const auto [ragged, lost] = odd("\"");
    if (ragged + lost == 0) return;
    const auto [ragged_without, lost_without] = odd("");
    if (ragged_without > ragged || ragged_without + lost_without >= ragged + lost || ragged_without != 0) return;
    csv_.quote = "";
    put("quote", "");
    note("quotes are letters like others: taken for marks around cells, they would join lines");
  }

  void find_first_line(const std::string& text) {
    if (!first_row_is_alien(first_rows(text, csv_.dialect(text), 0))) return;
    csv_.skip_rows = 1;
    put("skip_rows", int64_t{1});
    note("the first line is neither a row nor a header; it is left out");
  }

  void find_separator(const std::string& text) {
    const CsvDialect dialect = csv_.dialect(text);
    const std::string word = dialect.separator == '\t'  ? "tab"
                             : dialect.separator == ' ' ? "whitespace"
                                                        : std::string(1, dialect.separator);
    if (word != ",") {
      csv_.separator = word;
      put("separator", word);
    }
    const bool header = guess_header(first_rows(text, dialect, csv_.skip_rows), !csv_.columns.empty());
    csv_.header = header ? Header::yes : Header::no;
    if (!header) {
      put("header", Header::no);
      if (given_.columns.empty()) note("the file has no header; name its columns with `columns`");
    }
  }

  /// Broken rows do not keep a user from a first task: they are left out here, and the run says how many there are.
  Table read() {
    const ReadResult result = csv_.read({.on_error = OnError::skip});
    if (!result.skipped.empty() && !said_broken_) {
      said_broken_ = true;
      note(fmt::format("{} rows cannot be read, the first is {}: {}", result.skipped.size(), result.skipped[0].where,
                       result.skipped[0].reason));
    }
    return result.table;
  }

  void find_missing_words() {
    std::map<std::string, std::vector<std::string>> columns_of;  // by the word as it is written
    for (size_t c = 0; c < found_.table.names().size(); ++c) {
      const Column& column = found_.table.at(c);
      if (column.type() != ColumnType::category && column.type() != ColumnType::text) continue;
      std::set<std::string> candidates;
      bool others = false, numbers = true;
      for (int64_t row = 0; row < column.size(); ++row) {
        if (column.missing(row)) continue;
        const std::string word = lower(column.text(row));
        if (always_missing.contains(word) || missing_among_numbers.contains(word)) {
          candidates.emplace(column.text(row));
          continue;
        }
        others = true;
        numbers = numbers && parse_number(column.text(row)).has_value();
      }
      for (const std::string& word : candidates)
        if (others && (numbers || always_missing.contains(lower(word))))
          columns_of[word].push_back(found_.table.names()[c]);
    }
    if (columns_of.empty()) return;
    for (const auto& [word, columns] : columns_of) {
      csv_.missing.push_back(word);
      const size_t shown = std::min<size_t>(columns.size(), 5);
      note(fmt::format("\"{}\" means a missing cell in {}{}", word,
                       join({columns.begin(), columns.begin() + static_cast<std::ptrdiff_t>(shown)}),
                       shown < columns.size() ? fmt::format(" and {} more", columns.size() - shown) : ""));
    }
    found_.table = read();
  }

  template <class T>
  void put(std::string_view option, const T& value) {
    if constexpr (std::is_convertible_v<T, std::string>)
      found_.options.set(option, Entry::text(value));
    else
      found_.options.set(option, Form<T>::write(value));
  }
  void note(std::string sentence) { found_.notes.push_back(std::move(sentence)); }

  const SniffOptions& given_;
  Csv csv_;
  CsvFindings found_;
  bool said_broken_ = false;
};

}  // namespace

CsvFindings sniff_csv(const std::string& path, const SniffOptions& options) { return Look(path, options).look(); }

}  // namespace plumb
