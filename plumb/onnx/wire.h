#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "plumb/core/error.h"

/// Protocol Buffers' encoding, as far as ONNX files need it: https://protobuf.dev/programming-guides/encoding.
/// A message is a row of fields; a field is a key (number << 3 | kind) and a varint, 4 or 8 bytes, or a length and
/// bytes.
namespace plumb::onnx::wire {

enum class Kind : uint8_t { varint = 0, fixed64 = 1, bytes = 2, fixed32 = 5 };

/// Writes one message.
///
///     Writer dim;
///     dim.number(1, 28);                  // field 1: a varint
///     Writer shape;
///     shape.message(1, dim);              // field 1: an embedded message
class Writer {
 public:
  void number(int field, int64_t value) {
    key(field, Kind::varint);
    varint(static_cast<uint64_t>(value));
  }
  void real(int field, float value) {
    key(field, Kind::fixed32);
    out_.append(reinterpret_cast<const char*>(&value), sizeof value);
  }
  void bytes(int field, std::string_view value) {
    key(field, Kind::bytes);
    varint(value.size());
    out_ += value;
  }
  void message(int field, const Writer& message) { bytes(field, message.out_); }
  const std::string& result() const { return out_; }

 private:
  void key(int field, Kind kind) { varint(static_cast<uint64_t>(field) << 3 | static_cast<uint64_t>(kind)); }
  void varint(uint64_t value) {
    for (; value >= 0x80; value >>= 7) out_ += static_cast<char>(value | 0x80);
    out_ += static_cast<char>(value);
  }
  std::string out_;
};

/// Reads one message, field by field; never beyond its end. What is cut off or malformed is an Error that names the
/// file.
///
///     for (Reader in(bytes, file); in.next();)
///       if (in.field() == 1) node.inputs.emplace_back(in.bytes());
///
/// A field that nobody asks for is skipped.
class Reader {
 public:
  Reader(std::string_view in, const std::string& file) : in_(in), file_(file) {}

  bool next();  // to the next field; false at the end
  int field() const { return field_; }
  Kind kind() const { return kind_; }
  int64_t number();          // of a varint
  float real();              // of 4 bytes
  std::string_view bytes();  // of bytes
  Reader message() { return {bytes(), file_}; }
  const std::string& file() const { return file_; }

  /// Calls `add` with each number of a repeated field, packed or not.
  template <class Add>
  void numbers(Add add) {
    if (kind_ != Kind::bytes) return add(number());
    for (Reader packed(bytes(), file_); !packed.in_.empty();) add(static_cast<int64_t>(packed.varint()));
  }
  template <class Add>
  void reals(Add add) {
    if (kind_ != Kind::bytes) return add(real());
    for (Reader packed(bytes(), file_); !packed.in_.empty();) add(packed.fixed32());
  }

 private:
  uint64_t varint();
  float fixed32();
  std::string_view take(uint64_t size);
  void expect(Kind kind) const;

  std::string_view in_, value_;
  const std::string& file_;
  int field_ = 0;
  Kind kind_ = Kind::varint;
  uint64_t varint_ = 0;
};

}  // namespace plumb::onnx::wire
