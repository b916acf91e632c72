#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace plumb {

/// Where something stands in a file, for messages: `task.yaml:7:12`. Line and column count from 1; 0: unknown.
struct Mark {
  std::shared_ptr<const std::string> file = {};
  int line = 0;
  int column = 0;
  std::string text() const;
};

/// A tree of described data: what a YAML or JSON file says, and what options and states are written to.
///
///     Entry e = Entry::map();
///     e.set("rate", Entry::number(0.2));
///     to_json(e);                      // {"rate": 0.2}
///
/// Numbers keep their text, so that a double survives writing and reading to the last bit.
class Entry {
 public:
  enum class Kind { null, boolean, number, text, list, map };
  struct Field;

  Entry();
  Entry(const Entry&);
  Entry(Entry&&) noexcept;
  Entry& operator=(const Entry&);
  Entry& operator=(Entry&&) noexcept;
  ~Entry();
  static Entry boolean(bool value);
  static Entry number(double value);
  static Entry number(int64_t value);
  static Entry text(std::string value);
  static Entry list(std::vector<Entry> items = {});
  static Entry map();
  /// A plain scalar as YAML writes it: null, true, 12, 1e-3 or text. `quoted` scalars are always text.
  static Entry scalar(std::string word, bool quoted);

  Kind kind() const { return kind_; }
  bool is_null() const { return kind_ == Kind::null; }
  bool is_scalar() const { return kind_ == Kind::boolean || kind_ == Kind::number || kind_ == Kind::text; }
  bool is_list() const { return kind_ == Kind::list; }
  bool is_map() const { return kind_ == Kind::map; }

  /// The scalar as it was written ("0.20", "true", "adam"); empty for the others.
  const std::string& word() const { return word_; }
  bool as_bool() const { return word_ == "true"; }
  double as_double() const;

  const std::vector<Entry>& items() const { return items_; }
  std::vector<Entry>& items() { return items_; }
  void push(Entry item) { items_.push_back(std::move(item)); }

  /// Fields of a map, in the order in which they were written.
  const std::vector<Field>& fields() const { return fields_; }
  const Entry* find(std::string_view name) const;  // null if absent
  Entry* find(std::string_view name);
  const Entry& at(std::string_view name) const;  // throws Error if absent
  void set(std::string_view name, Entry value);  // replaces or appends
  void append(Field field);                      // with the mark of its name; the name must be new
  void erase(std::string_view name);

  Mark mark = {};
  bool operator==(const Entry& other) const;  // marks do not count

 private:
  Kind kind_ = Kind::null;
  std::string word_;
  std::vector<Entry> items_;
  std::vector<Field> fields_;
};

struct Entry::Field {
  std::string name;
  Entry value;
  Mark mark = {};  // of the name
};

/// Reads JSON. A mistake is an Error that names `file`, line and column.
Entry parse_json(std::string_view json, const std::string& file);
/// Writes JSON; `indent` < 0 writes one line. Short lists of scalars stay on one line.
std::string to_json(const Entry& entry, int indent = 2);
/// Writes YAML in block style, scalars quoted only where they must be.
std::string to_yaml(const Entry& entry);

/// The shortest text that reads back to the same number ("0.1", "1e-07", "nan", "inf").
std::string shortest(double value);
std::string shortest(float value);

}  // namespace plumb
