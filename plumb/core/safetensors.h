#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>

#include "plumb/core/files.h"
#include "plumb/core/shape.h"

namespace plumb {

/// Named tensors in one file, in the safetensors format (https://github.com/huggingface/safetensors): eight bytes of
/// length, a JSON header, then the tensors' bytes, little endian. Other tools read it; ours reads theirs.
struct TensorBytes {
  Shape shape;
  Type type = Type::f32;
  std::span<const std::byte> bytes = {};
};
using Metadata = std::map<std::string, std::string>;

std::string to_safetensors(const std::map<std::string, TensorBytes>& tensors, const Metadata& metadata = {});

/// What a file holds; the tensors are views into `content`, so it does not copy.
struct Safetensors {
  std::string content;
  std::map<std::string, TensorBytes> tensors;
  Metadata metadata;
  Safetensors() = default;
  Safetensors(Safetensors&&) = default;
  Safetensors& operator=(Safetensors&&) = default;
};

/// Checks everything that a damaged or hostile file could say wrongly; an Error names `file` and what is wrong.
Safetensors parse_safetensors(std::string content, const std::string& file);
inline Safetensors read_safetensors(const Path& file) { return parse_safetensors(read_file(file), file.string()); }
/// Atomically, tensor by tensor: the file is never held in memory.
void write_safetensors(const Path& file, const std::map<std::string, TensorBytes>& tensors,
                       const Metadata& metadata = {});

}  // namespace plumb
