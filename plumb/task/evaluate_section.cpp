#include "plumb/task/evaluate_section.h"

#include <algorithm>

namespace plumb {
namespace {

std::vector<std::string> option_names() {
  std::vector<std::string> names;
  for (const OptionHelp& option : help_of_options<EvaluateSection>()) names.push_back(option.name);
  return names;
}

/// Whether a map is a metric with options (`f1: {average: macro}`), and not options of the section, mistyped ones
/// among them.
bool is_one_metric(const Entry& entry) {
  if (entry.fields().size() != 1) return false;
  const std::string& name = entry.fields().front().name;
  const auto options = option_names();
  if (std::find(options.begin(), options.end(), name) != options.end()) return false;
  return registry<Metric>().find(name) != nullptr || did_you_mean(name, options).empty();
}

/// What is shorter to say: true, false.
Entry spelled_out(Entry entry) {
  const auto say = [&](const char* name, const char* truth, const char* falsehood) {
    Entry* given = entry.find(name);
    if (!given || given->kind() != Entry::Kind::boolean) return;
    const Mark mark = given->mark;
    *given = Entry::scalar(given->as_bool() ? truth : falsehood, false);
    given->mark = mark;
  };
  say("calibrate", "temperature", "none");
  say("baseline", "auto", "none");
  say("intervals", shortest(Bootstrap().level).c_str(), "0");
  say("threshold", "f1", "none");
  return entry;
}

}  // namespace

std::optional<EvaluateSection> Form<EvaluateSection>::read(const Entry& entry, Problems& problems) {
  if (entry.is_map() && !is_one_metric(entry)) return read_options<EvaluateSection>(spelled_out(entry), problems);
  auto metrics = Form<std::vector<Metric>>::read(entry, problems);
  return metrics ? std::optional(EvaluateSection{.metrics = std::move(*metrics)}) : std::nullopt;
}

Entry Form<EvaluateSection>::schema() {
  Entry schema = Entry::map();
  schema.set("anyOf", Entry::list({Form<std::vector<Metric>>::schema(), schema_of_options<EvaluateSection>()}));
  return schema;
}

std::optional<Bootstrap> EvaluateSection::bootstrap(uint64_t seed) const {
  if (intervals == 0) return {};
  return Bootstrap{.level = intervals, .resamples = resamples, .seed = seed};
}

std::vector<Metric> with_metrics(std::vector<Metric> metrics, const std::vector<Metric>& more) {
  for (const Metric& metric : more) {
    const auto is_there = [&](const Metric& other) { return other.score_name() == metric.score_name(); };
    if (std::none_of(metrics.begin(), metrics.end(), is_there)) metrics.push_back(metric);
  }
  return metrics;
}

}  // namespace plumb
