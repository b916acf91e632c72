#include "plumb/task/streamed.h"

#include <algorithm>
#include <cstring>
#include <mutex>
#include <set>

#include "plumb/core/hash.h"
#include "plumb/core/parallel.h"
#include "plumb/core/progress.h"
#include "plumb/core/table_hash.h"
#include "plumb/core/text_table.h"
#include "plumb/task/answering.h"
#include "plumb/task/row_sample.h"
#include "plumb/task/table_bytes.h"

namespace plumb {
namespace {

// Shares of the memory that a run may take. A window is in memory twice, the one at work and the one that comes next;
// a sample lies beside its prepared rows, which are wider.
constexpr double window_share = 1.0 / 8, sample_share = 1.0 / 48;
constexpr int64_t least_sample = 2'000, most_sample = 200'000;
constexpr int64_t rows_prepared = 8192;  // at a time: prepared rows are wider than raw ones
constexpr size_t most_whole_number_classes = 20, most_classes = 100'000;

/// A source that is read as a whole, as one piece.
class OnePiece final : public Chunks {
 public:
  OnePiece(const Source& source, const ReadSettings& settings) : result_(source.read(settings)) {}
  int64_t count() const override { return 1; }
  Table read(int64_t) const override { return result_.table; }
  uint64_t fingerprint() const override { return hash_table(result_.table); }
  std::vector<Skipped> skipped() const override { return result_.skipped; }

 private:
  ReadResult result_;
};

std::shared_ptr<const Chunks> chunks_of(const Source& source, const ReadSettings& settings) {
  if (auto chunks = source.chunks(settings)) return chunks;
  return std::make_shared<OnePiece>(source, settings);
}

/// What must be known of a target over all rows.
struct TargetFacts {
  std::map<std::string, double> train, others;  // rows of each class
  bool is_class = true;

  void add(const std::map<std::string, double>& more, bool of_train) {
    for (const auto& [word, rows] : more) (of_train ? train : others)[word] += rows;
  }
};

}  // namespace

struct StreamedData::Pieces {
  struct Piece {
    std::shared_ptr<const Chunks> chunks;
    int64_t chunk = 0;
    std::optional<Part> part;  // of a source that is one part; else rows are divided
    int64_t first_row = 0;     // of those that are divided
    std::array<int64_t, 3> rows = {};
  };
  Reading reading;
  Split split;
  uint64_t seed = 0;
  std::vector<Piece> all;
  std::vector<Target> targets;  // with their types and labels
  std::map<std::string, std::vector<double>> counts;
  uint64_t fingerprint = 0;

  Dataset read(const Piece& piece) const {
    Dataset data = dataset_of(piece.chunks->read(piece.chunk), reading);
    data.targets = targets;
    return data;
  }
  std::vector<Part> parts(const Piece& piece, const Dataset& data) const {
    if (piece.part) return std::vector<Part>(static_cast<size_t>(data.rows()), *piece.part);
    return parts_of_piece(data.table, split, seed, piece.first_row);
  }
  /// The rows of one part.
  Dataset part_of(const Piece& piece, Part part) const {
    const Dataset data = read(piece);
    const std::vector<Part> parts = this->parts(piece, data);
    std::vector<int64_t> rows;
    for (int64_t row = 0; row < data.rows(); ++row)
      if (parts[static_cast<size_t>(row)] == part) rows.push_back(row);
    Dataset taken = data.take(rows);
    if (!split.column.empty() && taken.table.has(split.column)) taken.table.erase(split.column);
    return taken;
  }
  int64_t rows(Part part) const {
    int64_t rows = 0;
    for (const Piece& piece : all) rows += piece.rows[static_cast<size_t>(part)];
    return rows;
  }

  void add(const std::vector<Source>& sources, std::optional<Part> part, ReadSettings& settings,
           std::vector<Skipped>& skipped) {
    for (const Source& source : sources) {
      const auto chunks = chunks_of(source, settings);
      const uint64_t here = chunks->fingerprint();
      fingerprint = hash_bytes(&here, sizeof here, fingerprint);
      for (const Skipped& one : chunks->skipped()) skipped.push_back(one);
      for (int64_t chunk = 0; chunk < chunks->count(); ++chunk) all.push_back({chunks, chunk, part});
      if (known_types_) continue;  // the next files have the types of the first
      known_types_ = true;
      const Table first = chunks->read(0);
      for (const std::string& name : first.names()) settings.types[name] = first.at(name).type();
    }
  }

