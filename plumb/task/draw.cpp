#include "plumb/task/draw.h"

#include <fmt/core.h>

#include "plumb/train/epoch_log.h"

namespace plumb {

void draw(const Path& folder, const std::vector<Predictions>& said,
          const std::vector<std::map<std::string, double>>& epochs) {
  constexpr size_t most_classes = 100;  // of a matrix that can be read
  make_folder(folder);
  if (!epochs.empty()) write_file(folder / "learning.svg", learning_chart(epochs).svg());
  for (size_t i = 0; i < said.size(); ++i) {
    const std::string ending = i == 0 ? ".svg" : fmt::format("-{}.svg", i + 1);
    for (const auto& [name, chart] : charts_of(said[i])) write_file(folder / (name + ending), chart.svg());
    if (said[i].classifies() && said[i].labels.size() <= most_classes)
      write_file(folder / ("confusion" + ending), confusion_chart(said[i]).svg());
  }
}

std::string drawn_as_text(const std::vector<Predictions>& said, const Path& run) {
  std::string text;
  if (const Path log = run / "log.jsonl"; std::filesystem::exists(log))
    text = "\n" + learning_chart(epochs_of_log(read_file(log), log.string())).text();
  for (const Predictions& one : said)
    for (const auto& [name, chart] : charts_of(one)) text += "\n" + chart.text();
  return text;
}

}  // namespace plumb
