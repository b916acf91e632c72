#include "plumb/task/file_rows.h"

#include <filesystem>

#include "plumb/task/source_files.h"
#include "plumb/task/task_data.h"

namespace plumb {
namespace {

namespace fs = std::filesystem;

constexpr double large = 128 << 20;  // bytes of text or encoded images, which are several times as many in memory

TargetType type_of(const TrainedTarget& trained) {
  const TargetSpec& target = trained.spec;
  if (trained.anomaly) return TargetType::anomaly;
  return target.is_number()                 ? TargetType::number
         : target.is_set()                  ? TargetType::set
         : target.choice == Choice::ordered ? TargetType::ordinal
                                            : TargetType::category;
}

struct FileReading {
  Source source;
  Reading reading = {};
  std::map<std::string, ColumnType> types = {};
};

FileReading reading_of(const Trained& trained, const std::string& path, bool with_targets, const std::string& labels) {
  Reading reading{.id = trained.id, .missing = trained.missing};
  for (const TrainedTarget& target : trained.targets)
    reading.targets.push_back({.column = target.spec.name,
                               .type = type_of(target),
                               .labels = target.anomaly.value_or(target.spec.labels),
                               .separator = target.spec.separator,
                               .columns = target.columns,
                               .transform = target.transform,
                               .class_of = target.class_of});
  auto types = trained.types();
  for (const TrainedTarget& target : trained.targets)
    if (!target.spec.is_number() && target.columns.empty()) types[target.spec.name] = ColumnType::category;
  std::error_code problem;
  require(is_pattern(path) || fs::exists(path, problem), "{} is not there", path);
  return {source_like(trained.reader, path, with_targets, labels), std::move(reading), std::move(types)};
}

}  // namespace

Dataset rows_of_file(const Trained& trained, const std::string& path, bool with_targets, const std::string& labels) {
  const FileReading how = reading_of(trained, path, with_targets, labels);
  return read({how.source}, how.reading, how.types, with_targets);
}

void each_piece_of_file(const Trained& trained, const std::string& path, bool with_targets, const std::string& labels,
                        const std::function<void(const Dataset& rows)>& use) {
  const FileReading how = reading_of(trained, path, with_targets, labels);
  ReadSettings settings = settings_of(how.reading);
  settings.types = how.types;
  const auto chunks = how.source.has_chunks() && bytes_of_files(files_of(how.source)) >= large
                          ? how.source.chunks(settings)
                          : std::shared_ptr<const Chunks>();
  if (!chunks) return use(read({how.source}, how.reading, how.types, with_targets));
  for (int64_t i = 0; i < chunks->count(); ++i) use(dataset_of(chunks->read(i), how.reading, with_targets));
}

}  // namespace plumb
