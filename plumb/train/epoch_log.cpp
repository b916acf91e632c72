#include "plumb/train/epoch_log.h"

#include <fmt/core.h>

#include <sstream>

#include "plumb/core/entry.h"

namespace plumb {

std::string log_of(const std::vector<std::map<std::string, double>>& epochs) {
  std::string log;
  for (size_t i = 0; i < epochs.size(); ++i) {
    Entry line = Entry::map();
    line.set("epoch", Entry::number(static_cast<int64_t>(i + 1)));
    for (const auto& [name, value] : epochs[i]) line.set(name, Entry::number(value));
    log += to_json(line, -1) + '\n';
  }
  return log;
}

std::vector<std::map<std::string, double>> epochs_of_log(const std::string& log, const std::string& name) {
  std::vector<std::map<std::string, double>> epochs;
  std::istringstream lines(log);
  for (std::string line; std::getline(lines, line);) {
    auto& epoch = epochs.emplace_back();
    const Entry of_epoch = parse_json(line, name);
    for (const Entry::Field& field : of_epoch.fields())
      if (field.name != "epoch") epoch[field.name] = field.value.as_double();
  }
  return epochs;
}

std::string line_of_epoch(int64_t epoch, int64_t epochs, const std::map<std::string, double>& metrics) {
  std::string line = fmt::format("epoch {}/{}", epoch + 1, epochs);
  for (const auto& [name, value] : metrics)
    if (name != "seconds" && name != "learning_rate") line += fmt::format("  {} {:.4f}", name, value);
  return line + fmt::format("  {:.1f} s", metrics.at("seconds"));
}

}  // namespace plumb
