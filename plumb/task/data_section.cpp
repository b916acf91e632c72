#include "plumb/task/data_section.h"

#include <array>

namespace plumb {
namespace {

constexpr std::array part_names{"train", "valid", "test"};

bool names_parts(const Entry& entry) {
  if (!entry.is_map()) return false;
  for (const char* part : part_names)
    if (entry.find(part)) return true;
  return false;
}

std::optional<Source> read_source(const Entry& entry, Problems problems) {
  if (!entry.is_scalar()) return registry<Source>().read(entry, problems);
  try {
    return source_of(entry.word());
  } catch (const Error& error) {
    problems.add(error.what());
    return {};
  }
}

std::optional<std::vector<Source>> read_sources(const Entry& entry, Problems problems) {
  if (entry.is_null()) {
    problems.add("needs a path, e.g. `data: adult.csv`, got nothing");
    return {};
  }
  std::vector<Source> sources;
  bool whole = true;
  const auto add = [&](const Entry& item, Problems where) {
    if (auto source = read_source(item, where))
      sources.push_back(std::move(*source));
    else
      whole = false;
  };
  if (entry.is_list())
    for (size_t i = 0; i < entry.items().size(); ++i)
      add(entry.items()[i], problems.within(fmt::format("[{}]", i), entry.items()[i]));
  else
    add(entry, problems);
  return whole ? std::optional(std::move(sources)) : std::nullopt;
}

/// Rows that lie in parts already are taken as if the task said so. False: a problem was added.
bool take_parts(DataSection& data, Problems& problems) {
  if (data.train.size() != 1) return true;
  try {
    const Division<Source> division = data.train.front().division();
    for (const auto& [name, reader] : division.parts) {
      auto& part = name == "train" ? data.train : name == "valid" ? data.valid : data.test;
      part = {reader};
    }
    if (!division.parts.empty()) data.reason = division.reason;
    return true;
  } catch (const Error& error) {
    problems.add(error.what());
    return false;
  }
}

Entry write_sources(const std::vector<Source>& sources) {
  if (sources.size() == 1) return sources.front().write();
  Entry list = Entry::list();
  for (const Source& source : sources) list.push(source.write());
  return list;
}

}  // namespace

std::optional<DataSection> Form<DataSection>::read(const Entry& entry, Problems& problems) {
  DataSection data;
  if (!names_parts(entry)) {
    auto sources = read_sources(entry, problems);
    if (!sources) return {};
    data.train = std::move(*sources);
    return take_parts(data, problems) ? std::optional(std::move(data)) : std::nullopt;
  }
  bool whole = true;
  const std::vector<std::string> known(part_names.begin(), part_names.end());
  for (const Entry::Field& field : entry.fields()) {
    if (field.name == "stream") {
      Problems within = problems.within(field.name, field.value);
      if (field.value.is_scalar() && field.value.word() == "auto") continue;
      if (const auto stream = Form<bool>::read(field.value, within))
        data.stream = *stream;
      else
        whole = false;
      continue;
    }
    auto* part = field.name == "train"   ? &data.train
                 : field.name == "valid" ? &data.valid
                 : field.name == "test"  ? &data.test
                                         : nullptr;
    if (!part) {
      const std::string hint = did_you_mean(field.name, known);
      problems.add(field.name, fmt::format("unknown part \"{}\"{}", field.name,
                                           hint.empty() ? "; there are train, valid and test" : hint));
      whole = false;
    } else if (auto sources = read_sources(field.value, problems.within(field.name, field.value))) {
      *part = std::move(*sources);
    } else {
      whole = false;
    }
  }
  if (whole && data.train.empty()) {
    problems.add("needs `train` beside the other parts");
    return {};
  }
  whole = whole && (data.divided() || take_parts(data, problems));
  return whole ? std::optional(std::move(data)) : std::nullopt;
}

Entry Form<DataSection>::write(const DataSection& value) {
  if (!value.divided() && !value.stream.chosen) return value.train.empty() ? Entry() : write_sources(value.train);
  Entry parts = Entry::map();
  parts.set("train", write_sources(value.train));
  if (!value.valid.empty()) parts.set("valid", write_sources(value.valid));
  if (!value.test.empty()) parts.set("test", write_sources(value.test));
  if (value.stream.chosen) parts.set("stream", Entry::boolean(*value.stream.chosen));
  return parts;
}

Entry Form<DataSection>::schema() {
  Entry path = schema_of("string");
  path.set("format", Entry::text("path"));
  Entry one = Entry::map(), list = schema_of("array"), some = Entry::map();
  one.set("anyOf", Entry::list({path, Form<Source>::schema()}));
  list.set("items", one);
  some.set("anyOf", Entry::list({path, Form<Source>::schema(), list}));
  Entry parts = schema_of("object"), properties = Entry::map();
  for (const char* part : part_names) properties.set(part, some);
  properties.set("stream", Form<OrAuto<bool>>::schema());
  parts.set("properties", properties);
  parts.set("required", Entry::list({Entry::text("train")}));
  parts.set("additionalProperties", Entry::boolean(false));
  Entry schema = Entry::map();
  schema.set("anyOf", Entry::list({path, Form<Source>::schema(), list, parts}));
  return schema;
}

}  // namespace plumb