 private:
  bool known_types_ = false;
};

namespace {

/// How many rows of each class are train rows, or others.
std::map<std::string, double> classes_in(const Column& column, const std::vector<Part>& parts, bool of_train) {
  std::map<std::string, double> counts;
  for (int64_t row = 0; row < column.size(); ++row)
    if ((parts[static_cast<size_t>(row)] == Part::train) == of_train) ++counts[column.shown(row)];
  return counts;
}

void need_target_cells(const std::string& name, const Column& column, int64_t first_row) {
  for (int64_t row = 0; row < column.size(); ++row)
    if (column.missing(row))
      throw Error("target \"{}\" is missing in row {}; leave such rows out of the file", name, first_row + row + 1);
}

/// Tensors of several slices behind each other.
TensorRows joined(const std::vector<const TensorRows*>& parts) {
  TensorRows all = *parts.front();
  all.rows = 0;
  for (const TensorRows* part : parts) all.rows += part->rows;
  auto bytes = std::make_shared<std::vector<std::byte>>(all.row_bytes() * static_cast<size_t>(all.rows));
  std::byte* to = bytes->data();
  for (const TensorRows* part : parts) {
    const size_t size = part->row_bytes() * static_cast<size_t>(part->rows);
    if (size > 0) std::memcpy(to, part->data.get(), size);
    to += size;
  }
  all.data = std::shared_ptr<const void>(bytes, bytes->data());
  return all;
}

/// Rows as tensors, prepared some at a time.
TrainRows prepared_in_slices(const Trained& trained, const Dataset& data) {
  std::vector<TrainRows> slices;
  for (int64_t begin = 0; begin < data.rows(); begin += rows_prepared)
    slices.push_back(
        tensors_of(trained, data.with(data.table.slice(begin, std::min(begin + rows_prepared, data.rows())))));
  TrainRows all;
  const auto join = [&](auto member) {
    for (size_t i = 0; i < (slices.front().*member).size(); ++i) {
      std::vector<const TensorRows*> parts;
      for (const TrainRows& slice : slices) parts.push_back(&(slice.*member)[i]);
      (all.*member).push_back(joined(parts));
    }
  };
  join(&TrainRows::inputs);
  join(&TrainRows::targets);
  for (const TrainRows& slice : slices)
    all.weights.insert(all.weights.end(), slice.weights.begin(), slice.weights.end());
  return all;
}

}  // namespace

StreamedData::StreamedData(const Task& task, double memory) : memory_(memory) {
  auto made = std::make_shared<Pieces>();
  Pieces& pieces = *made;
  pieces.reading = reading_of(task);
  pieces.split = task.split;
  pieces.seed = task.seed;
  if (!task.data.valid.empty()) pieces.split.valid = 0;
  if (!task.data.test.empty()) pieces.split.test = 0;
  ReadSettings settings = settings_of(pieces.reading);
  pieces.add(task.data.train, {}, settings, sample_.skipped);
  if (!task.data.valid.empty()) pieces.add(task.data.valid, Part::valid, settings, sample_.skipped);
  if (!task.data.test.empty()) pieces.add(task.data.test, Part::test, settings, sample_.skipped);

  const Dataset first = dataset_of(pieces.all.front().chunks->read(pieces.all.front().chunk), pieces.reading);
  require(first.rows() > 0, "the data have no rows");
  const double row_bytes = table_bytes(first.table) / static_cast<double>(first.rows());
  const auto most =
      std::clamp(static_cast<int64_t>(memory * sample_share / std::max(1.0, row_bytes)), least_sample, most_sample);
  RowSample train(task.seed, most), valid(task.seed, most);
  pieces.targets = first.targets;

  // Rows are numbered over all pieces, so how many come before a piece must be known before its rows are divided.
  Progress progress("counting and sampling", static_cast<int64_t>(pieces.all.size()), "pieces");
  std::mutex mutex;
  std::vector<int64_t> sizes(pieces.all.size());
  in_parallel(static_cast<int64_t>(pieces.all.size()), [&](int64_t i) {
    const Pieces::Piece& piece = pieces.all[static_cast<size_t>(i)];
    sizes[static_cast<size_t>(i)] = piece.chunks->rows(piece.chunk);
  });
  int64_t before = 0;
  for (size_t i = 0; i < sizes.size(); ++i) {
    pieces.all[i].first_row = before;
    before += sizes[i];
  }
  std::map<std::string, TargetFacts> facts;
  in_parallel(static_cast<int64_t>(pieces.all.size()), [&](int64_t i) {
    Pieces::Piece& piece = pieces.all[static_cast<size_t>(i)];
    const Dataset data = pieces.read(piece);
    const std::vector<Part> parts = pieces.parts(piece, data);
    for (const Part part : parts) ++piece.rows[static_cast<size_t>(part)];
    std::map<std::string, std::array<std::map<std::string, double>, 2>> classes;
    for (const Target& target : pieces.targets) {
      const Column& column = data.table.at(target.column);
      need_target_cells(target.column, column, piece.first_row);
      const bool may_be_class =
          target.type ? *target.type == TargetType::category : column.type() != ColumnType::number;
      if (may_be_class) classes[target.column] = {classes_in(column, parts, false), classes_in(column, parts, true)};
    }
    Table table = data.table;
    if (!pieces.split.column.empty() && table.has(pieces.split.column)) table.erase(pieces.split.column);
    const RowSample::Drawn of_train = train.draw(table, parts, Part::train, piece.first_row),
                           of_valid = valid.draw(table, parts, Part::valid, piece.first_row);
    const std::lock_guard lock(mutex);
    for (auto& [name, two] : classes) {
      TargetFacts& known = facts[name];
      known.add(two[0], false);
      known.add(two[1], true);
      require(known.train.size() < most_classes,
              "target \"{}\" has more than {} different values; is it a number? write "
              "`target: {{{}: number}}`",
              name, most_classes, name);
    }
    train.keep(i, of_train);
    valid.keep(i, of_valid);
    progress.advance();
  });

  for (Target& target : pieces.targets) {
    TargetFacts& known = facts[target.column];
    const ColumnType type = first.table.at(target.column).type();
    if (!target.type) {
      const bool many = type == ColumnType::integer && known.train.size() > most_whole_number_classes;
      target.type = type == ColumnType::number || type == ColumnType::date_time || many ? TargetType::number
                                                                                        : TargetType::category;
    }
    if (*target.type != TargetType::category) continue;
    std::set<std::string> words;
    for (const auto* some : {&known.train, &known.others})
      for (const auto& [word, rows] : *some) words.insert(word);
    if (target.labels.empty()) target.labels.assign(words.begin(), words.end());
    std::sort(target.labels.begin(), target.labels.end(), label_before);
    for (const std::string& label : target.labels) pieces.counts[target.column].push_back(known.train[label]);
  }
  require(pieces.rows(Part::train) > 0, "split: no row is left for train");
  sample_.train = first.with(train.table());
  sample_.valid = first.with(valid.table());
  sample_.test = first.with({});
  for (Dataset* part : {&sample_.train, &sample_.valid, &sample_.test}) part->targets = pieces.targets;
  pieces_ = std::move(made);
}

StreamedData::~StreamedData() = default;

int64_t StreamedData::rows(Part part) const { return pieces_->rows(part); }
uint64_t StreamedData::fingerprint() const { return pieces_->fingerprint; }

void StreamedData::feed(ReadyFit& fit) const {
  const std::vector<std::string> steps = fit.trained.prepare.train_only();
  require(steps.empty(),
          "`{}` looks at all train rows at once, and these are streamed; leave it out, or raise "
          "`memory_limit`",
          join(steps));
  TrainRows& rows = fit.rows;
  require(rows.targets.front().rows == sample_.train.rows(),
          "a step leaves rows out, and streamed rows cannot be left out after they were counted; remove it, or raise "
          "`memory_limit`");
  auto stream = std::make_shared<RowStream>();
  size_t row_bytes = 0;
  const int64_t all = pieces_->rows(Part::train);
  for (auto* tensors : {&rows.inputs, &rows.targets})
    for (TensorRows& tensor : *tensors) {
      row_bytes += tensor.row_bytes();
      tensor.data = nullptr;
      tensor.rows = all;
    }
  stream->weighted = !rows.weights.empty();
  rows.weights = {};
  stream->shuffled =
      std::max<int64_t>(1, static_cast<int64_t>(memory_ * window_share / static_cast<double>(row_bytes)));
  stream->counts = pieces_->counts;
  const std::string prepared = to_json(fit.trained.prepare.save(), -1);
  stream->fingerprint =
      hash_bytes(prepared.data(), prepared.size(), pieces_->fingerprint ^ static_cast<uint64_t>(stream->shuffled));
  std::vector<size_t> with_rows;
  for (size_t i = 0; i < pieces_->all.size(); ++i)
    if (const int64_t here = pieces_->all[i].rows[0]; here > 0) {
      with_rows.push_back(i);
      stream->rows.push_back(here);
    }
  stream->read = [pieces = pieces_, with_rows, trained = std::make_shared<const Trained>(fit.trained)](int64_t block) {
    const Pieces::Piece& piece = pieces->all[with_rows[static_cast<size_t>(block)]];
    return prepared_in_slices(*trained, pieces->part_of(piece, Part::train));
  };
  rows.stream = std::move(stream);
}

std::vector<Predictions> StreamedData::test_predictions(Answering& answering) const {
  std::vector<Predictions> all;
  Progress progress("testing", rows(Part::test), "rows");
  const auto add = [](auto& to, const auto& from) { to.insert(to.end(), from.begin(), from.end()); };
  for (const Pieces::Piece& piece : pieces_->all) {
    if (piece.rows[static_cast<size_t>(Part::test)] == 0) continue;
    std::vector<Predictions> some = predictions(answering, pieces_->part_of(piece, Part::test));
    progress.advance(piece.rows[static_cast<size_t>(Part::test)]);
    if (all.empty()) {
      all = std::move(some);
      continue;
    }
    for (size_t t = 0; t < all.size(); ++t) {
      add(all[t].classes, some[t].classes);
      add(all[t].probabilities, some[t].probabilities);
      add(all[t].numbers, some[t].numbers);
      add(all[t].predicted, some[t].predicted);
      add(all[t].weights, some[t].weights);
    }
  }
  return all;
}

std::string StreamedData::text() const {
  return fmt::format(
      "rows stay in their files: {} train, {} valid, {} test, read in {} pieces; steps learn from {} train rows, and "
      "{} "
      "valid rows are scored after each epoch",
      with_commas(rows(Part::train)), with_commas(rows(Part::valid)), with_commas(rows(Part::test)),
      pieces_->all.size(), with_commas(sample_.train.rows()), with_commas(sample_.valid.rows()));
}

}  // namespace plumb
