#include "plumb/task/read_cache.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>

#include "plumb/core/build_id.h"
#include "plumb/core/hash.h"
#include "plumb/core/internal/disk.h"
#include "plumb/core/parallel.h"
#include "plumb/data/table_file.h"
#include "plumb/task/data_section.h"
#include "plumb/task/source_files.h"
#include "plumb/task/table_bytes.h"

namespace plumb {
namespace {

namespace fs = std::filesystem;

constexpr double fewest_bytes = 32 << 20;        // of text: below, parsing takes a fraction of a second
constexpr double most_bytes = 16.0 * (1 << 30);  // of all cached tables
constexpr double most_of_free_disk = 0.5;
constexpr size_t piece = size_t{4} << 20;
constexpr const char* ending = ".table";

/// A hash of the bytes of a file, pieces of it by several threads.
uint64_t hash_file(const Path& path, uint64_t seed) {
  internal::Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file < 0) throw internal::file_trouble("read", path, errno);
  const auto size = static_cast<size_t>(fs::file_size(path));
  std::vector<uint64_t> hashes((size + piece - 1) / piece);
  in_parallel(static_cast<int64_t>(hashes.size()), [&](int64_t i) {
    thread_local std::vector<char> buffer(piece);
    const size_t begin = static_cast<size_t>(i) * piece, wanted = std::min(piece, size - begin);
    size_t done = 0;
    while (done < wanted) {
      const ssize_t n = ::pread(file, buffer.data() + done, wanted - done, static_cast<off_t>(begin + done));
      if (n < 0 && errno == EINTR) continue;
      if (n <= 0) throw internal::file_trouble("read", path, n < 0 ? errno : EIO);
      done += static_cast<size_t>(n);
    }
    hashes[static_cast<size_t>(i)] = hash_bytes(buffer.data(), wanted);
  });
  return hash_bytes(hashes.data(), hashes.size() * sizeof(uint64_t), seed ^ size);
}

/// All that decides what a reader gives, but the bytes: its options and what it is told. Paths do not count.
std::string instructions(const Source& source, const ReadSettings& settings) {
  Entry reader = source.write();
  for (const std::string& name : path_options(std::string(source.name()))) reader.find(source.name())->erase(name);
  std::string text = fmt::format("{} {} {}", build_id(), to_json(reader, -1), name_of(settings.on_error));
  for (const auto& [column, type] : settings.types) text += fmt::format("\n{}\t{}", column, name_of(type));
  for (const std::string& word : settings.missing) text += "\n" + word;
  return text;
}

/// Keeps a table where there is a place for it; says nothing where there is none.
void keep(const Path& folder, const Path& file, const Table& table) {
  std::error_code problem;
  try {
    const double bytes = table_bytes(table);
    make_folder(folder);
    const fs::space_info space = fs::space(folder, problem);
    if (problem || bytes > most_of_free_disk * static_cast<double>(space.available) || bytes > most_bytes) return;
    make_room(folder, bytes, most_bytes);
    write_table(file, table);
  } catch (const Error&) {  // read-only, or filled up by another
    fs::remove(file, problem);
  }
}

}  // namespace

std::optional<Path> cache_folder() {
  const auto value = [](const char* name) {
    const char* text = std::getenv(name);
    return std::string(text ? text : "");
  };
  if (build_id().empty()) return {};  // what another build kept could not be told from what this one would
  if (const std::string own = value("PLUMB_CACHE"); own == "off")
    return {};
  else if (!own.empty())
    return Path(own);
  if (const std::string cache = value("XDG_CACHE_HOME"); !cache.empty()) return Path(cache) / "plumb";
  if (const std::string home = value("HOME"); !home.empty()) return Path(home) / ".cache" / "plumb";
  return {};
}

void make_room(const Path& folder, double more, double most) {
  struct Cached {
    fs::file_time_type used;
    Path path;
    double bytes;
  };
  std::vector<Cached> all;
  double held = more;
  std::error_code problem;
  for (const auto& entry : fs::directory_iterator(folder, problem)) {
    if (entry.path().extension() != ending) continue;
    all.push_back({entry.last_write_time(problem), entry.path(), static_cast<double>(entry.file_size(problem))});
    held += all.back().bytes;
  }
  std::sort(all.begin(), all.end(), [](const Cached& a, const Cached& b) { return a.used < b.used; });
  for (size_t i = 0; i < all.size() && held > most; ++i)
    if (fs::remove(all[i].path, problem)) held -= all[i].bytes;
}

ReadResult read_cached(const Source& source, const ReadSettings& settings) {
  const std::optional<Path> folder = cache_folder();
  if (!folder || !source.lines() || settings.limit >= 0) return source.read(settings);
  const std::vector<Path> files = files_of(source);
  if (bytes_of_files(files) < fewest_bytes) return source.read(settings);

  const std::string told = instructions(source, settings);
  uint64_t hash = hash_bytes(told.data(), told.size());
  for (const Path& file : files) hash = hash_file(file, hash);
  const Path cached = *folder / (hash_text(hash) + ending);
  if (auto table = read_table(cached)) {
    std::error_code problem;
    fs::last_write_time(cached, fs::file_time_type::clock::now(), problem);  // used lately
    return {.table = std::move(*table)};
  }
  ReadResult result = source.read(settings);
  // Rows that were left out are told by file and line, which a cache does not know.
  if (result.skipped.empty() && can_be_filed(result.table)) keep(*folder, cached, result.table);
  return result;
}

}  // namespace plumb
