#include "plumb/task/streamed.h"

#include <algorithm>
#include <mutex>

#include "plumb/core/hash.h"
#include "plumb/core/progress.h"
#include "plumb/core/row_draw.h"
#include "plumb/core/text_table.h"
#include "plumb/task/feeding.h"
#include "plumb/task/pixel_bytes.h"
#include "plumb/task/row_sample.h"
#include "plumb/task/table_bytes.h"
#include "plumb/task/target_facts.h"
#include "plumb/task/tensor_slices.h"

namespace plumb {
namespace {

// Shares of the memory that a run may take. A window is in memory twice, the one at work and the one that comes next;
// a sample lies beside its prepared rows, which are wider. Answers are of the time when the windows are gone.
constexpr double window_share = 1.0 / 8, sample_share = 1.0 / 48, reading_share = 1.0 / 4, answers_share = 1.0 / 4;
constexpr double image_share = 1.0 / 12;  // of a sample of images: encoded, and twice as pixels
constexpr double pixel_share = 1.0 / 16;  // of the images of a piece; a window holds two of the largest
constexpr int64_t fewest_images = 64;     // that must fit into that, so that a sample has some, too
constexpr double bytes_of_thread = 24 << 20, copies_of_piece = 4;
constexpr int64_t least_sample = 2'000, most_sample = 200'000;
constexpr uint32_t purpose_of_test = 0x74657374;  // "test"

/// Threads that read at a time: each holds a piece as text, as tables and as tensors.
std::unique_ptr<FewerThreads> threads_for(double memory, double piece_bytes) {
  const double each = std::max(bytes_of_thread, copies_of_piece * piece_bytes);
  return std::make_unique<FewerThreads>(static_cast<int>(std::min(64.0, reading_share * memory / each)));
}

/// How many rows a sample may hold, by what rows of a piece take. `pixels`: what the images of a row take as such.
int64_t sample_of(const Table& piece, double pixels, double memory) {
  const double row_bytes = table_bytes(piece) / static_cast<double>(std::max<int64_t>(1, piece.rows()));
  if (pixels > 0)
    return std::clamp(static_cast<int64_t>(memory * image_share / (row_bytes + 2 * pixels)), int64_t{1}, most_sample);
  return std::clamp(static_cast<int64_t>(memory * sample_share / std::max(1.0, row_bytes)), least_sample, most_sample);
}

/// Whole numbers that turned out to be classes, in rows that were kept before that was known.
Dataset with_targets(Dataset data, const std::vector<Target>& targets) {
  for (const Target& target : targets) {
    if (target.type == TargetType::number || !data.table.has(target.column)) continue;
    if (auto classes = data.table.at(target.column).as(ColumnType::category))
      data.table.set(target.column, std::move(*classes));
  }
  data.targets = targets;
  return data;
}

}  // namespace

StreamedData::StreamedData(const Task& task, double memory)
    : memory_(memory), seed_(task.seed), threads_(threads_for(memory, 0)) {
  const auto pieces = std::make_shared<Pieces>(task, memory);
  threads_.reset();
  threads_ = threads_for(memory, pieces->piece_bytes());
  TargetFacts facts(pieces->targets(), pieces->types());
  pieces->set_targets(facts.for_reading());
  const Dataset first = pieces->read(pieces->at(0));
  const double pixels = pixel_bytes(task, first.table);
  const int64_t at_a_time = std::max(fewest_images, pieces->most_rows());
  require(
      pixels * static_cast<double>(at_a_time) <= pixel_share * memory,
      "data: the images of a row take {} as pixels, and {} rows are read at a time, more than the {} that a streamed "
      "run keeps for that; make them smaller, e.g. `inputs: {{image: {{image: {{size: [96, 96]}}}}}}`, unpack archives "
      "that are packed, or raise `memory_limit`",
      bytes_text(pixels), with_commas(at_a_time), bytes_text(pixel_share * memory));
  const int64_t most = sample_of(first.table, pixels, memory);
  RowSample train(task.seed, most), valid(task.seed, most);
  Progress progress("counting and sampling", pieces->count(), "pieces");
  std::mutex mutex;
  in_parallel(pieces->count(), [&](int64_t i) {
    const Pieces::Piece& piece = pieces->at(i);
    Dataset data = pieces->read(piece);
    const std::vector<RowPart> parts = pieces->parts(piece, data);
    const TargetFacts::Look look = facts.look(data, parts, piece.first_row);
    data.drop_split_column(pieces->split());
    RowSample::Drawn of_train = train.draw(data.table, parts, RowPart::train, piece.first_row);
    RowSample::Drawn of_valid = valid.draw(data.table, parts, RowPart::valid, piece.first_row);
    const std::lock_guard lock(mutex);
    pieces->know(i, parts);
    facts.add(look);
    train.keep(std::move(of_train));
    valid.keep(std::move(of_valid));
    progress.advance();
  });
  require(pieces->rows(RowPart::train) > 0, "split: no row is left for train");
  std::vector<Target> targets = pieces->targets();
  facts.settle(targets);
  counts_ = facts.counts(targets);
  pieces->set_targets(targets);
  sample_.train = with_targets(first.with(train.table()), targets);
  sample_.valid = with_targets(first.with(valid.table()), targets);
  sample_.test = with_targets(first.with({}), targets);
  sample_.skipped = pieces->skipped();
  pieces_ = pieces;
}

TrainRows StreamedData::feed(ReadyFit& fit) const {
  const std::vector<std::string> steps = fit.trained.prepare.train_only();
  require(steps.empty(),
          "`{}` looks at all train rows at once, and these are streamed; leave it out, or raise `memory_limit`",
          join(steps));
  TrainRows sampled = fit.rows;
  TrainRows& rows = fit.rows;
  auto stream = std::make_shared<RowStream>();
  size_t row_bytes = 0;
  const int64_t all = pieces_->rows(RowPart::train);
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
  stream->counts = counts_;
  const std::string prepared = to_json(fit.trained.prepare.save(), -1);
  const std::array<uint64_t, 2> whence{pieces_->fingerprint(RowPart::train), static_cast<uint64_t>(stream->shuffled)};
  stream->fingerprint = hash_bytes(prepared.data(), prepared.size(), hash_bytes(whence.data(), sizeof whence));
  std::vector<int64_t> with_rows;
  for (int64_t i = 0; i < pieces_->count(); ++i)
    if (const int64_t here = pieces_->at(i).rows[0]; here > 0) {
      with_rows.push_back(i);
      stream->rows.push_back(here);
    }
  stream->read = [pieces = pieces_, with_rows, trained = std::make_shared<const Trained>(fit.trained)](int64_t block) {
    const Pieces::Piece& piece = pieces->at(with_rows[static_cast<size_t>(block)]);
    return tensors_by_slices(*trained, pieces->part_of(piece, RowPart::train));
  };
  rows.stream = std::move(stream);
  return sampled;
}

void StreamedData::each_test_piece(double bytes_a_row, const std::function<void(const Dataset& rows)>& use) const {
  const auto all = static_cast<double>(rows(RowPart::test));
  const double bound = std::max(static_cast<double>(least_sample), memory_ * answers_share / bytes_a_row) / all;
  if (bound < 1)
    say(fmt::format("about {} of {} test rows are scored: answers to all would not fit into memory",
                    with_commas(static_cast<int64_t>(bound * all)), with_commas(rows(RowPart::test))));
  Progress progress("testing", rows(RowPart::test), "rows");
  for (int64_t i = 0; i < pieces_->count(); ++i) {
    const Pieces::Piece& piece = pieces_->at(i);
    const int64_t here = piece.rows[static_cast<size_t>(RowPart::test)];
    if (here == 0) continue;
    std::vector<int64_t> numbers, kept;
    const Dataset data = pieces_->part_of(piece, RowPart::test, &numbers);
    for (size_t row = 0; row < numbers.size(); ++row)
      if (draw_of_row(seed_, purpose_of_test, numbers[row]) < bound) kept.push_back(static_cast<int64_t>(row));
    if (!kept.empty()) use(kept.size() == numbers.size() ? data : data.take(kept));
    progress.advance(here);
  }
}

Entry StreamedData::facts() const {
  Entry facts = Entry::map();
  for (const auto& [part, name] :
       {std::pair(RowPart::train, "train"), {RowPart::valid, "valid"}, {RowPart::test, "test"}}) {
    if (rows(part) == 0) continue;
    Entry one = Entry::map(), columns = Entry::map();
    one.set("rows", Entry::number(rows(part)));
    one.set("hash", Entry::text(hash_text(pieces_->fingerprint(part))));
    for (const std::string& column : sample_.train.table.names())
      columns.set(column, Entry::text(name_of(sample_.train.table.at(column).type())));
    one.set("columns", columns);
    facts.set(name, one);
  }
  return facts;
}

Dataset train_rows_to_look_at(const Task& task) {
  const Feeding feeding = choose_feeding(task, {});
  if (!feeding.streamed) return read_task_data(task).train;
  return StreamedData(task, feeding.memory).sample().train;
}

std::string StreamedData::text() const {
  return fmt::format(
      "rows stay in their files: {} train, {} valid, {} test, read in {} pieces; steps learn from {} train rows, and "
      "{} valid rows are scored after each epoch",
      with_commas(rows(RowPart::train)), with_commas(rows(RowPart::valid)), with_commas(rows(RowPart::test)),
      pieces_->count(), with_commas(sample_.train.rows()), with_commas(sample_.valid.rows()));
}

}  // namespace plumb
