#include "plumb/data/jsonl_rows.h"

#include <algorithm>

#include "plumb/core/files.h"
#include "plumb/core/hash.h"
#include "plumb/core/parallel.h"

namespace plumb {
namespace {

bool is_missing(const Entry& cell, const ReadSettings& settings) {
  if (cell.is_null() || cell.word().empty()) return true;
  return std::find(settings.missing.begin(), settings.missing.end(), cell.word()) != settings.missing.end();
}

/// A line as an object of scalars; an Error says what else it is.
Entry object_of(std::string_view text, const std::string& where) {
  Entry object = parse_json(text, where);
  require(object.is_map(), "{}: needs an object, e.g. {{\"age\": 38}}, got {}", where, shown(object));
  for (const Entry::Field& field : object.fields())
    require(field.value.is_scalar() || field.value.is_null(), "{}: \"{}\" holds {}; one value is wanted", where,
            field.name, shown(field.value));
  return object;
}

void fill_up(ColumnBuilder& cells, int64_t rows) {
  while (cells.size() < rows) cells.add_missing();
}

/// All cells, or none and an Error.
void add_row(JsonlColumns& columns, const Entry& object, const std::string& where,
             const std::vector<std::string>& as_words, const ReadSettings& settings) {
  for (const Entry::Field& field : object.fields()) {
    if (!as_words.empty() && std::find(as_words.begin(), as_words.end(), field.name) == as_words.end()) continue;
    ColumnBuilder& cells = columns.of(field.name, settings);
    if (cells.size() > columns.rows) continue;  // a name that comes twice: the first counts
    if (is_missing(field.value, settings))
      cells.add_missing();
    else if (!cells.add(field.value.word())) {
      for (ColumnBuilder& before : columns.cells)
        if (before.size() > columns.rows) before.drop_last();
      throw Error("{}: column \"{}\": {} is not {}; fix the cell, or add the word to `missing`", where, field.name,
                  shown(field.value), with_article(settings.types.at(field.name)));
    }
  }
  columns.end_row();
}

}  // namespace

ColumnBuilder& JsonlColumns::of(const std::string& name, const ReadSettings& settings) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found != names.end()) return cells[static_cast<size_t>(found - names.begin())];
  const auto told = settings.types.find(name);
  names.push_back(name);
  cells.emplace_back(told == settings.types.end() ? std::nullopt : std::optional(told->second));
  if (as_words) cells.back().restart();
  fill_up(cells.back(), rows);
  return cells.back();
}

void JsonlColumns::end_row() {
  ++rows;
  for (ColumnBuilder& column : cells) fill_up(column, rows);
}

void JsonlColumns::append(JsonlColumns&& later, const ReadSettings& settings) {
  for (const std::string& name : later.names) of(name, settings);
  for (size_t c = 0; c < names.size(); ++c) {
    const auto found = std::find(later.names.begin(), later.names.end(), names[c]);
    if (found != later.names.end())
      cells[c].append(std::move(later.cells[static_cast<size_t>(found - later.names.begin())]));
    else
      fill_up(cells[c], rows + later.rows);
  }
  rows += later.rows;
}

void JsonlColumns::forget() {
  for (ColumnBuilder& column : cells) column.forget();
}

std::vector<std::string> JsonlColumns::again() const {
  std::vector<std::string> some;
  for (size_t c = 0; c < names.size(); ++c)
    if (cells[c].again()) some.push_back(names[c]);
  return some;
}

JsonlRows::JsonlRows(const Jsonl& options, const ReadSettings& settings) : settings_(settings) {
  for (const FilePath& pattern : options.path)
    for (const Path& file : glob(pattern)) files_.push_back(std::make_unique<TextBlocks>(file, Encoding::utf_8));
}

bool JsonlRows::on_disk() const {
  return std::all_of(files_.begin(), files_.end(), [](const auto& file) { return file->on_disk(); });
}

int64_t JsonlRows::bytes() const {
  int64_t bytes = 0;
  for (const auto& file : files_) bytes += file->bytes();
  return bytes;
}

bool JsonlRows::next(Block& block, std::string& buffer) {
  const auto all_lines = [](std::string_view lines) { return lines.size(); };
  for (; file_ < files_.size(); ++file_) {
    block.file = file_;
    if (files_[file_]->next(block.place, all_lines, buffer)) return true;
  }
  return false;
}

void JsonlRows::each_block(const std::function<bool(const Block& block, Parsed&& parsed)>& use) {
  const auto most = static_cast<size_t>(parallel_threads());
  std::vector<std::string> buffers(most);
  for (bool more = true; more;) {
    std::vector<Block> blocks;
    for (Block block; blocks.size() < most && (more = next(block, buffers[blocks.size()]));) blocks.push_back(block);
    std::vector<Parsed> parsed(blocks.size());
    in_parallel(static_cast<int64_t>(blocks.size()), [&](int64_t i) {
      const auto at = static_cast<size_t>(i);
      parsed[at] = parse_text(blocks[at], files_[blocks[at].file]->taken(blocks[at].place, buffers[at]), {});
    });
    for (size_t i = 0; i < blocks.size(); ++i)
      if (!use(blocks[i], std::move(parsed[i]))) return;
  }
}

JsonlRows::Parsed JsonlRows::parse(const Block& block, std::string& buffer, const How& how) const {
  return parse_text(block, files_[block.file]->read(block.place, buffer), how);
}

JsonlRows::Parsed JsonlRows::parse_text(const Block& block, std::string_view text, const How& how) const {
  Parsed parsed{.columns = {.as_words = !how.as_words.empty()}, .hash = hash_bytes(text.data(), text.size())};
  int64_t number = block.place.line;
  for (size_t at = 0; at < text.size(); ++number) {
    const size_t end = std::min(text.find('\n', at), text.size());
    const std::string_view line = text.substr(at, end - at);
    at = end + 1;
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    if (how.left_out && std::binary_search(how.left_out->begin(), how.left_out->end(), number)) continue;
    const std::string where = fmt::format("{}:{}", files_[block.file]->name(), number);
    try {
      add_row(parsed.columns, object_of(line, where), where, how.as_words, settings_);
    } catch (const Error& error) {
      if (settings_.on_error == OnError::refuse) throw;
      parsed.skipped.push_back({where, error.what()});
      parsed.left_out.push_back(number);
    }
  }
  return parsed;
}

}  // namespace plumb
