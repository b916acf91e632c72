// YAML into entries. One of the few files that include yaml-cpp.
#include "plumb/task/yaml_reader.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <map>
#include <sstream>

#include "plumb/core/error.h"

namespace plumb {
namespace {

constexpr size_t deepest = 64;
constexpr size_t most_values = 200'000;  // an alias of aliases of aliases must not fill the memory

size_t values_in(const Entry& entry) {
  size_t n = 1;
  for (const Entry& item : entry.items()) n += values_in(item);
  for (const Entry::Field& field : entry.fields()) n += values_in(field.value);
  return n;
}

/// Builds the tree from the parser's events.
class Builder : public YAML::EventHandler {
 public:
  Builder(const std::string& file, Problems& problems)
      : file_(std::make_shared<const std::string>(file)), problems_(problems) {}
  Entry root;

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& at, YAML::anchor_t anchor) override { add(marked(Entry(), at), anchor); }
  void OnAlias(const YAML::Mark& at, YAML::anchor_t anchor) override {
    const auto known = anchors_.find(anchor);
    if (known == anchors_.end()) throw Error("{}: this alias stands inside its own anchor", mark(at).text());
    add(marked(known->second, at), 0);
  }
  void OnScalar(const YAML::Mark& at, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    add(marked(Entry::scalar(value, tag != "?"), at), anchor);  // yaml-cpp tags plain scalars with "?"
  }
  void OnSequenceStart(const YAML::Mark& at, const std::string&, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(marked(Entry::list(), at), anchor);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& at, const std::string&, YAML::anchor_t anchor, YAML::EmitterStyle::value) override {
    open(marked(Entry::map(), at), anchor);
  }
  void OnMapEnd() override {
    merge(open_.back().entry);
    close();
  }

 private:
  struct Open {
    Entry entry;
    YAML::anchor_t anchor = 0;
    bool has_key = false;
    std::string key = {};
    Mark key_mark = {};
  };

  Mark mark(const YAML::Mark& at) const { return {file_, at.line + 1, at.column + 1}; }
  Entry marked(Entry entry, const YAML::Mark& at) const {
    entry.mark = mark(at);
    return entry;
  }

  void add(Entry value, YAML::anchor_t anchor) {
    count_ += value.is_scalar() || value.is_null() ? 1 : values_in(value);
    if (count_ > most_values) throw Error("{}: more than {} values", value.mark.text(), most_values);
    if (anchor != 0) anchors_[anchor] = value;
    if (open_.empty()) {
      root = std::move(value);
      return;
    }
    Open& parent = open_.back();
    if (parent.entry.is_list()) {
      parent.entry.push(std::move(value));
    } else if (!parent.has_key) {
      if (!value.is_scalar()) throw Error("{}: a name must be one word, got {}", value.mark.text(), kind(value));
      parent.has_key = true;
      parent.key = value.word();
      parent.key_mark = value.mark;
    } else {
      parent.has_key = false;
      set(parent, std::move(value));
    }
  }

  void set(Open& parent, Entry value) {
    for (const Entry::Field& field : parent.entry.fields())
      if (field.name == parent.key) {
        Entry here;
        here.mark = parent.key_mark;
        problems_.within(parent.key, here)
            .add(fmt::format("is given twice; the first stands in line {}; keep one", field.mark.line));
        return;
      }
    parent.entry.append({parent.key, std::move(value), parent.key_mark});
  }

  // `<<: *base` puts in the names of `base` that are not there.
  static void merge(Entry& map) {
    const Entry* found = map.find("<<");
    if (!found || !found->is_map()) return;
    const Entry base = *found;
    map.erase("<<");
    for (const Entry::Field& field : base.fields())
      if (!map.find(field.name)) map.append(field);
  }

  void open(Entry container, YAML::anchor_t anchor) {
    if (open_.size() >= deepest) throw Error("{}: nested more than {} deep", container.mark.text(), deepest);
    open_.push_back({std::move(container), anchor});
  }
  void close() {
    Open done = std::move(open_.back());
    open_.pop_back();
    add(std::move(done.entry), done.anchor);
  }
  static const char* kind(const Entry& entry) {
    return entry.is_list() ? "a list" : entry.is_map() ? "a map" : "nothing";
  }

  std::shared_ptr<const std::string> file_;
  Problems& problems_;
  std::vector<Open> open_;
  std::map<YAML::anchor_t, Entry> anchors_;
  size_t count_ = 0;
};

}  // namespace

Entry read_yaml(std::string_view text, const std::string& file, Problems& problems) {
  std::istringstream in{std::string(text)};
  Builder builder(file, problems);
  try {
    YAML::Parser parser(in);
    if (!parser.HandleNextDocument(builder)) {
      builder.root.mark.file = std::make_shared<const std::string>(file);
      return builder.root;
    }
    Builder more(file, problems);
    if (parser.HandleNextDocument(more))
      throw Error("{}: a second document begins; a task is one", more.root.mark.text());
  } catch (const YAML::Exception& mistake) {
    const Mark at{std::make_shared<const std::string>(file), mistake.mark.line + 1, mistake.mark.column + 1};
    throw Error("{}: not valid YAML: {}", at.text(), mistake.msg);
  }
  return std::move(builder.root);
}

}  // namespace plumb
