#include "plumb/data/csv.h"

#include <algorithm>
#include <mutex>
#include <set>

#include "plumb/core/files.h"
#include "plumb/core/parallel.h"
#include "plumb/core/parse.h"
#include "plumb/core/progress.h"
#include "plumb/data/csv_chunks.h"
#include "plumb/data/csv_dialect.h"
#include "plumb/data/csv_rows.h"
#include "plumb/data/gzip.h"
#include "plumb/data/image_cells.h"

namespace plumb {
namespace {

[[maybe_unused]] const bool registered = add_source<Csv>();

/// One reading of one or several files into one table: threads take a block each, and what they found is put together
/// in the order of the file.
class Reading {
 public:
  Reading(const Csv& options, const ReadSettings& settings) : settings_(settings), rows_(options, settings) {}

  ReadResult read() {
    if (settings_.limit < 0)
      read_blocks();
    else
      read_first_rows();
    int64_t rows = 0;
    for (Piece& piece : pieces_) {
      rows += piece.parsed.rows;
      result_.skipped.insert(result_.skipped.end(), piece.parsed.skipped.begin(), piece.parsed.skipped.end());
    }
    if (rows == 0 && settings_.limit != 0)
      throw Error("{}: no rows{}", rows_.first_file(),
                  result_.skipped.empty() ? " below the header" : " that can be read");
    columns_.resize(rows_.names().size());
    join_columns(rows, {});
    for (size_t c = 0; c < columns_.size(); ++c)
      if (columns_[c].again()) again_.push_back(c);
    if (!again_.empty()) read_again(rows);
    std::vector<Column> finished(columns_.size());
    in_parallel(static_cast<int64_t>(columns_.size()),
                [&](int64_t c) { finished[static_cast<size_t>(c)] = columns_[static_cast<size_t>(c)].finish(); });
    for (size_t c = 0; c < finished.size(); ++c) result_.table.set(rows_.names()[c], std::move(finished[c]));
    for (const auto& [name, type] : settings_.types)
      if (type == ColumnType::image && result_.table.has(name)) read_images(name);
    return std::move(result_);
  }

 private:
  struct Piece {
    CsvRows::Block block;
    CsvRows::Parsed parsed;
  };

  void read_blocks() {
    Progress progress("reading " + rows_.first_file(), rows_.bytes(), "B");
    std::mutex mutex;
    bool more = true;
    in_parallel(parallel_threads(), [&](int64_t) {
      std::string buffer;
      while (true) {
        CsvRows::Block block;
        size_t number = 0;
        {
          const std::lock_guard lock(mutex);
          more = more && rows_.next(block, buffer);
          if (!more) return;
          number = pieces_.size();
          pieces_.push_back({block, {}});
          progress.advance(static_cast<int64_t>(block.place.size));
        }
        std::optional<CsvRows::Parsed> parsed;
        try {
          parsed = rows_.parse(block, buffer, {.taken = true});
        } catch (const Error&) {
          const std::lock_guard lock(mutex);
          more = false;
          if (!problem_ || number < problem_->first) problem_.emplace(number, std::current_exception());
          return;
        }
        const std::lock_guard lock(mutex);
        pieces_[number].parsed = std::move(*parsed);
      }
    });
    if (problem_) std::rethrow_exception(problem_->second);
  }

  void read_first_rows() {
    std::string buffer;
    int64_t rows = 0;
    for (CsvRows::Block block; (pieces_.empty() || rows < settings_.limit) && rows_.next(block, buffer);) {
      pieces_.push_back({block, rows_.parse(block, buffer, {.most = settings_.limit - rows, .taken = true})});
      rows += pieces_.back().parsed.rows;
    }
  }

  /// Cells that are words after all, though numbers stood above them.
  void read_again(int64_t rows) {
    in_parallel(static_cast<int64_t>(pieces_.size()), [&](int64_t i) {
      Piece& piece = pieces_[static_cast<size_t>(i)];
      std::string buffer;
      const std::vector<int64_t> left_out = std::move(piece.parsed.left_out);
      piece.parsed =
          rows_.parse(piece.block, buffer, {.again = again_, .left_out = &left_out, .most = piece.parsed.rows});
    });
    join_columns(rows, again_);
  }

  /// Puts the pieces of each column together and lets go of them; only these columns, or all.
  void join_columns(int64_t rows, const std::vector<size_t>& some) {
    in_parallel(static_cast<int64_t>(some.empty() ? columns_.size() : some.size()), [&](int64_t i) {
      const size_t c = some.empty() ? static_cast<size_t>(i) : some[static_cast<size_t>(i)];
      columns_[c] = std::move(pieces_.front().parsed.columns[c]);
      if (pieces_.size() > 1) columns_[c].reserve(rows);
      for (size_t p = 1; p < pieces_.size(); ++p) {
        columns_[c].append(std::move(pieces_[p].parsed.columns[c]));
        pieces_[p].parsed.columns[c] = ColumnBuilder();
      }
    });
  }

  void read_images(const std::string& column) {
    ImageCells cells = read_image_cells(column, result_.table.at(column), rows_.first_file(), settings_.on_error);
    result_.table = result_.table.take(cells.rows);
    result_.table.set(column, std::move(cells.images));
    result_.skipped.insert(result_.skipped.end(), cells.skipped.begin(), cells.skipped.end());
  }

  const ReadSettings& settings_;
  CsvRows rows_;
  std::vector<Piece> pieces_;
  std::optional<std::pair<size_t, std::exception_ptr>> problem_;  // of the first block that has one
  std::vector<ColumnBuilder> columns_;
  std::vector<size_t> again_;
  ReadResult result_;
};

}  // namespace

void Csv::check(Problems& problems) const {
  if (path.empty()) problems.add("path", "needs a file, e.g. `path: data.csv`");
  if (separator.size() != 1 && separator != "auto" && separator != "tab" && separator != "whitespace")
    problems.add("separator", fmt::format("must be one character, tab, whitespace or auto, got \"{}\"", separator));
  if (quote.size() > 1)
    problems.add("quote", fmt::format("must be one character, or \"\" for none, got \"{}\"", quote));
}

CsvDialect Csv::dialect(std::string_view text) const {
  CsvDialect dialect{.quote = quote.empty() ? '\0' : quote.front(), .comment = comment};
  if (separator == "auto")
    dialect.separator = guess_separator(text, dialect, skip_rows);
  else
    dialect.separator = separator == "tab" ? '\t' : separator == "whitespace" ? ' ' : separator.front();
  return dialect;
}

ReadResult Csv::read(const ReadSettings& settings) const { return Reading(*this, settings).read(); }

std::shared_ptr<const Chunks> Csv::chunks(const ReadSettings& settings) const { return csv_chunks(*this, settings); }

bool Csv::recognises(const std::string& path) {
  static const std::set<std::string> endings{".csv", ".tsv", ".tab", ".txt", ".data", ".test", ".dat"};
  return endings.contains(ending_inside(path));
}

Csv Csv::from_path(const std::string& path) { return {.path = {path}}; }

}  // namespace plumb
