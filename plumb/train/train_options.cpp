#include "plumb/train/train_options.h"

#include "plumb/train/optimizers/adam.h"
#include "plumb/train/schedules/constant.h"

namespace plumb {

TrainOptions::TrainOptions() : optimizer(Adam{}), schedule(ConstantRate{}) {}

std::optional<ClassWeights> Form<ClassWeights>::read(const Entry& entry, Problems& problems) {
  if (entry.is_null() || entry.word() == "none") return ClassWeights{};
  if (entry.word() == "balanced") return ClassWeights{.balanced = true};
  if (!entry.is_map()) {
    problems.add(fmt::format("needs none, balanced, or a number for each class as {{yes: 5, no: 1}}, got {}{}",
                             shown(entry), did_you_mean(entry.word(), {"none", "balanced"})));
    return {};
  }
  auto by_label = Form<std::map<std::string, double>>::read(entry, problems);
  if (!by_label) return {};
  for (const auto& [label, weight] : *by_label)
    if (!(weight >= 0)) {
      problems.add(label, fmt::format("must be at least 0, got {}", weight));
      return {};
    }
  return ClassWeights{.by_label = std::move(*by_label)};
}

Entry Form<ClassWeights>::write(const ClassWeights& value) {
  if (value.balanced) return Entry::text("balanced");
  return value.by_label.empty() ? Entry::text("none") : Form<std::map<std::string, double>>::write(value.by_label);
}

Entry Form<ClassWeights>::schema() {
  Entry words = Entry::map(), schema = Entry::map();
  words.set("enum", Entry::list({Entry::text("none"), Entry::text("balanced")}));
  schema.set("anyOf", Entry::list({words, Form<std::map<std::string, double>>::schema()}));
  return schema;
}

}  // namespace plumb
