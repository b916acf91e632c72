#include "plumb/core/safetensors.h"

#include <algorithm>
#include <cstring>
#include <vector>

#include "plumb/core/entry.h"
#include "plumb/core/error.h"

namespace plumb {
namespace {

struct Word {
  Type type;
  const char* text;
};
constexpr Word words[] = {{Type::f32, "F32"}, {Type::f64, "F64"}, {Type::bf16, "BF16"}, {Type::u8, "U8"},
                          {Type::s8, "I8"},   {Type::s32, "I32"}, {Type::s64, "I64"},   {Type::boolean, "BOOL"}};

int64_t whole(const Entry& entry, const std::string& file, const std::string& name) {
  const double value = entry.kind() == Entry::Kind::number ? entry.as_double() : -1;
  if (!(value >= 0 && value < 1e15 && value == static_cast<double>(static_cast<int64_t>(value))))
    throw Error("{}: tensor \"{}\" has a size or an offset that is none; the file is damaged", file, name);
  return static_cast<int64_t>(value);
}

TensorBytes tensor_of(const std::string& name, const Entry& header, std::string_view data, const std::string& file) {
  TensorBytes tensor{.shape = {}};
  const Entry *dtype = header.find("dtype"), *shape = header.find("shape"), *offsets = header.find("data_offsets");
  if (!dtype || !shape || !offsets)
    throw Error("{}: tensor \"{}\" is not described by dtype, shape and data_offsets; the file is damaged", file, name);
  const std::string& word = dtype->word();
  const auto* known = std::find_if(std::begin(words), std::end(words), [&](const Word& w) { return word == w.text; });
  if (known == std::end(words)) throw Error("{}: tensor \"{}\" has type {}, which is not read here", file, name, word);
  tensor.type = known->type;
  double elements = 1, sizes = 1;  // cannot overflow; the second one where a size is 0, too
  for (const Entry& size : shape->items()) {
    tensor.shape.push_back(whole(size, file, name));
    elements *= static_cast<double>(tensor.shape.back());
    sizes *= static_cast<double>(std::max<int64_t>(tensor.shape.back(), 1));
  }
  if (sizes > 1e15) throw Error("{}: tensor \"{}\" of shape {} is none; the file is damaged", file, name, tensor.shape);
  if (offsets->items().size() != 2) throw Error("{}: tensor \"{}\" lacks its two offsets", file, name);
  const int64_t begin = whole(offsets->items()[0], file, name), end = whole(offsets->items()[1], file, name);
  if (begin > end || end > static_cast<int64_t>(data.size()))
    throw Error("{}: tensor \"{}\" ends beyond the file; it was cut off", file, name);
  if (elements * static_cast<double>(size_of(tensor.type)) != static_cast<double>(end - begin))
    throw Error("{}: tensor \"{}\" of shape {} does not fit its {} bytes", file, name, tensor.shape, end - begin);
  tensor.bytes = std::as_bytes(std::span(data)).subspan(static_cast<size_t>(begin), static_cast<size_t>(end - begin));
  return tensor;
}

/// The length and the JSON, padded so that the tensors begin on 8 bytes.
std::string header_of(const std::map<std::string, TensorBytes>& tensors, const Metadata& metadata) {
  Entry header = Entry::map();
  if (!metadata.empty()) {
    Entry texts = Entry::map();
    for (const auto& [name, text] : metadata) texts.set(name, Entry::text(text));
    header.set("__metadata__", texts);
  }
  int64_t offset = 0;
  for (const auto& [name, tensor] : tensors) {
    Entry entry = Entry::map(), shape = Entry::list();
    const auto* word =
        std::find_if(std::begin(words), std::end(words), [&](const Word& w) { return tensor.type == w.type; });
    for (const int64_t size : tensor.shape) shape.push(Entry::number(size));
    const auto end = offset + static_cast<int64_t>(tensor.bytes.size());
    entry.set("dtype", Entry::text(word->text));
    entry.set("shape", shape);
    entry.set("data_offsets", Entry::list({Entry::number(offset), Entry::number(end)}));
    header.set(name, entry);
    offset = end;
  }
  std::string json = to_json(header, -1);
  json.append((8 - json.size() % 8) % 8, ' ');
  std::string content(8, '\0');
  const uint64_t length = json.size();
  std::memcpy(content.data(), &length, 8);
  return content + json;
}

}  // namespace

std::string to_safetensors(const std::map<std::string, TensorBytes>& tensors, const Metadata& metadata) {
  std::string content = header_of(tensors, metadata);
  for (const auto& [name, tensor] : tensors)
    content.append(reinterpret_cast<const char*>(tensor.bytes.data()), tensor.bytes.size());
  return content;
}

void write_safetensors(const Path& file, const std::map<std::string, TensorBytes>& tensors, const Metadata& metadata) {
  write_file(file, [&](std::ostream& out) {
    out << header_of(tensors, metadata);
    for (const auto& [name, tensor] : tensors)
      out.write(reinterpret_cast<const char*>(tensor.bytes.data()), static_cast<std::streamsize>(tensor.bytes.size()));
  });
}

namespace {

/// No byte belongs to two tensors.
void check_overlaps(const Safetensors& tensors, const std::string& file) {
  std::vector<std::pair<const std::byte*, size_t>> parts;
  for (const auto& [name, tensor] : tensors.tensors)
    if (!tensor.bytes.empty()) parts.emplace_back(tensor.bytes.data(), tensor.bytes.size());
  std::sort(parts.begin(), parts.end());
  for (size_t i = 1; i < parts.size(); ++i)
    if (parts[i - 1].first + parts[i - 1].second > parts[i].first)
      throw Error("{}: two tensors share bytes; the file is damaged", file);
}

}  // namespace

// The views stay right when the result is moved: a string longer than a few bytes keeps its memory.
Safetensors parse_safetensors(std::string content, const std::string& file) {
  Safetensors result;
  result.content = std::move(content);
  uint64_t length = 0;
  if (result.content.size() >= 8) std::memcpy(&length, result.content.data(), 8);
  if (result.content.size() < 10 || length > result.content.size() - 8)
    throw Error("{}: is no safetensors file, or was cut off", file);
  const std::string_view all = result.content;
  const Entry header = parse_json(all.substr(8, length), file);
  const std::string_view data = all.substr(8 + length);
  for (const Entry::Field& field : header.fields()) {
    if (field.name == "__metadata__")
      for (const Entry::Field& text : field.value.fields()) result.metadata[text.name] = text.value.word();
    else
      result.tensors.emplace(field.name, tensor_of(field.name, field.value, data, file));
  }
  check_overlaps(result, file);
  return result;
}

}  // namespace plumb
