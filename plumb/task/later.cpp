#include "plumb/task/later.h"

#include <algorithm>
#include <array>

#include "plumb/deploy/export_target.h"

namespace plumb {
namespace {

struct Later {
  const char* section;
  const char* what;
  const char* today;
};

constexpr std::array sections{
    Later{"tune", "the search over options", "set options with `--set`, and compare runs with `plumb runs`"},
    Later{"explain", "explanations", "see `plumb evaluate` for who is taken for whom"},
    Later{"harden", "attacks, defences and privacy", "regularizers, dropout and augmentation are there"},
};

// Of `deploy`: targets that serve or wrap.
constexpr std::array later_targets{"serve", "page", "docker", "quantize"};

std::string word_of(const Entry& target) {
  return target.is_map() && target.fields().size() == 1 ? target.fields().front().name : target.word();
}

void answer_later_targets(Entry& deploy, const Problems& problems) {
  std::vector<Entry> kept;
  const std::vector<Entry> targets = deploy.is_list() ? deploy.items() : std::vector{deploy};
  for (size_t i = 0; i < targets.size(); ++i) {
    const std::string word = word_of(targets[i]);
    if (std::find(later_targets.begin(), later_targets.end(), word) == later_targets.end())
      kept.push_back(targets[i]);
    else
      problems.within(fmt::format("[{}]", i), targets[i])
          .add(fmt::format("`{}` comes with a later version; today there are {}", word,
                           join(registry<ExportTarget>().words())));
  }
  const Mark mark = deploy.mark;
  deploy = Entry::list(std::move(kept));
  deploy.mark = mark;
}

}  // namespace

void answer_later_sections(Entry& task, Problems& problems) {
  for (const auto& [section, what, today] : sections)
    if (task.is_map() && task.find(section)) {
      problems.add(section, fmt::format("{} comes with a later version; today: {}", what, today));
      task.erase(section);
    }
  if (Entry* deploy = task.find("deploy")) answer_later_targets(*deploy, problems.within("deploy", *deploy));
}

}  // namespace plumb
