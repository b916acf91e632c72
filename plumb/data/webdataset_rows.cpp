#include "plumb/data/webdataset_rows.h"

#include <algorithm>
#include <map>

#include "plumb/core/parallel.h"
#include "plumb/core/suggest.h"
#include "plumb/data/encoded_images.h"
#include "plumb/data/image_codec.h"
#include "plumb/data/leave_out_broken.h"
#include "plumb/data/text_input.h"

namespace plumb {
namespace {

constexpr auto key_column = "key";
constexpr int64_t samples_at_a_time = 512;  // that a thread looks at

std::string where(const WebSample& sample, const WebSample::Member& member) {
  return sample.where() + "." + member.extension;
}

/// A class without the blanks and line feeds around it.
std::string_view label_in(std::string_view text) {
  constexpr auto blanks = " \t\r\n";
  text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
  return text.substr(0, text.find_last_not_of(blanks) + 1);  // npos + 1: nothing is left
}

std::string text_in(const WebSample& sample, const WebSample::Member& member) {
  std::string text = read_part(member.place);
  check_text(text, where(sample, member));
  return text;
}

Entry object_in(const WebSample& sample, const WebSample::Member& member) {
  Entry object = parse_json(read_part(member.place), where(sample, member));
  require(object.is_map(), "{}: needs an object, e.g. {{\"width\": 640}}, got {}", where(sample, member),
          shown(object));
  return object;
}

/// An Error where a member is broken.
void check_members(const WebSample& sample) {
  for (const WebSample::Member& member : sample.members)
    if (member.role.kind == MemberKind::image) {
      const std::string bytes = read_part(member.place);
      decode_image({reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size()}, where(sample, member));
    } else if (member.role.kind == MemberKind::fields) {
      object_in(sample, member);
    } else {
      text_in(sample, member);
    }
}

}  // namespace

WebdatasetRows::WebdatasetRows(std::vector<WebSample> samples, const ReadSettings& settings)
    : samples_(std::move(samples)), settings_(settings) {
  if (settings.on_error == OnError::skip)
    skipped_ = leave_out_broken(
        samples_, "samples", [](const WebSample& sample) { return sample.where(); }, check_members);
  if (settings.limit >= 0) samples_.resize(std::min(samples_.size(), static_cast<size_t>(settings.limit)));
  name_columns();
  settle_fields();
}

std::vector<uint64_t> WebdatasetRows::bytes() const {
  std::vector<uint64_t> bytes;
  for (const WebSample& sample : samples_) bytes.push_back(sample.bytes());
  return bytes;
}

/// The columns that the names of the files tell.
void WebdatasetRows::name_columns() {
  for (const WebSample& sample : samples_)
    for (const WebSample::Member& member : sample.members) {
      const auto& [kind, column] = member.role;
      if (kind == MemberKind::fields) continue;
      std::vector<std::string>& own = kind == MemberKind::image ? images_ : cells_;
      if (contains_word(own, column)) continue;
      require(column != key_column && !contains_word(kind == MemberKind::image ? cells_ : images_, column),
              "{}: there is another column \"{}\" already; list the `members` to read", where(sample, member), column);
      own.push_back(column);
      if (kind != MemberKind::image)
        settings_.types.try_emplace(column, kind == MemberKind::label ? ColumnType::category : ColumnType::text);
    }
}

/// Their columns and types, by the rule of text files, over all samples.
void WebdatasetRows::settle_fields() {
  const JsonlColumns fields = look_at_fields({});
  const std::vector<std::string> again = fields.again();
  const JsonlColumns words = again.empty() ? JsonlColumns{} : look_at_fields(again);
  for (const JsonlColumns* looked : {&fields, &words})  // words settle what numbers could not be
    for (size_t c = 0; c < looked->names.size(); ++c)
      settle_type(looked->names[c], looked->cells[c].type(), settings_.types);
  for (const std::string& name : fields.names)
    if (!contains_word(cells_, name)) cells_.push_back(name);  // a label may be in a .cls here and in a .json there
  settings_.types.try_emplace(key_column, ColumnType::text);
  cells_.emplace_back(key_column);
}

JsonlColumns WebdatasetRows::look_at_fields(const std::vector<std::string>& as_words) const {
  JsonlColumns all{.as_words = !as_words.empty()};
  const int64_t threads = parallel_threads();
  for (int64_t first = 0; first < count(); first += threads * samples_at_a_time) {
    std::vector<JsonlColumns> parts(static_cast<size_t>(threads), JsonlColumns{.as_words = all.as_words});
    in_parallel(threads, [&](int64_t part) {
      JsonlColumns& columns = parts[static_cast<size_t>(part)];
      const int64_t begin = std::min(count(), first + part * samples_at_a_time);
      for (int64_t i = begin; i < std::min(count(), begin + samples_at_a_time); ++i) {
        const WebSample& sample = samples_[static_cast<size_t>(i)];
        for (const WebSample::Member& member : sample.members)
          if (member.role.kind == MemberKind::fields) add_fields(columns, sample, member, as_words);
        columns.end_row();
      }
      columns.forget();
    });
    for (JsonlColumns& columns : parts) all.append(std::move(columns), settings_);
    all.forget();
  }
  return all;
}

/// Values of one word; lists and objects are left out.
void WebdatasetRows::add_fields(JsonlColumns& columns, const WebSample& sample, const WebSample::Member& member,
                                const std::vector<std::string>& only) const {
  const Entry object = object_in(sample, member);
  for (const Entry::Field& field : object.fields()) {
    const std::string column = member.role.column + field.name;
    if (!(field.value.is_scalar() || field.value.is_null()) || !(only.empty() || contains_word(only, column))) continue;
    require(!contains_word(images_, column) && column != key_column,
            "{}: there is another column \"{}\" beside this field; list the `members` to read", where(sample, member),
            column);
    add_cell(columns, column, field.value.word(), where(sample, member));
  }
}

void WebdatasetRows::add_cell(JsonlColumns& columns, const std::string& column, std::string_view word,
                              const std::string& where) const {
  ColumnBuilder& cells = columns.of(column, settings_);
  require(cells.size() == columns.rows, "{}: another file of this sample gives \"{}\" too; list the `members` to read",
          where, column);
  if (word.empty() || std::find(settings_.missing.begin(), settings_.missing.end(), word) != settings_.missing.end())
    cells.add_missing();
  else if (!cells.add(word))
    throw Error("{}: \"{}\" is \"{}\", but the column holds {}", where, column, word.substr(0, 60),
                name_of(settings_.types.at(column)));
}

Table WebdatasetRows::load(int64_t begin, int64_t end) const {
  std::map<std::string, EncodedImages> images;
  JsonlColumns columns;
  for (const std::string& name : cells_) columns.of(name, settings_);
  for (int64_t i = begin; i < end; ++i) {
    const WebSample& sample = samples_[static_cast<size_t>(i)];
    for (const WebSample::Member& member : sample.members) {
      const auto& [kind, column] = member.role;
      if (kind == MemberKind::image)
        images[column].add(read_part(member.place), where(sample, member));
      else if (kind == MemberKind::label)
        add_cell(columns, column, label_in(text_in(sample, member)), where(sample, member));
      else if (kind == MemberKind::text)
        add_cell(columns, column, text_in(sample, member), where(sample, member));
      else
        add_fields(columns, sample, member);
    }
    for (const std::string& name : images_)
      if (EncodedImages& cells = images[name]; cells.size() == i - begin) cells.add_missing(sample.where());
    add_cell(columns, key_column, sample.key, sample.where());
    columns.end_row();
  }
  Table table;
  for (const std::string& name : images_) table.set(name, images[name].finish());
  for (const std::string& name : cells_) table.set(name, columns.of(name, settings_).finish());
  return table;
}

}  // namespace plumb
