#include "plumb/data/parquet_chunks.h"

#include "plumb/core/files.h"
#include "plumb/core/hash.h"
#include "plumb/core/progress.h"
#include "plumb/core/table_hash.h"
#include "plumb/data/arrow_plugin.h"
#include "plumb/data/column_builder.h"
#include "plumb/data/typed_cells.h"

namespace plumb {
namespace {

bool holds_words(const Column& column) {
  return column.type() == ColumnType::text || column.type() == ColumnType::category;
}

class ParquetChunks final : public Chunks {
 public:
  ParquetChunks(const std::vector<FilePath>& path, const ReadSettings& settings) : settings_(settings) {
    int64_t rows = 0;
    for (const FilePath& pattern : path)
      for (const Path& file : glob(pattern)) {
        const std::vector<int64_t> groups = plugin<ArrowPlugin>().parquet_groups(file);
        for (size_t group = 0; group < groups.size(); ++group) {
          if (groups[group] == 0) continue;
          groups_.push_back({file, static_cast<int>(group), groups[group]});
          rows += groups[group];
        }
      }
    require(!groups_.empty(), "{}: holds no rows", std::string(path.front()));
    look(rows);
  }

  int64_t count() const override { return static_cast<int64_t>(groups_.size()); }
  int64_t rows(int64_t chunk) const override { return groups_[static_cast<size_t>(chunk)].rows; }
  uint64_t fingerprint() const override { return fingerprint_; }

  Table read(int64_t chunk) const override {
    const Group& group = groups_[static_cast<size_t>(chunk)];
    Table table = plugin<ArrowPlugin>().read_parquet_group(group.file, group.number, settings_);
    require(table.rows() == group.rows,
            "{}: has changed since it was first read; leave files alone while they are used", group.file.string());
    return as_told(std::move(table), group.file.string(), settings_).table;
  }

 private:
  struct Group {
    Path file = {};
    int number = 0;
    int64_t rows = 0;
  };

  void look(int64_t rows) {
    Progress progress("looking at " + groups_.front().file.string(), rows, "rows");
    std::vector<std::string> names;
    std::map<std::string, ColumnBuilder> words;  // of columns whose type was not told
    std::map<std::string, ColumnType> types;
    for (const Group& group : groups_) {
      const Table table = plugin<ArrowPlugin>().read_parquet_group(group.file, group.number, settings_);
      if (names.empty()) names = table.names();
      for (const std::string& name : names) {
        require(table.has(name),
                "{}: has no column \"{}\", and {} has; files that are read together need the same columns",
                group.file.string(), name, groups_.front().file.string());
        const Column& column = table.at(name);
        types.try_emplace(name, column.type());
        if (holds_words(column) && !settings_.types.contains(name)) look_at_words(column, words[name]);
      }
      const uint64_t here = hash_table(table);
      fingerprint_ = hash_bytes(&here, sizeof here, fingerprint_);
      progress.advance(table.rows());
    }
    for (const auto& [name, type] : types) {
      const auto found = words.find(name);
      settings_.types.try_emplace(name, found == words.end() ? type : found->second.type());
    }
  }

  /// By the rule of text files, over all groups.
  static void look_at_words(const Column& column, ColumnBuilder& all) {
    ColumnBuilder here;
    here.restart();
    for (int64_t row = 0; row < column.size(); ++row)
      if (column.missing(row))
        here.add_missing();
      else
        here.add(column.text(row));
    here.forget();
    all.append(std::move(here));
    all.forget();
  }

  ReadSettings settings_;
  std::vector<Group> groups_;
  uint64_t fingerprint_ = 0;
};

}  // namespace

std::shared_ptr<const Chunks> parquet_chunks(const std::vector<FilePath>& path, const ReadSettings& settings) {
  return std::make_shared<ParquetChunks>(path, settings);
}

}  // namespace plumb
