#include "plumb/core/build_id.h"

#include <elf.h>
#include <fmt/core.h>
#include <link.h>

#include <cstring>

namespace plumb {
namespace {

/// The build ID among the notes of a segment, as digits; "" where there is none.
std::string id_in(const char* notes, size_t size) {
  const auto padded = [](size_t bytes) { return (bytes + 3) / 4 * 4; };
  for (size_t at = 0; at + sizeof(ElfW(Nhdr)) <= size;) {
    ElfW(Nhdr) note;
    std::memcpy(&note, notes + at, sizeof note);
    const char* name = notes + at + sizeof note;
    const char* content = name + padded(note.n_namesz);
    if (note.n_type == NT_GNU_BUILD_ID && note.n_namesz == 4 && std::memcmp(name, "GNU", 4) == 0) {
      std::string digits;
      for (size_t i = 0; i < note.n_descsz; ++i)
        digits += fmt::format("{:02x}", static_cast<unsigned char>(content[i]));
      return digits;
    }
    at += sizeof note + padded(note.n_namesz) + padded(note.n_descsz);
  }
  return "";
}

/// Of the object that holds this function: the program, or a library that it was linked into.
int look_at(dl_phdr_info* object, size_t, void* found) {
  const auto here = reinterpret_cast<uintptr_t>(&look_at);
  const auto begin_of = [&](const ElfW(Phdr) & segment) { return object->dlpi_addr + segment.p_vaddr; };
  bool holds_this = false;
  for (int i = 0; i < object->dlpi_phnum; ++i) {
    const ElfW(Phdr)& segment = object->dlpi_phdr[i];
    const uintptr_t begin = begin_of(segment);
    holds_this |= segment.p_type == PT_LOAD && here >= begin && here < begin + segment.p_memsz;
  }
  if (!holds_this) return 0;
  auto& id = *static_cast<std::string*>(found);
  for (int i = 0; i < object->dlpi_phnum && id.empty(); ++i) {
    const ElfW(Phdr)& segment = object->dlpi_phdr[i];
    if (segment.p_type != PT_NOTE) continue;
    const auto* notes = reinterpret_cast<const char*>(begin_of(segment));  // NOLINT(performance-no-int-to-ptr)
    id = id_in(notes, segment.p_filesz);
  }
  return 1;
}

}  // namespace

const std::string& build_id() {
  static const std::string id = [] {
    std::string found;
    dl_iterate_phdr(look_at, &found);
    return found;
  }();
  return id;
}

}  // namespace plumb
