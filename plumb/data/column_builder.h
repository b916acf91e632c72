#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "plumb/core/column.h"

namespace plumb {

/// Makes a typed column from cells of text, one after the other. Without a given type it is inferred from all cells:
///
///   integer     every cell is a whole number; one with a leading zero ("007") is a code, so a word
///   number      every cell is a number
///   boolean     every cell is true or false
///   date_time   every cell is one of the dates that `parse_date_time` reads
///   category    other words, at most `most_words` distinct ones, and either few of them or each twice on average
///   text        the rest
///
/// A given type holds for every cell, but for one thing: whole numbers become numbers where a later file has 2.5, since
/// a type that came from the train rows must not make served rows fail.
///
/// Cells that turn out to be words after numbers were seen need their text again: `again()` then says so, and the
/// caller goes over the rows once more (which happens when a column starts with numbers).
class ColumnBuilder {
 public:
  static constexpr size_t most_words = 1000, few_words = 20;

  explicit ColumnBuilder(std::optional<ColumnType> type = {});

  void add_missing();
  /// False where the cell is not of the given type; nothing was added then.
  bool add(std::string_view cell);
  void drop_last();  // of a row whose later cell is refused

  /// The cells of a later piece of the same column behind these, as if they had been added one by one.
  void append(ColumnBuilder&& later);
  /// Lets go of the cells; what they say of the type stays. For columns that are only looked at.
  void forget();
  void reserve(int64_t cells);
  /// What `finish` will give.
  ColumnType type() const;
  /// Whether it gives text, whatever cells follow.
  bool is_text() const { return kind_ == Kind::text; }

  bool again() const { return again_; }
  void restart();  // as words, before the second time over the rows
  int64_t size() const { return size_; }
  Column finish();

 private:
  enum class Kind { unknown, integer, number, boolean, date_time, words, text };
  void begin(std::string_view cell);
  bool add_typed(std::string_view cell);
  void add_word(std::string_view cell);
  void add_text(std::string_view cell);
  void words_to_text();
  void integers_to_numbers();
  void begin_with_gaps(Kind kind, size_t gaps);
  bool mostly_different_words() const;

  struct Hash {
    using is_transparent = void;
    size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };

  std::optional<ColumnType> given_;
  Kind kind_ = Kind::unknown;
  bool again_ = false, forgets_ = false;
  int64_t size_ = 0, missing_ = 0;
  std::vector<double> numbers_;
  std::vector<int64_t> integers_;  // date_time too
  std::vector<uint8_t> bytes_;     // boolean, text
  std::vector<int64_t> offsets_{0};
  std::vector<int32_t> codes_;
  std::vector<std::string> words_;
  std::unordered_map<std::string, int32_t, Hash, std::equal_to<>> code_of_;
  std::vector<bool> valid_;
};

/// Notes the type that a look at all rows found. Of images only their paths were looked at.
void settle_type(const std::string& column, ColumnType found, std::map<std::string, ColumnType>& types);

/// The type's name in a message: "a number", "a date".
std::string with_article(ColumnType type);

}  // namespace plumb
