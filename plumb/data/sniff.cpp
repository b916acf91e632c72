#include "plumb/data/sniff.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "plumb/core/files.h"
#include "plumb/core/parse.h"
#include "plumb/data/csv.h"
#include "plumb/data/database_url.h"

namespace plumb {
namespace {

constexpr int64_t fewest_rows_for_ids = 20, most_whole_number_classes = 20;

Entry reader(const std::string& name, Entry options) {
  Entry entry = Entry::map();
  entry.set(name, std::move(options));
  return entry;
}

bool has_part_of_name(const std::string& name, const std::set<std::string>& wanted) {
  std::string word;
  for (const char c : name + "_") {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    const bool hump = c >= 'A' && c <= 'Z' && !word.empty() && word.back() >= 'a';  // PassengerId
    if (!letter || hump) {
      if (wanted.contains(lower(word))) return true;
      word.clear();
    }
    if (letter) word += c;
  }
  return false;
}

bool counts_up(const Column& column) {
  for (int64_t row = 1; row < column.size(); ++row)
    if (column.number(row) != column.number(row - 1) + 1) return false;
  return true;
}

void judge(Sniffed::Finding& finding, const Column& column) {
  const ColumnProfile& p = finding.profile;
  const auto say = [&](Use use, std::string reason) {
    finding.use = use;
    finding.reason = std::move(reason);
  };
  if (column.type() == ColumnType::image || column.type() == ColumnType::list) return;
  const int64_t present = p.rows - p.missing;
  if (present == 0) return say(Use::constant, "has no cell");
  if (p.distinct == 1 && p.missing == 0) return say(Use::constant, "has the same cell in every row");
  const bool all_differ = p.distinct == present && p.missing == 0 && p.rows >= fewest_rows_for_ids;
  if (column.type() == ColumnType::integer && all_differ &&
      (has_part_of_name(p.name, {"id", "pid", "key", "uid", "uuid", "index", "no", "nr", "number", "row", "order"}) ||
       counts_up(column)))
    return say(Use::id, "a whole number of its own in every row");
  if (column.type() != ColumnType::text) return;
  const double words = mean_words(column);
  if (words >= words_of_prose) return say(Use::input, fmt::format("{} different texts", p.distinct));
  if (words >= words_of_names)
    return say(Use::names, fmt::format("{} different short texts; words that many of them have are read (common_words)",
                                       p.distinct));
  say(Use::id, all_differ ? "a word of its own in every row"
                          : fmt::format("{} different words in {} cells", p.distinct, present));
}

std::string guessed_target(const Table& table) {
  for (const char* wanted : {"target", "label", "class", "y", "outcome", "income", "survived", "response"})
    for (const std::string& name : table.names())
      if (lower(name) == wanted) return name;
  return table.names().back();
}

void judge_target(Sniffed& seen, const Table& table) {
  const Column& column = table.at(seen.target);
  const auto& found = *std::find_if(seen.columns.begin(), seen.columns.end(),
                                    [&](const auto& c) { return c.profile.name == seen.target; });
  if (column.type() == ColumnType::image || column.type() == ColumnType::date_time || column.type() == ColumnType::list)
    throw Error("the target \"{}\" is of type {}, and a target is a category or a number; choose another column",
                seen.target, name_of(column.type()));
  if (found.profile.distinct < 2)
    throw Error("the target \"{}\" has the same cell in every row; choose another column", seen.target);
  const bool few = found.profile.distinct <= most_whole_number_classes;
  if (column.type() == ColumnType::number || (column.type() == ColumnType::integer && !few)) {
    seen.target_type = ColumnType::number;
    return;
  }
  const Column classes = *column.as(ColumnType::category);
  std::vector<int64_t> counts(classes.words().size());
  for (const int32_t code : classes.codes())
    if (code >= 0) ++counts[static_cast<size_t>(code)];
  for (size_t i = 0; i < counts.size(); ++i) seen.classes.emplace_back(classes.words()[i], counts[i]);
}

}  // namespace

Sniffed sniff(const std::string& path, const SniffOptions& options) {
  const bool file = scheme_of(path).empty();
  if (file) glob(path);
  Sniffed seen;
  Table table;
  if (file) seen.sources = parts_at(path);
  if (seen.sources.empty() && file && Csv::recognises(path)) {
    CsvFindings csv = sniff_csv(path, options);
    csv.options.set("path", Entry::text(path));
    seen.sources = {{"", csv.options.fields().size() == 1 ? Entry::text(path) : reader("csv", csv.options)}};
    seen.notes = std::move(csv.notes);
    table = std::move(csv.table);
  }
  if (seen.sources.empty()) seen.sources = {{"", Entry::text(path)}};
  if (table.names().empty()) {
    const Entry& first = seen.sources.front().reader;
    const Source source = first.is_scalar() ? source_of(first.word()) : registry<Source>().make(first);
    table = source.read({}).table;
  }
  seen.rows = table.rows();
  if (!options.target.empty()) table.at(options.target);  // says it where it is not there
  seen.target = options.target.empty() ? guessed_target(table) : options.target;
  for (size_t c = 0; c < table.names().size(); ++c) {
    Sniffed::Finding finding{.profile = profile(table.names()[c], table.at(c))};
    if (finding.profile.name == seen.target)
      finding.use = Use::target;
    else if (finding.profile.name == "file" && table.has("image"))
      finding.use = Use::file;
    else
      judge(finding, table.at(c));
    seen.columns.push_back(std::move(finding));
  }
  judge_target(seen, table);
  return seen;
}

}  // namespace plumb
