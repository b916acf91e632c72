#include "plumb/data/file_chunks.h"

#include <mutex>
#include <optional>

#include "plumb/core/hash.h"
#include "plumb/core/parallel.h"
#include "plumb/core/table_hash.h"

namespace plumb {
namespace {

constexpr int64_t most_rows = 64;
constexpr uint64_t most_bytes = 2 << 20;

class FileChunks final : public Chunks {
 public:
  explicit FileChunks(FileRows rows) : rows_(std::move(rows)) {
    uint64_t here = 0;
    const auto all = static_cast<int64_t>(rows_.bytes.size());
    for (int64_t row = 0; row < all; ++row) {
      const uint64_t more = rows_.bytes[static_cast<size_t>(row)];
      if (first_.empty() || row - first_.back() == most_rows || here + more > most_bytes) {
        first_.push_back(row);
        here = 0;
      }
      here += more;
    }
    hashes_.resize(first_.size());
    first_.push_back(all);
  }

  int64_t count() const override { return static_cast<int64_t>(hashes_.size()); }
  int64_t rows(int64_t chunk) const override { return end(chunk) - begin(chunk); }
  std::vector<Skipped> skipped() const override { return rows_.skipped; }

  Table read(int64_t chunk) const override {
    Table table = rows_.load(begin(chunk), end(chunk));
    const uint64_t hash = hash_table(table);
    const std::lock_guard lock(mutex_);
    std::optional<uint64_t>& known = hashes_[static_cast<size_t>(chunk)];
    require(!known || *known == hash,
            "{}: its images have changed since they were first read; leave files alone while they are used",
            rows_.name);
    known = hash;
    return table;
  }

  uint64_t fingerprint() const override {
    in_parallel(count(), [&](int64_t chunk) {
      if (!hash_of(chunk)) read(chunk);
    });
    uint64_t all = 0;
    for (int64_t chunk = 0; chunk < count(); ++chunk) {
      const uint64_t here = *hash_of(chunk);
      all = hash_bytes(&here, sizeof here, all);
    }
    return all;
  }

 private:
  int64_t begin(int64_t chunk) const { return first_[static_cast<size_t>(chunk)]; }
  int64_t end(int64_t chunk) const { return first_[static_cast<size_t>(chunk) + 1]; }
  std::optional<uint64_t> hash_of(int64_t chunk) const {
    const std::lock_guard lock(mutex_);
    return hashes_[static_cast<size_t>(chunk)];
  }

  FileRows rows_;
  std::vector<int64_t> first_;  // row of each chunk; one more at the end
  mutable std::mutex mutex_;
  mutable std::vector<std::optional<uint64_t>> hashes_;  // of chunks that were read
};

}  // namespace

std::shared_ptr<const Chunks> file_chunks(FileRows rows) { return std::make_shared<FileChunks>(std::move(rows)); }

}  // namespace plumb
