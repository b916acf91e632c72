#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "plumb/core/registry.h"
#include "plumb/core/table.h"

namespace plumb {

/// What to do with a row that cannot be read.
enum class OnError { refuse, skip };
constexpr auto names(OnError) { return std::array{"refuse", "skip"}; }

/// What a reader is told beside its own options.
struct ReadSettings {
  std::map<std::string, ColumnType> types = {};  // of the columns whose type is known; the rest is inferred
  std::vector<std::string> missing = {};         // words that mean a missing cell, beside the reader's own
  OnError on_error = OnError::refuse;
  int64_t limit = -1;  // rows to read at most; -1: all
};

/// Rows that were left out, for the run's summary.
struct Skipped {
  std::string where;  // "train.csv:17"
  std::string reason;
};

struct ReadResult {
  Table table;
  std::vector<Skipped> skipped = {};
};

/// The rows of a source in pieces, any of which can be read again at any time and from any thread: for data that do not
/// fit into memory. Types are settled: those of all rows, as `read` would have found them.
class Chunks {
 public:
  virtual ~Chunks() = default;
  virtual int64_t count() const = 0;
  virtual Table read(int64_t chunk) const = 0;
  /// How many rows a chunk has; it may have fewer where cells of it cannot be read and `on_error: skip` is set.
  virtual int64_t rows(int64_t chunk) const { return read(chunk).rows(); }
  /// The same for the same rows read in the same way, however long ago.
  virtual uint64_t fingerprint() const = 0;
  virtual std::vector<Skipped> skipped() const { return {}; }
};

/// Rows that a path holds apart from its others, as a task file names them.
struct SourcePart {
  std::string part;  // "train", "valid" or "test"; "": all rows
  Entry reader;      // a path, or a reader with the options that differ from its defaults
};

/// The readers of rows that lie in parts already, though nobody said so.
template <class Reader>
struct Division {
  std::vector<std::pair<std::string, Reader>> parts = {};  // by "train", "valid" or "test"; none: it is not divided
  std::string reason = {};                                 // what was seen, for the log
};

/// A reader of one format. A kind is a struct with described options (its paths among them) and
///
///     ReadResult read(const ReadSettings& settings) const;
///     static bool recognises(const std::string& path);      // whether `data: path` alone means this reader
///     static Kind from_path(const std::string& path);
///     static constexpr bool lines = true;                   // optional: a row is a line of a text file
///     std::shared_ptr<const Chunks> chunks(const ReadSettings& settings) const;   // optional: rows in pieces; null
///                                                           // where these files have none (packed ones, say)
///     Division<Kind> division() const;                      // optional: its rows are train, valid and test rows
///     static std::vector<SourcePart> parts_at(const std::string& path);   // optional: what `plumb init` writes for a
///                                                           // path that says more than itself; empty: nothing
///
/// Adding a format is one source file: `[[maybe_unused]] static const bool registered = add_source<Csv>();`
class Source : public Component {
 public:
  static constexpr auto sort = "reader";
  template <class Kind>
  requires(!std::same_as<Kind, Source> && !std::derived_from<Kind, Source>)
      Source(Kind kind)  // NOLINT: implicit by design
      : Component(kind), read_([kind](const ReadSettings& settings) { return kind.read(settings); }) {
    if constexpr (requires { Kind::lines; }) lines_ = Kind::lines;
    if constexpr (requires { &Kind::chunks; })
      chunks_ = [kind](const ReadSettings& settings) { return kind.chunks(settings); };
    if constexpr (requires { kind.division(); })
      division_ = [kind] {
        auto own = kind.division();
        Division<Source> division{.reason = std::move(own.reason)};
        for (auto& [part, reader] : own.parts) division.parts.emplace_back(part, Source(std::move(reader)));
        return division;
      };
  }
  ReadResult read(const ReadSettings& settings) const { return read_(settings); }
  /// Null where the source is read as a whole only. One look at all rows, for their types.
  std::shared_ptr<const Chunks> chunks(const ReadSettings& settings) const {
    return chunks_ ? chunks_(settings) : nullptr;
  }
  /// Whether `chunks` may give some.
  bool has_chunks() const { return chunks_ != nullptr; }
  /// Whether a row is a line of a text file, so that the rows can be counted from a part of it.
  bool lines() const { return lines_; }
  /// The parts that its rows lie in; none for most.
  Division<Source> division() const { return division_ ? division_() : Division<Source>{}; }

 private:
  std::function<ReadResult(const ReadSettings&)> read_;
  std::function<std::shared_ptr<const Chunks>(const ReadSettings&)> chunks_;
  std::function<Division<Source>()> division_;
  bool lines_ = false;
};

/// The reader that a bare path means, by its ending or its content (`adult.csv`, `photos/`); an Error lists what is
/// known.
Source source_of(const std::string& path);
/// What the first reader to know has to say of a path beside the path itself; empty: none has.
std::vector<SourcePart> parts_at(const std::string& path);

struct PathRule {
  std::string name;
  bool (*recognises)(const std::string& path);
  Source (*make)(const std::string& path);
  std::vector<SourcePart> (*parts_at)(const std::string& path) = nullptr;
};
std::vector<PathRule>& path_rules();
/// The rule for a path, or none. A URL (`sqlite:///houses.db?table=sales`) is for the reader of its scheme alone.
const PathRule* rule_of(const std::string& path);

template <class Kind>
bool add_source() {
  PathRule rule{Kind::name, &Kind::recognises, [](const std::string& path) { return Source(Kind::from_path(path)); }};
  if constexpr (requires { &Kind::parts_at; }) rule.parts_at = &Kind::parts_at;
  path_rules().push_back(std::move(rule));
  return registry<Source>().template add<Kind>();
}

}  // namespace plumb
