#include "plumb/data/npz.h"

#include <algorithm>

#include "plumb/core/suggest.h"
#include "plumb/data/image_parts.h"
#include "plumb/data/numpy_array.h"
#include "plumb/data/typed_cells.h"
#include "plumb/data/zip.h"

namespace plumb {
namespace {

[[maybe_unused]] const bool registered = add_source<Npz>();

constexpr size_t largest = size_t{16} << 30;

std::string without_ending(const std::string& name) {
  return name.ends_with(".npy") ? name.substr(0, name.size() - 4) : name;
}

std::string archive_of(const Path& file) {
  std::string content = read_file(file, largest);
  if (!is_zip(content))
    throw Error("{}: is no .npz file, which is a zip archive; save it with numpy.savez", file.string());
  return content;
}

/// The names of the arrays in a file, in its order.
std::vector<std::string> arrays_in(const std::string& path) {
  const std::string content = archive_of(path);
  std::vector<std::string> names;
  for (const ZippedFile& file : files_in_zip(content, path)) names.push_back(without_ending(file.name));
  return names;
}

const ZippedFile& find(const std::vector<ZippedFile>& files, const std::string& array, const std::string& where) {
  std::vector<std::string> known;
  for (const ZippedFile& file : files) {
    if (without_ending(file.name) == array) return file;
    known.push_back(without_ending(file.name));
  }
  const std::string hint = did_you_mean(array, known);
  throw Error("{}: has no array \"{}\"{}", where, array, hint.empty() ? "; there are " + join(known) : hint);
}

/// The columns that are wanted and the arrays that hold them, in the order of the file.
std::vector<std::pair<std::string, std::string>> wanted(const Npz& options, const std::vector<ZippedFile>& files,
                                                        const std::string& where) {
  std::vector<std::pair<std::string, std::string>> columns(options.arrays.begin(), options.arrays.end());
  if (!columns.empty()) {
    const auto place = [&](const std::string& array) {
      return std::find_if(files.begin(), files.end(),
                          [&](const auto& file) { return without_ending(file.name) == array; });
    };
    std::stable_sort(columns.begin(), columns.end(),
                     [&](const auto& a, const auto& b) { return place(a.second) < place(b.second); });
    return columns;
  }
  std::vector<std::string> known;
  for (const ZippedFile& file : files) {
    const std::string array = without_ending(file.name);
    known.push_back(array);
    if (array.starts_with(options.prefix) && array.size() > options.prefix.size())
      columns.emplace_back(array.substr(options.prefix.size()), array);
  }
  if (columns.empty())
    throw Error("{}: no array begins with \"{}\"; there are {}", where, options.prefix,
                known.empty() ? "none" : join(known));
  return columns;
}

}  // namespace

void Npz::check(Problems& problems) const {
  if (!prefix.empty() && !arrays.empty()) problems.add("prefix", "does not go with `arrays`; remove one of them");
}

ReadResult Npz::read(const ReadSettings& settings) const {
  return read_files(path, settings, [this](const Path& file, const ReadSettings& told) {
    const std::string where = file.string(), content = archive_of(file);
    const std::vector<ZippedFile> files = files_in_zip(content, where);
    Table table;
    for (const auto& [column, array] : wanted(*this, files, where)) {
      const std::string bytes = unzip(find(files, array, where), where, largest);
      add_columns(table, column, numpy_array(bytes, where + ": \"" + array + "\""), told.missing);
    }
    return table;
  });
}

bool Npz::recognises(const std::string& path) { return ends_with_one_of(path, {".npz"}); }

/// train_images and test_images in one file: what begins with a part's name belongs to it.
std::vector<SourcePart> Npz::parts_at(const std::string& path) {
  if (!recognises(path) || !std::filesystem::exists(path)) return {};
  std::vector<SourcePart> parts;
  const auto arrays = arrays_in(path);
  for (const char* part : {"train", "valid", "test"})
    for (const std::string& array : arrays) {
      const size_t end = array.find('_');
      if (end == std::string::npos || part_named(array.substr(0, end)) != part) continue;
      Entry options = Entry::map(), reader = Entry::map();
      options.set("path", Entry::text(path));
      options.set("prefix", Entry::text(array.substr(0, end + 1)));
      reader.set(name, std::move(options));
      parts.push_back({part, std::move(reader)});
      break;
    }
  const bool train = parts.size() > 1 && parts.front().part == "train";
  return train ? parts : std::vector<SourcePart>{};
}

}  // namespace plumb
