#include "plumb/data/arff.h"

#include <algorithm>
#include <memory>
#include <set>

#include "plumb/core/parse.h"
#include "plumb/core/suggest.h"
#include "plumb/data/gzip.h"
#include "plumb/data/text_input.h"
#include "plumb/data/typed_cells.h"

namespace plumb {
namespace {

[[maybe_unused]] const bool registered = add_source<Arff>();

/// Takes one word off a line: up to one of `ends`, or in quotes, where a backslash makes any letter plain. False where
/// a quote never closes. `quoted`: so that '?' is a word and ? is missing.
bool take_word(std::string_view& line, std::string_view ends, std::string& word, bool& quoted) {
  line = trimmed(line);
  word.clear();
  quoted = !line.empty() && (line[0] == '\'' || line[0] == '"');
  if (!quoted) {
    const size_t end = std::min(line.find_first_of(ends), line.size());
    word = trimmed(line.substr(0, end));
    line.remove_prefix(end);
    return true;
  }
  const char quote = line[0];
  size_t at = 1;
  for (; at < line.size() && line[at] != quote; ++at) {
    if (line[at] == '\\' && at + 1 < line.size()) ++at;
    word += line[at];
  }
  if (at >= line.size()) return false;
  line = trimmed(line.substr(at + 1));
  return true;
}

struct Attribute {
  enum class Kind { number, nominal, truth, words, date } kind = Kind::number;
  std::string name = {};
  std::set<std::string> words = {};  // of a nominal one
};

/// The cells of one attribute as a column.
class Cells {
 public:
  Cells(const Attribute& attribute, const std::vector<std::string>& missing)
      : builder_(attribute.kind == Attribute::Kind::date      ? std::optional(ColumnType::date_time)
                 : attribute.kind == Attribute::Kind::nominal ? std::optional(ColumnType::category)
                 : attribute.kind == Attribute::Kind::truth   ? std::optional(ColumnType::boolean)
                                                              : std::nullopt),
        words_(missing),
        kind_(attribute.kind) {}

  void add(const std::optional<std::string>& cell) {
    if (kind_ == Attribute::Kind::words) return cell ? words_.add(*cell) : words_.add_missing();
    if (!cell) return builder_.add_missing();
    // Spelled anew, since "007" is a number here, and would be a code in a CSV file.
    const auto whole = kind_ == Attribute::Kind::number ? parse_integer(*cell) : std::nullopt;
    builder_.add(whole ? std::to_string(*whole) : *cell);
  }
  Column finish() { return kind_ == Attribute::Kind::words ? words_.finish() : builder_.finish(); }

 private:
  ColumnBuilder builder_;
  WordColumn words_;
  Attribute::Kind kind_;
};

class Reading {
 public:
  Reading(const Path& file, const ReadSettings& settings, std::vector<Skipped>& skipped)
      : name_(file.string()), settings_(settings), skipped_(skipped), text_(read_text(file)) {}

  Table read() {
    std::string_view line;
    while (!in_data_ && next(line)) header(line);
    require(in_data_, "{}: has no @data; is it an ARFF file?", name_);
    if (attributes_.empty()) fail("no @attribute stands before @data");
    for (const Attribute& attribute : attributes_) columns_.emplace_back(attribute, settings_.missing);
    while ((settings_.limit < 0 || rows_ < settings_.limit) && next(line)) try {
        row(line);
      } catch (const Error& error) {
        if (settings_.on_error == OnError::refuse) throw Error("{}, or set `on_error: skip`", error.what());
        skipped_.push_back({where(), error.what()});
      }
    Table table;
    for (size_t i = 0; i < columns_.size(); ++i) table.set(attributes_[i].name, columns_[i].finish());
    return table;
  }

 private:
  std::string where() const { return fmt::format("{}:{}", name_, number_); }
  template <class... Args>
  [[noreturn]] void fail(fmt::format_string<Args...> pattern, Args&&... args) const {
    throw Error("{}: {}", where(), fmt::format(pattern, std::forward<Args>(args)...));
  }

  /// The next line that is neither blank nor a comment.
  bool next(std::string_view& line) {
    while (at_ < text_.size()) {
      const size_t end = std::min(text_.find('\n', at_), text_.size());
      line = trimmed(std::string_view(text_).substr(at_, end - at_));
      at_ = end + 1;
      ++number_;
      if (!line.empty() && line[0] != '%') return true;
    }
    return false;
  }

  void header(std::string_view line) {
    std::string word;
    bool quoted = false;
    take_word(line, " \t", word, quoted);
    const std::string tag = lower(word);
    if (tag == "@data") {
      in_data_ = true;
    } else if (tag == "@attribute") {
      attribute(line);
    } else if (tag != "@relation") {
      fail("\"{}\" is none of @relation, @attribute and @data{}", word.substr(0, 60),
           did_you_mean(tag, {"@relation", "@attribute", "@data"}));
    }
  }

