#include "plumb/task/evaluate_section.h"

#include <algorithm>

namespace plumb {
namespace {

struct Options {
  std::vector<Metric> metrics = {};
  static void describe(auto& self, auto& field) {
    field("metrics", self.metrics, "What is measured on the test rows.");
  }
};

// Parts of the design that this version has not.
const std::vector<std::string> later{"slices", "calibrate", "intervals", "curves", "thresholds"};

}  // namespace

std::optional<EvaluateSection> Form<EvaluateSection>::read(const Entry& given, Problems& problems) {
  Entry entry = given;
  const size_t before = problems.all().size();
  for (const std::string& name : later)
    if (entry.is_map() && entry.find(name)) {
      problems.add(name, "comes with a later version; today there is `metrics`");
      entry.erase(name);
    }
  if (entry.is_map() && (entry.find("metrics") || problems.all().size() != before)) {
    auto options = read_options<Options>(entry, problems);
    if (!options || problems.all().size() != before) return {};
    return EvaluateSection{std::move(options->metrics)};
  }
  auto metrics = Form<std::vector<Metric>>::read(entry, problems);
  return metrics ? std::optional(EvaluateSection{std::move(*metrics)}) : std::nullopt;
}

Entry Form<EvaluateSection>::schema() {
  Entry schema = Entry::map();
  schema.set("anyOf", Entry::list({Form<std::vector<Metric>>::schema(), schema_of_options<Options>()}));
  return schema;
}

}  // namespace plumb
