#include "plumb/task/sample.h"

#include <algorithm>
#include <chrono>
#include <fstream>

#include "plumb/data/gzip.h"
#include "plumb/data/zstd.h"
#include "plumb/task/feeding.h"
#include "plumb/task/pixel_bytes.h"
#include "plumb/task/source_files.h"
#include "plumb/task/streamed.h"
#include "plumb/task/table_bytes.h"

namespace plumb {
namespace {

constexpr int64_t most_rows_read = 200'000;     // of each source whose rows are lines
constexpr double most_bytes_read = 64 << 20;    // of them, about; and a share of `memory_limit`, which holds for a
constexpr double share_of_limit = 1.0 / 16;     // forecast too: text becomes tables, parts of tables and tensors
constexpr double bytes_of_blocks = 32 << 20;    // of text that is in memory while a file is read block by block
constexpr int64_t most_rows_prepared = 50'000;  // of train rows; the others by their share
constexpr int64_t fewest_images_decoded = 32, most_images_decoded = 2'000;
constexpr double share_of_images = 1.0 / 24;  // of `memory_limit`
constexpr size_t head_bytes = 1 << 20;        // that tell how long lines are

struct Lines {
  double bytes = 0, lines = 0;
  bool known = true;  // lines can be told from the first of them
};

/// How many lines the files have, from their sizes and the length of the first lines of each.
Lines lines_of(const std::vector<Source>& sources) {
  Lines all;
  for (const Source& source : sources) {
    if (!source.lines()) return {.known = false};
    for (const Path& file : files_of(source)) {
      std::ifstream in(file, std::ios::binary);
      std::string head(head_bytes, '\0');
      in.read(head.data(), static_cast<std::streamsize>(head.size()));
      head.resize(static_cast<size_t>(in.gcount()));
      const auto ends = static_cast<double>(std::count(head.begin(), head.end(), '\n'));
      if (ends == 0 || is_gzip(head) || is_zstd(head)) return {.known = false};
      std::error_code problem;
      const auto bytes = static_cast<double>(std::filesystem::file_size(file, problem));
      all.bytes += bytes;
      all.lines += bytes / (static_cast<double>(head.rfind('\n') + 1) / ends);
    }
  }
  return all;
}

/// How many rows are read of each source: fewer where they are long.
int64_t most_of(const Lines& lines, const Task& task) {
  double bytes = most_bytes_read;
  if (task.memory_limit) bytes = std::min(bytes, task.memory_limit->bytes * share_of_limit);
  const double fitting = lines.bytes > 0 ? bytes / (lines.bytes / lines.lines) : most_rows_read;
  return std::clamp(static_cast<int64_t>(fitting), int64_t{1000}, most_rows_read);
}

/// What is to be multiplied where only the first `read` rows of these sources were read.
double scale_of(const Lines& lines, const std::vector<Source>& sources, int64_t most, int64_t read) {
  const bool whole = !lines.known || read < most * static_cast<int64_t>(sources.size());
  return read == 0 || whole ? 1 : std::max(1.0, lines.lines / static_cast<double>(read));
}

Dataset thinned(const Dataset& data, double share) {
  std::vector<int64_t> rows;
  for (double row = 0; row < static_cast<double>(data.rows()); row += 1 / share)
    rows.push_back(static_cast<int64_t>(row));
  return data.take(rows);
}

/// How many train rows are prepared: images are decoded, and each is kept about four times as pixels.
int64_t most_prepared(const Task& task, const Table& train) {
  const double pixels = pixel_bytes(task, train);
  if (pixels == 0) return most_rows_prepared;
  if (!task.memory_limit) return most_images_decoded;
  const double fitting = task.memory_limit->bytes * share_of_images / pixels;
  return std::clamp(static_cast<int64_t>(fitting), fewest_images_decoded, most_images_decoded);
}

/// The bytes beside the table while a part is read: its text, blocks of it, or what was unpacked.
double raw_bytes(const Lines& lines, const std::vector<Source>& sources, const Table& table) {
  if (!lines.known) return table_bytes(table);
  const bool blocks = std::all_of(sources.begin(), sources.end(), [](const Source& one) { return one.has_chunks(); });
  return blocks ? std::min(lines.bytes, bytes_of_blocks) : lines.bytes;
}

/// Whether the rows are no lines, so that the first of them do not tell of all, but come in pieces, and are many.
bool are_large_pieces(const Task& task) {
  double bytes = 0;
  for (const Source& source : task.data.train) {
    if (source.lines() || !source.has_chunks()) return false;
    bytes += bytes_of_files(files_of(source));
  }
  const double most = task.memory_limit ? task.memory_limit->bytes * share_of_limit : most_bytes_read;
  return bytes > std::min(most, most_bytes_read) && stream_obstacle(task).empty();
}

/// The samples of a streamed run, which has counted all rows.
TaskSample sample_of_pieces(const Task& task) {
  const auto start = std::chrono::steady_clock::now();
  const StreamedData rows(task, stream_memory(task));
  TaskSample sample{.data = rows.sample()};
  const auto of = [&](RowPart part) { return static_cast<double>(rows.rows(part)); };
  sample.rows = {.train = of(RowPart::train), .valid = of(RowPart::valid), .test = of(RowPart::test)};
  const double looks = 2;
  sample.read_seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count() / looks;
  const auto sampled = static_cast<double>(sample.data.train.rows());
  sample.table_bytes =
      table_bytes(sample.data.train.table) / sampled * (sample.rows.train + sample.rows.valid + sample.rows.test);
  sample.raw_bytes = sample.table_bytes;  // as Arrow holds it
  sample.prepared_scale = sample.rows.train / sampled;
  return sample;
}

}  // namespace

TaskSample sample_task(const Task& task) {
  if (are_large_pieces(task)) {
    try {
      return sample_of_pieces(task);
    } catch (const Error&) {  // pieces too large to stream, say: read as a whole, as a run in memory would
    }
  }
  TaskSample sample;
  const Lines lines = lines_of(task.data.train), test_lines = lines_of(task.data.test);
  const int64_t most_read = most_of(lines, task);
  const bool few = lines.known && lines.lines < 2.0 * static_cast<double>(most_read);
  const int64_t limit = lines.known && !few ? most_read : -1;
  const auto start = std::chrono::steady_clock::now();
  sample.data = read_first_rows(task, limit);
  sample.read_seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();

  TaskData& data = sample.data;
  const bool test_apart = !task.data.test.empty(), valid_apart = !task.data.valid.empty();
  const int64_t read = data.train.rows() + (valid_apart ? 0 : data.valid.rows()) + (test_apart ? 0 : data.test.rows());
  const double scale = limit < 0 ? 1 : scale_of(lines, task.data.train, limit, read);
  const double test_scale = !test_apart ? scale
                            : limit < 0 ? 1
                                        : scale_of(test_lines, task.data.test, limit, data.test.rows());
  const double valid_scale = !valid_apart ? scale
                             : limit < 0
                                 ? 1
                                 : scale_of(lines_of(task.data.valid), task.data.valid, limit, data.valid.rows());
  sample.rows = {.train = static_cast<double>(data.train.rows()) * scale,
                 .valid = static_cast<double>(data.valid.rows()) * valid_scale,
                 .test = static_cast<double>(data.test.rows()) * test_scale,
                 .estimated = scale > 1 || test_scale > 1 || valid_scale > 1};
  sample.read_seconds *= scale;
  sample.table_bytes = table_bytes(data.train.table) * scale + table_bytes(data.valid.table) * valid_scale +
                       table_bytes(data.test.table) * test_scale;
  sample.raw_bytes = std::max(raw_bytes(lines, task.data.train, data.train.table),
                              test_apart ? raw_bytes(test_lines, task.data.test, data.test.table) : 0);

  const auto most = static_cast<double>(most_prepared(task, data.train.table));
  const double share = std::min(1.0, most / static_cast<double>(data.train.rows()));
  if (share < 1) {
    data.train = thinned(data.train, share);
    if (data.valid.rows() > 0) data.valid = thinned(data.valid, share);
  }
  data.whole = {};
  sample.prepared_scale = sample.rows.train / static_cast<double>(data.train.rows());
  return sample;
}

}  // namespace plumb
