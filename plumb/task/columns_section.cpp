#include "plumb/task/columns_section.h"

#include <algorithm>
#include <set>

namespace plumb {
namespace {

std::vector<std::string> input_words() {
  const auto types = names(ColumnType{});
  std::vector<std::string> words(types.begin(), types.end());
  words.insert(words.end(), {"ignore", "id"});
  return words;
}

// Words that the design has and this version has not.
const std::vector<std::string> later_inputs{"audio", "boxes", "sequence", "molecule"};
const std::vector<std::string> later_targets{"boxes", "sequence", "tags", "text", "identity"};

struct ImageInput {
  std::optional<std::array<int64_t, 2>> size = {};
  static void describe(auto& self, auto& field) {
    field("size", self.size, "Height and width that images are resized to.", at_least(1));
  }
};

/// The options of the step `tokenize` but its columns.
struct TextInput {
  Tokenize step = {};
  static void describe(auto& self, auto& field) {
    auto all_but_columns = [&](std::string_view name, auto& value, const auto&... more) {
      if (name != "columns") field(name, value, more...);
    };
    Tokenize::describe(self.step, all_but_columns);
  }
};

struct SetOptions {
  std::string separator = ";";
  std::vector<std::string> columns = {};
  static void describe(auto& self, auto& field) {
    field("separator", self.separator, "What stands between the labels in a cell.");
    field("columns", self.columns, "A column of 0 and 1 for each label, instead of one with all of them.");
  }
  void check(Problems& problems) const {
    if (separator.empty()) problems.add("separator", "must be some text, like \";\"");
    if (columns.size() == 1) problems.add("columns", "one column is no set; write `" + columns[0] + ": category`");
  }
};

struct NumberOptions {
  TargetTransform transform = TargetTransform::none;
  static void describe(auto& self, auto& field) {
    field("transform", self.transform, "What bends the numbers before they are learned: log1p for prices and counts.");
  }
};

struct ClassOptions {
  std::vector<std::pair<std::string, std::vector<std::string>>> classes = {};
  static void describe(auto& self, auto& field) {
    field("classes", self.classes, "Values of the file that are one class each, in the order of the classes.");
  }
  void check(Problems& problems) const {
    if (classes.size() < 2) problems.add("classes", "needs two classes or more, like {healthy: [0], ill: [1, 2]}");
    std::set<std::string> seen;
    for (const auto& [name, values] : classes)
      for (const std::string& value : values)
        if (!seen.insert(value).second) problems.add("classes", fmt::format("\"{}\" is listed twice", value));
  }
};

struct AnomalyOptions {
  std::vector<std::string> labels = {"1", "true", "yes"};
  static void describe(auto& self, auto& field) {
    field("labels", self.labels, "Words of the column that mean an anomaly; evaluation alone looks at them.");
  }
  void check(Problems& problems) const {
    if (labels.empty()) problems.add("labels", "needs a word or more; without a column of labels write `target: none`");
  }
};

/// `{ordinal: [small, large]}`, `{set: {…}}`, `{number: {…}}` or `{category: {…}}`.
std::optional<Target> read_target_options(const std::string& column, const Entry& entry, const Problems& problems) {
  const Entry::Field& written = entry.fields().front();
  Problems here = problems.within(written.name, written.value);
  if (written.name == "ordinal") {
    const auto order = Form<std::vector<std::string>>::read(written.value, here);
    if (!order) return {};
    if (std::set<std::string>(order->begin(), order->end()).size() != order->size() || order->size() < 2) {
      here.add("needs the classes in their order, each once, like [small, medium, large]");
      return {};
    }
    return Target{.column = column, .type = TargetType::ordinal, .labels = *order, .ordered = true};
  }
  if (written.name == "number") {
    const auto number = read_options<NumberOptions>(written.value, here);
    if (!number) return {};
    return Target{.column = column, .type = TargetType::number, .transform = number->transform};
  }
  if (written.name == "category") {
    const auto category = read_options<ClassOptions>(written.value, here);
    if (!category) return {};
    Target target{.column = column, .type = TargetType::category};
    for (const auto& [name, values] : category->classes) {
      target.labels.push_back(name);
      for (const std::string& value : values) target.class_of[value] = name;
    }
    return target;
  }
  if (written.name == "anomaly") {
    const auto anomaly = read_options<AnomalyOptions>(written.value, here);
    if (!anomaly) return {};
    return Target{.column = column, .type = TargetType::anomaly, .labels = anomaly->labels};
  }
  const auto set = read_options<SetOptions>(written.value, here);
  if (!set) return {};
  return Target{.column = column,
                .type = TargetType::set,
                .labels = set->columns,
                .separator = set->separator,
                .columns = set->columns};
}

std::vector<std::pair<std::string, std::vector<std::string>>> classes_of(const Target& target) {
  std::vector<std::pair<std::string, std::vector<std::string>>> classes;
  for (const std::string& label : target.labels) {
    classes.push_back({label, {}});
    for (const auto& [value, name] : target.class_of)
      if (name == label) classes.back().second.push_back(value);
  }
  return classes;
}

std::optional<Target> read_target(const std::string& column, const Entry& entry, Problems problems) {
  const bool has_options = entry.is_map() && entry.fields().size() == 1;
  if (has_options && contains_word(Form<TargetType>::all(), entry.fields().front().name))
    return read_target_options(column, entry, problems);
  if (contains_word(later_targets, entry.word())) {
    problems.add(fmt::format("targets of type {} come with a later version; today there are {}", entry.word(),
                             Form<TargetType>::words()));
    return {};
  }
  const auto type = Form<std::optional<TargetType>>::read(entry, problems);
  if (type && *type == TargetType::anomaly)
    return Target{.column = column, .type = TargetType::anomaly, .labels = AnomalyOptions().labels};
  return type ? std::optional(Target{.column = column, .type = *type}) : std::nullopt;
}

}  // namespace

bool ignores_others(const Inputs& inputs) {
  return std::any_of(inputs.begin(), inputs.end(), [](const auto& input) {
    return input.first == other_columns && input.second.role == Input::Role::ignore;
  });
}

std::optional<Input> Form<Input>::read(const Entry& entry, Problems& problems) {
  const bool has_options = entry.is_map() && entry.fields().size() == 1;
  const std::string word = has_options ? entry.fields().front().name : entry.word();
  if (contains_word(later_inputs, word)) {
    problems.add(
        fmt::format("inputs of type {} come with a later version; today there are {}", word, join(input_words())));
    return {};
  }
  if (!contains_word(input_words(), word) || (!has_options && !entry.is_scalar())) {
    problems.add(fmt::format("{} is no type of a column{}", shown(has_options ? Entry::text(word) : entry),
                             did_you_mean(word, input_words()).empty() ? "; there are " + join(input_words())
                                                                       : did_you_mean(word, input_words())));
    return {};
  }
  Input input;
  if (word == "ignore") input.role = Input::Role::ignore;
  if (word == "id") input.role = Input::Role::id;
  for (const ColumnType type : {ColumnType::number, ColumnType::integer, ColumnType::boolean, ColumnType::category,
                                ColumnType::text, ColumnType::date_time, ColumnType::image, ColumnType::list})
    if (word == name_of(type)) input.type = type;
  if (!has_options) return input;
  const Entry& options = entry.fields().front().value;
  Problems here = problems.within(word, options);
  if (input.type == ColumnType::text) {
    const auto text = read_options<TextInput>(options, here);
    if (!text) return {};
    input.text = text->step;
    return input;
  }
  if (input.type != ColumnType::image) {
    here.add(fmt::format("{} has no options in this version; write `{}`", word, word));
    return {};
  }
  const auto image = read_options<ImageInput>(options, here);
  if (!image) return {};
  input.size = image->size;
  return input;
}

Entry Form<Input>::write(const Input& value) {
  if (value.role == Input::Role::ignore) return Entry::text("ignore");
  if (value.role == Input::Role::id) return Entry::text("id");
  if (!value.type) return {};
  Entry with = Entry::map();
  if (value.text)
    with.set("text", write_options(TextInput{*value.text}));
  else if (value.size)
    with.set("image", write_options(ImageInput{value.size}));
  return value.text || value.size ? with : Entry::text(name_of(*value.type));
}

Entry Form<Input>::schema() {
  Entry words = Entry::map(), list = Entry::list();
  for (const std::string& word : input_words()) list.push(Entry::text(word));
  words.set("enum", list);
  Entry image = schema_of("object"), properties = Entry::map();
  properties.set("image", schema_of_options<ImageInput>());
  properties.set("text", schema_of_options<TextInput>());
  image.set("properties", properties);
  image.set("additionalProperties", Entry::boolean(false));
  Entry schema = Entry::map();
  schema.set("anyOf", Entry::list({words, image}));
  return schema;
}

std::optional<Targets> Form<Targets>::read(const Entry& entry, Problems& problems) {
  Targets targets;
  bool whole = true;
  const auto add = [&](std::optional<Target> target) {
    if (target)
      targets.all.push_back(std::move(*target));
    else
      whole = false;
  };
  const auto add_named = [&](const Entry& names, const Problems& where) {
    for (const Entry::Field& field : names.fields())
      add(read_target(field.name, field.value, where.within(field.name, field.value)));
  };
  if (entry.is_scalar() && entry.word() == "none") {
    targets.all.push_back({.column = unlabelled_anomaly, .type = TargetType::anomaly});
  } else if (entry.is_scalar()) {
    targets.all.push_back({.column = entry.word()});
  } else if (entry.is_map() && !entry.fields().empty()) {
    add_named(entry, problems);
  } else if (entry.is_list() && !entry.items().empty()) {
    for (size_t i = 0; i < entry.items().size(); ++i) {
      const Entry& item = entry.items()[i];
      Problems here = problems.within(fmt::format("[{}]", i), item);
      if (item.is_scalar()) {
        targets.all.push_back({.column = item.word()});
      } else if (item.is_map()) {
        add_named(item, here);
      } else {
        here.add(fmt::format("needs the name of a column, got {}", shown(item)));
        whole = false;
      }
    }
  } else {
    problems.add(fmt::format("needs the name of a column, got {}", shown(entry)));
    return {};
  }
  return whole ? std::optional(std::move(targets)) : std::nullopt;
}

Entry Form<Targets>::write(const Targets& value) {
  Entry map = Entry::map();
  for (const Target& target : value.all) {
    const bool anomaly = target.type == TargetType::anomaly;
    if (anomaly && target.labels.empty()) return Entry::text("none");
    Entry options = Entry::map();
    if (anomaly) options.set("anomaly", write_options(AnomalyOptions{target.labels}));
    if (target.ordered) options.set("ordinal", Form<std::vector<std::string>>::write(target.labels));
    if (target.type == TargetType::set && (!target.columns.empty() || target.separator != SetOptions{}.separator))
      options.set("set", write_options(SetOptions{target.separator, target.columns}));
    if (target.transform != TargetTransform::none)
      options.set("number", write_options(NumberOptions{target.transform}));
    if (!target.class_of.empty()) options.set("category", write_options(ClassOptions{classes_of(target)}));
    map.set(target.column,
            options.fields().empty() ? Form<std::optional<TargetType>>::write(target.type) : std::move(options));
  }
  return map;
}

Entry Form<Targets>::schema() {
  Entry name = schema_of("string");
  Entry several = schema_of("object"), list = schema_of("array"), item = Entry::map(), type = Entry::map();
  Entry options = schema_of("object"), properties = Entry::map();
  properties.set("number", schema_of_options<NumberOptions>());
  properties.set("category", schema_of_options<ClassOptions>());
  properties.set("ordinal", Form<std::vector<std::string>>::schema());
  properties.set("set", schema_of_options<SetOptions>());
  properties.set("anomaly", schema_of_options<AnomalyOptions>());
  options.set("properties", properties);
  options.set("additionalProperties", Entry::boolean(false));
  type.set("anyOf", Entry::list({Form<std::optional<TargetType>>::schema(), options}));
  several.set("additionalProperties", type);
  item.set("anyOf", Entry::list({name, several}));
  list.set("items", item);
  Entry schema = Entry::map();
  schema.set("anyOf", Entry::list({name, several, list}));
  return schema;
}

}  // namespace plumb
