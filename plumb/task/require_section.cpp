#include "plumb/task/require_section.h"

#include <algorithm>
#include <cmath>
#include <regex>

#include "plumb/core/text_table.h"

namespace plumb {
namespace {

constexpr auto pattern_words = "e.g. \">= 0.85\", \"<= 12\", \">= baseline + 0.05\" or \"<= baseline * 0.9\"";
const std::vector<std::string> baseline_words{"baseline", "majority", "mean", "linear"};

std::optional<Requirement> parse(const std::string& score, const std::string& text) {
  static const std::regex pattern(
      R"(\s*(>=|<=|>|<)\s*(?:([-+]?[0-9.]+(?:[eE][-+]?[0-9]+)?)|([a-z]+)(?:\s*([-+*])\s*([0-9.]+(?:[eE][-+]?[0-9]+)?))?)\s*)");
  std::smatch found;
  if (!std::regex_match(text, found, pattern)) return {};
  Requirement one{.score = score, .text = text};
  one.at_least = found[1].str().front() == '>';
  one.strictly = found[1].length() == 1;
  if (found[2].matched) {
    one.number = Entry::scalar(found[2].str(), false).as_double();
    return std::isnan(one.number) ? std::nullopt : std::optional(one);
  }
  one.baseline = found[3].str();
  if (!found[4].matched) return one;
  const double by = Entry::scalar(found[5].str(), false).as_double();
  if (std::isnan(by)) return {};  // 1.2.3
  if (found[4].str() == "*")
    one.factor = by;
  else
    one.number = found[4].str() == "-" ? -by : by;
  return one;
}

std::optional<Metric> metric_of(const std::string& score, const EvaluateSection& evaluate) {
  for (const Metric& metric : evaluate.metrics)
    if (metric.score_name() == score) return metric;
  if (registry<Metric>().find(score)) return registry<Metric>().make(score);
  return {};
}

/// The score of a baseline; of "baseline" that of the better one. NaN where there is none.
double baseline_score(const Report& report, const std::string& word, const std::string& score, bool higher) {
  double best = std::nan("");
  const Entry* baselines = report.json.find("baselines");
  if (!baselines) return best;
  for (const Entry::Field& baseline : baselines->fields()) {
    if (word != "baseline" && word != baseline.name) continue;
    const double value = baseline.value.at(score).as_double();
    if (std::isnan(value)) continue;
    if (std::isnan(best) || (higher ? value > best : value < best)) best = value;
  }
  return best;
}

}  // namespace

void RequireSection::check(const EvaluateSection& evaluate, Problems problems) const {
  std::vector<std::string> known = registry<Metric>().words();
  for (const Metric& metric : evaluate.metrics) known.push_back(metric.score_name());
  for (const Requirement& one : all) {
    const auto metric = metric_of(one.score, evaluate);
    Problems here = problems.within("require", one.given).within(one.score, one.given);
    if (!metric) {
      here.add(fmt::format(
          "\"{}\" is not measured{}", one.score,
          did_you_mean(one.score, known).empty() ? "; metrics are " + join(known) : did_you_mean(one.score, known)));
      continue;
    }
    if (metric->higher_is_better() != one.at_least)
      here.add(fmt::format("{} is better the {} it is, so a bound begins with {}; got \"{}\"", one.score,
                           metric->higher_is_better() ? "higher" : "lower",
                           metric->higher_is_better() ? ">=" : "<=", one.text));
    if (one.baseline.empty()) continue;
    if (evaluate.baseline == BaselineKind::none)
      here.add(fmt::format("\"{}\" needs a baseline, but `evaluate.baseline` is none; write auto there", one.text));
    if (one.baseline == "linear" && evaluate.baseline == BaselineKind::constant)
      here.add("\"linear\" needs the linear model, but `evaluate.baseline` is constant; write auto there");
  }
}

std::vector<Metric> RequireSection::metrics(const EvaluateSection& evaluate) const {
  std::vector<Metric> needed;
  for (const Requirement& one : all)
    if (auto metric = metric_of(one.score, evaluate)) needed.push_back(std::move(*metric));
  return needed;
}

std::optional<RequireSection> Form<RequireSection>::read(const Entry& entry, Problems& problems) {
  RequireSection section;
  if (entry.is_null()) return section;
  if (!entry.is_map()) {
    problems.add(fmt::format("needs a bound for each metric, e.g. {{accuracy: \">= 0.85\"}}, got {}", shown(entry)));
    return {};
  }
  const size_t before = problems.all().size();
  for (const Entry::Field& field : entry.fields()) {
    const auto one = field.value.is_scalar() ? parse(field.name, field.value.word()) : std::nullopt;
    Problems here = problems.within(field.name, field.value);
    if (!one) {
      here.add(fmt::format("needs a comparison, {}; got {}", pattern_words, shown(field.value)));
    } else if (!one->baseline.empty() &&
               std::find(baseline_words.begin(), baseline_words.end(), one->baseline) == baseline_words.end()) {
      const std::string hint = did_you_mean(one->baseline, baseline_words);
      here.add(fmt::format("\"{}\" is no baseline{}", one->baseline,
                           hint.empty() ? "; there are " + join(baseline_words) : hint));
    } else {
      section.all.push_back(*one);
      section.all.back().given = field.value;
    }
  }
  return problems.all().size() == before ? std::optional(section) : std::nullopt;
}

Entry Form<RequireSection>::write(const RequireSection& value) {
  Entry entry = Entry::map();
  for (const Requirement& one : value.all) entry.set(one.score, Entry::text(one.text));
  return entry;
}

Entry Form<RequireSection>::schema() {
  Entry schema = schema_of("object");
  schema.set("additionalProperties", schema_of("string"));
  return schema;
}

std::string Verdict::sentence() const {
  if (std::isnan(bound)) return fmt::format("{} of {}: there is no such baseline for \"{}\"", score, target, text);
  const std::string wanted = text.find_first_of("abcdefghijklmnopqrstuvwxyz") == std::string::npos
                                 ? text
                                 : fmt::format("{}, which is {},", text, short_number(bound));
  if (met) return fmt::format("{} of {} is {} and meets {}", score, target, short_number(value), wanted);
  if (std::isnan(value)) return fmt::format("{} of {} is no number and misses {}", score, target, wanted);
  return fmt::format("{} of {} is {} and misses {} by {}", score, target, short_number(value), wanted,
                     short_number(std::abs(bound - value)));
}

std::vector<Verdict> judge(const RequireSection& section, const std::vector<Report>& reports) {
  std::vector<Verdict> verdicts;
  for (const Requirement& one : section.all)
    for (const Report& report : reports)
      for (const Score& score : report.scores) {
        if (score.name != one.score) continue;
        const double base =
            one.baseline.empty() ? 0 : baseline_score(report, one.baseline, score.name, one.at_least) * one.factor;
        Verdict verdict{.target = report.target, .score = score.name, .text = one.text, .value = score.value};
        verdict.bound = base + one.number;
        const double above = one.at_least ? verdict.value - verdict.bound : verdict.bound - verdict.value;
        verdict.met = one.strictly ? above > 0 : above >= 0;
        verdicts.push_back(verdict);
      }
  return verdicts;
}

Entry verdicts_entry(const std::vector<Verdict>& verdicts) {
  Entry list = Entry::list();
  for (const Verdict& verdict : verdicts) {
    Entry one = Entry::map();
    one.set("target", Entry::text(verdict.target));
    one.set("metric", Entry::text(verdict.score));
    one.set("required", Entry::text(verdict.text));
    one.set("bound", Entry::number(verdict.bound));
    one.set("value", Entry::number(verdict.value));
    one.set("met", Entry::boolean(verdict.met));
    list.push(one);
  }
  return list;
}

}  // namespace plumb
