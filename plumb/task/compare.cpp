#include "plumb/task/compare.h"

#include <algorithm>
#include <cmath>

#include "plumb/core/text_table.h"
#include "plumb/task/assess.h"
#include "plumb/task/fold_store.h"
#include "plumb/task/read_task.h"
#include "plumb/task/run_folder.h"

namespace plumb {
namespace {

std::string leaf(const Entry* entry) {
  if (!entry) return "-";
  return entry->is_scalar() ? entry->word() : to_json(*entry, -1);
}

void collect(const std::string& path, const Entry* a, const Entry* b, std::vector<Comparison::Difference>& found) {
  if (a && b && *a == *b) return;
  const auto inside = [&](const std::string& name) { return path.empty() ? name : path + "." + name; };
  if (a && b && a->is_map() && b->is_map()) {
    for (const Entry::Field& field : a->fields()) collect(inside(field.name), &field.value, b->find(field.name), found);
    for (const Entry::Field& field : b->fields())
      if (!a->find(field.name)) collect(inside(field.name), nullptr, &field.value, found);
    return;
  }
  if (a && b && a->is_list() && b->is_list()) {
    const auto &of_a = a->items(), &of_b = b->items();
    for (size_t i = 0; i < std::max(of_a.size(), of_b.size()); ++i)
      collect(fmt::format("{}[{}]", path, i), i < of_a.size() ? &of_a[i] : nullptr,
              i < of_b.size() ? &of_b[i] : nullptr, found);
    return;
  }
  found.push_back({path, leaf(a), leaf(b)});
}

Task task_of(const Path& run) {
  require_begun(run);
  return read_task((run / "task.yaml").string());
}

Entry json_in(const Path& run, const char* name) {
  const Path file = run / name;
  if (!std::filesystem::exists(file))
    throw Error("{}: has no {}; was it trained to the end by this version? `plumb resume` goes on", run.string(), name);
  return parse_json(read_file(file), file.string());
}

std::string hash_of_scored(const Entry& facts) {
  for (const char* part : {"all", "test"})
    if (const Entry* found = facts.find(part)) return found->at("hash").word();
  return {};
}

/// Whether the truth is the same in the same order: a cross-validation with other folds scores the same rows, but in
/// another order.
bool paired(const Predictions& a, const Predictions& b) {
  return a.target == b.target && a.labels == b.labels && a.classes == b.classes && a.members == b.members &&
         a.numbers == b.numbers && a.weights == b.weights;
}

std::string p_text(double p) { return p < 0.001 ? "< 0.001" : fmt::format("{:.3f}", p); }

std::string table_of(const char* what, const std::string& a, const std::string& b,
                     const std::vector<Comparison::Difference>& all) {
  if (all.empty()) return fmt::format("{}: the same\n", what);
  TextTable table({what, a, b});
  for (const auto& one : all) table.row({one.path, one.a, one.b});
  return table.text();
}

Entry entry_of(const std::vector<Comparison::Difference>& all) {
  Entry list = Entry::list();
  for (const auto& one : all) {
    Entry difference = Entry::map();
    difference.set("path", Entry::text(one.path));
    difference.set("a", Entry::text(one.a));
    difference.set("b", Entry::text(one.b));
    list.push(difference);
  }
  return list;
}

}  // namespace

std::vector<Comparison::Difference> differences(const Entry& a, const Entry& b) {
  std::vector<Comparison::Difference> found;
  collect("", &a, &b, found);
  return found;
}

Comparison compare_runs(const Path& a, const Path& b, const Bootstrap& bootstrap) {
  const Task task_a = task_of(a), task_b = task_of(b);
  const Entry facts_a = json_in(a, "data.json"), facts_b = json_in(b, "data.json");
  json_in(a, "metrics.json");
  json_in(b, "metrics.json");
  Comparison result{.a = a.string(), .b = b.string()};
  result.task = differences(write_options(task_a), write_options(task_b));
  result.data = differences(facts_a, facts_b);
  const auto said_in = [](const Path& run) {
    const Path file = run / "predictions.safetensors";
    return std::filesystem::exists(file) ? load_fold(file) : std::vector<Predictions>{};
  };
  const std::vector<Predictions> said_a = said_in(a), said_b = said_in(b);
  const bool same_hash = hash_of_scored(facts_a) == hash_of_scored(facts_b);
  result.same_rows = same_hash && !said_a.empty();
  for (const Predictions& one : said_a) {
    const auto other = std::find_if(said_b.begin(), said_b.end(), [&](const Predictions& p) {
      return p.target == one.target && p.classifies() == one.classifies() && p.is_set() == one.is_set();
    });
    if (other == said_b.end()) continue;
    const bool pairs = same_hash && paired(one, *other);
    result.same_rows = result.same_rows && pairs;
    const std::vector<TrainedTarget> target{
        {.spec = {.name = one.target, .labels = one.labels, .choice = one.is_set() ? Choice::any : Choice::one}}};
    for (const Metric& metric : with_metrics(measured_metrics(task_a, target), measured_metrics(task_b, target))) {
      if (!metric.fits(one)) continue;
      Comparison::Score score{.target = one.target, .metric = metric.score_name(), .tested = pairs};
      score.test = pairs ? paired_difference(metric, one, *other, bootstrap)
                         : PairedDifference{.a = metric.score(one).value, .b = metric.score(*other).value};
      result.scores.push_back(std::move(score));
    }
    if (pairs && one.classifies()) result.calls.emplace_back(one.target, mcnemar(one, *other));
  }
  return result;
}

Entry Comparison::entry() const {
  Entry entry = Entry::map(), list = Entry::list(), tests = Entry::map();
  entry.set("a", Entry::text(a));
  entry.set("b", Entry::text(b));
  entry.set("task", entry_of(task));
  entry.set("data", entry_of(data));
  entry.set("same_rows", Entry::boolean(same_rows));
  for (const Score& score : scores) {
    Entry one = Entry::map();
    one.set("target", Entry::text(score.target));
    one.set("metric", Entry::text(score.metric));
    one.set("a", Entry::number(score.test.a));
    one.set("b", Entry::number(score.test.b));
    one.set("difference", Entry::number(score.test.b - score.test.a));
    if (score.test.interval)
      one.set("interval",
              Entry::list({Entry::number((*score.test.interval)[0]), Entry::number((*score.test.interval)[1])}));
    if (score.tested) one.set("p", Entry::number(score.test.p));
    list.push(one);
  }
  entry.set("scores", list);
  for (const auto& [target, test] : calls) {
    Entry one = Entry::map();
    one.set("only_a_right", Entry::number(test.only_a));
    one.set("only_b_right", Entry::number(test.only_b));
    one.set("p", Entry::number(test.p));
    tests.set(target, one);
  }
  if (!calls.empty()) entry.set("mcnemar", tests);
  return entry;
}

std::string Comparison::text() const {
  std::string result = table_of("task", a, b, task) + "\n" + table_of("data", a, b, data) + "\n";
  const bool several =
      std::any_of(scores.begin(), scores.end(), [&](const Score& s) { return s.target != scores.front().target; });
  TextTable table({"metric", a, b, "difference", "95 % interval", "p"});
  for (const Score& score : scores)
    table.row({several ? score.target + " " + score.metric : score.metric, short_number(score.test.a),
               short_number(score.test.b), fmt::format("{:+.4g}", score.test.b - score.test.a),
               score.test.interval
                   ? fmt::format("{:+.4g} to {:+.4g}", (*score.test.interval)[0], (*score.test.interval)[1])
                   : "-",
               score.tested ? p_text(score.test.p) : "-"});
  result += scores.empty() ? "scores: no target is scored by both\n" : table.text();
  if (!same_rows) result += "not tested: the runs did not score the same rows\n";
  for (const auto& [target, test] : calls)
    result += fmt::format("{}: only {} calls {} rows right, only {} calls {} (McNemar's test: p {})\n", target, a,
                          with_commas(test.only_a), b, with_commas(test.only_b),
                          test.p < 0.001 ? p_text(test.p) : "= " + p_text(test.p));
  return result;
}

}  // namespace plumb