  void attribute(std::string_view line) {
    Attribute attribute;
    bool quoted = false;
    if (!take_word(line, " \t{", attribute.name, quoted)) fail("a quote opens here and never closes");
    for (const Attribute& other : attributes_)
      if (other.name == attribute.name) fail("two attributes are called \"{}\"; rename one", attribute.name);
    line = trimmed(line);
    const std::string type = lower(line.substr(0, line.find_first_of(" \t{")));
    if (line.starts_with('{')) {
      attribute.kind = Attribute::Kind::nominal;
      words(line.substr(1), attribute);
      if (attribute.words == std::set<std::string>{"false", "true"}) attribute.kind = Attribute::Kind::truth;
    } else if (type == "string") {
      attribute.kind = Attribute::Kind::words;
    } else if (type == "date") {
      attribute.kind = Attribute::Kind::date;
    } else if (type != "numeric" && type != "real" && type != "integer") {
      fail("attribute \"{}\" is of type \"{}\"; there are numeric, real, integer, string, date and {{words}}",
           attribute.name, type.substr(0, 60));
    }
    attributes_.push_back(std::move(attribute));
  }

  void words(std::string_view line, Attribute& attribute) const {
    std::string word;
    bool quoted = false;
    while (true) {
      if (!take_word(line, ",}", word, quoted)) fail("a quote opens here and never closes");
      if (!word.empty()) attribute.words.insert(word);
      if (line.empty()) fail("the words of \"{}\" do not end with }}", attribute.name);
      if (line[0] == '}') return;
      if (line[0] != ',') fail("text follows the closing quote of a word of \"{}\"", attribute.name);
      line.remove_prefix(1);
    }
  }

  void row(std::string_view line) {
    if (line.starts_with('{')) fail("a sparse row; save the file dense (Weka's filter SparseToNonSparse)");
    std::vector<std::optional<std::string>> cells;
    std::string word;
    bool quoted = false;
    while (true) {
      if (!take_word(line, ",\t", word, quoted)) fail("a quote opens here and never closes; close it");
      const bool gap = !quoted && (word == "?" || word.empty());
      const bool marked =
          std::find(settings_.missing.begin(), settings_.missing.end(), word) != settings_.missing.end();
      cells.push_back(gap || marked ? std::nullopt : std::optional(word));
      if (line.empty()) break;
      if (line[0] != ',' && line[0] != '\t') fail("text follows a closing quote; write \\' for a quote inside a word");
      line.remove_prefix(1);
    }
    if (cells.size() != attributes_.size())
      fail("{} cells, but there are {} attributes; fix the row", cells.size(), attributes_.size());
    for (size_t i = 0; i < cells.size(); ++i)
      if (cells[i]) check(attributes_[i], *cells[i]);
    for (size_t i = 0; i < cells.size(); ++i) columns_[i].add(cells[i]);
    ++rows_;
  }

  void check(const Attribute& attribute, const std::string& cell) const {
    const std::string shown = cell.substr(0, 60);
    if (attribute.kind == Attribute::Kind::number && !parse_number(cell))
      fail("attribute \"{}\": \"{}\" is not a number; fix the cell", attribute.name, shown);
    if (attribute.kind == Attribute::Kind::date && !parse_date_time(cell))
      fail("attribute \"{}\": \"{}\" is not a date; write e.g. 2021-03-04 05:06:07", attribute.name, shown);
    if (!attribute.words.empty() && !attribute.words.contains(cell))
      fail("attribute \"{}\": \"{}\" is not one of its words{}; fix the cell", attribute.name, shown,
           did_you_mean(cell, {attribute.words.begin(), attribute.words.end()}));
  }

  std::string name_;
  const ReadSettings& settings_;
  std::vector<Skipped>& skipped_;
  std::string text_;
  size_t at_ = 0;
  int64_t number_ = 0, rows_ = 0;
  bool in_data_ = false;
  std::vector<Attribute> attributes_;
  std::vector<Cells> columns_;
};

}  // namespace

ReadResult Arff::read(const ReadSettings& settings) const {
  std::vector<Skipped> skipped;
  ReadResult result = read_files(path, settings, [&skipped](const Path& file, const ReadSettings& told) {
    return Reading(file, told, skipped).read();
  });
  result.skipped.insert(result.skipped.begin(), skipped.begin(), skipped.end());
  return result;
}

bool Arff::recognises(const std::string& path) { return ending_inside(path) == ".arff"; }

}  // namespace plumb
