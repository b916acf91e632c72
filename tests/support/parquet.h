#pragma once

#include <cstdint>
#include <cstring>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

/// The least of Parquet that readers take: required numbers and words, in row groups of one plain page a column
/// (https://parquet.apache.org/docs/file-format; its structs are Thrift's, in the compact protocol).
namespace plumb::testing {

class ParquetWriter {
 public:
  /// Names of the columns of numbers, and of those of words behind them.
  ParquetWriter(std::ostream& out, std::vector<std::string> numbers, std::vector<std::string> words)
      : out_(out), numbers_(std::move(numbers)), words_(std::move(words)), pages_(numbers_.size() + words_.size()) {
    write("PAR1");
  }
  void number(size_t column, double value) { pages_[column] += bytes_of(value); }
  void word(size_t column, std::string_view value) {
    std::string& page = pages_[numbers_.size() + column];
    page += bytes_of(static_cast<uint32_t>(value.size()));
    page += value;
  }
  /// The cells so far are a row group.
  void end_group(int64_t rows) {
    std::string chunks;
    int64_t bytes = 0;
    for (size_t i = 0; i < pages_.size(); ++i) {
      const int64_t begin = at_;
      Struct values, page, about, chunk;
      values.integer(1, rows).integer(2, plain).integer(3, levels).integer(4, levels);
      page.integer(1, 0).integer(2, size(pages_[i])).integer(3, size(pages_[i])).structure(5, values);
      write(page.end());
      write(pages_[i]);
      pages_[i].clear();
      about.integer(1, type_of(i)).list(2, integer_type, 1, zigzag(plain)).list(3, text_type, 1, text(name(i)));
      about.integer(4, 0).integer(5, rows, true).integer(6, at_ - begin, true).integer(7, at_ - begin, true);
      about.integer(9, begin, true);
      chunks += chunk.integer(2, begin, true).structure(3, about).end();
      bytes += at_ - begin;
    }
    Struct group;
    group.list(1, struct_type, pages_.size(), chunks).integer(2, bytes, true).integer(3, rows, true);
    groups_ += group.end();
    ++group_count_;
    rows_ += rows;
  }
  void end() {
    Struct root, file;
    std::string schema = root.text_field(4, "rows").integer(5, static_cast<int64_t>(pages_.size())).end();
    for (size_t i = 0; i < pages_.size(); ++i) {
      Struct column;
      column.integer(1, type_of(i)).integer(3, 0).text_field(4, name(i));
      if (i >= numbers_.size()) column.integer(6, 0);  // UTF-8
      schema += column.end();
    }
    file.integer(1, 1).list(2, struct_type, pages_.size() + 1, schema).integer(3, rows_, true);
    const std::string footer = file.list(4, struct_type, group_count_, groups_).end();
    write(footer);
    write(bytes_of(static_cast<uint32_t>(footer.size())));
    write("PAR1");
  }

 private:
  static constexpr int plain = 0, levels = 3;                                                            // encodings
  static constexpr int integer_type = 5, long_type = 6, text_type = 8, list_type = 9, struct_type = 12;  // of Thrift

  template <class T>
  static std::string bytes_of(T value) {
    std::string bytes(sizeof value, '\0');
    std::memcpy(bytes.data(), &value, sizeof value);
    return bytes;
  }
  static std::string varint(uint64_t value) {
    std::string bytes;
    for (; value >= 128; value >>= 7) bytes += static_cast<char>(value | 128);
    return bytes + static_cast<char>(value);
  }
  static std::string zigzag(int64_t value) { return varint(static_cast<uint64_t>(value) << 1); }  // none is below zero
  static std::string text(std::string_view value) { return varint(value.size()) + std::string(value); }
  static int64_t size(const std::string& page) { return static_cast<int64_t>(page.size()); }

  /// Fields in the order of their numbers.
  class Struct {
   public:
    Struct& integer(int field, int64_t value, bool is_long = false) {
      return add(field, is_long ? long_type : integer_type, zigzag(value));
    }
    Struct& text_field(int field, std::string_view value) { return add(field, text_type, text(value)); }
    Struct& structure(int field, const Struct& value) { return add(field, struct_type, value.end()); }
    Struct& list(int field, int type, size_t count, const std::string& items) {
      const bool few = count < 15;
      const std::string head(1, static_cast<char>((few ? count : 15) << 4 | static_cast<unsigned>(type)));
      return add(field, list_type, head + (few ? "" : varint(count)) + items);
    }
    std::string end() const { return bytes_ + '\0'; }

   private:
    Struct& add(int field, int type, const std::string& value) {
      bytes_ += static_cast<char>((field - last_) << 4 | type);
      bytes_ += value;
      last_ = field;
      return *this;
    }
    std::string bytes_ = {};
    int last_ = 0;
  };

  int type_of(size_t column) const { return column < numbers_.size() ? 5 : 6; }  // double, bytes
  const std::string& name(size_t column) const {
    return column < numbers_.size() ? numbers_[column] : words_[column - numbers_.size()];
  }
  void write(std::string_view bytes) {
    out_.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    at_ += static_cast<int64_t>(bytes.size());
  }

  std::ostream& out_;
  const std::vector<std::string> numbers_, words_;
  std::vector<std::string> pages_;
  std::string groups_ = {};
  size_t group_count_ = 0;
  int64_t at_ = 0, rows_ = 0;
};

}  // namespace plumb::testing
