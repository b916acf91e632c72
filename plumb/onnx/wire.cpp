#include "plumb/onnx/wire.h"

namespace plumb::onnx::wire {

std::string_view Reader::take(uint64_t size) {
  require(size <= in_.size(), "{}: not a whole ONNX file: {} bytes were announced, {} are left; fetch it again", file_,
          size, in_.size());
  const std::string_view taken = in_.substr(0, size);
  in_.remove_prefix(size);
  return taken;
}

uint64_t Reader::varint() {
  uint64_t value = 0;
  for (int shift = 0; shift < 64; shift += 7) {
    const auto byte = static_cast<uint8_t>(take(1)[0]);
    value |= static_cast<uint64_t>(byte & 0x7F) << shift;
    if (byte < 0x80) return value;
  }
  throw Error("{}: not an ONNX file: a number is longer than 64 bits", file_);
}

float Reader::fixed32() {
  float value = 0;
  std::memcpy(&value, take(sizeof value).data(), sizeof value);
  return value;
}

bool Reader::next() {
  if (in_.empty()) return false;
  const uint64_t key = varint();
  field_ = static_cast<int>(key >> 3 & 0xFFFFFFF);
  kind_ = static_cast<Kind>(key & 7);
  switch (kind_) {
    case Kind::varint:
      varint_ = varint();
      return true;
    case Kind::fixed64:
      value_ = take(8);
      return true;
    case Kind::bytes:
      value_ = take(varint());
      return true;
    case Kind::fixed32:
      value_ = take(4);
      return true;
  }
  throw Error("{}: not an ONNX file: field {} has the unknown kind {}", file_, field_, key & 7);
}

void Reader::expect(Kind kind) const {
  require(kind_ == kind, "{}: not an ONNX file: field {} is of kind {}, expected {}", file_, field_,
          static_cast<int>(kind_), static_cast<int>(kind));
}

int64_t Reader::number() {
  expect(Kind::varint);
  return static_cast<int64_t>(varint_);
}

float Reader::real() {
  expect(Kind::fixed32);
  float value = 0;
  std::memcpy(&value, value_.data(), sizeof value);
  return value;
}

std::string_view Reader::bytes() {
  expect(Kind::bytes);
  return value_;
}

}  // namespace plumb::onnx::wire
