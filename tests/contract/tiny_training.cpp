#include "tests/contract/tiny_training.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "plumb/core/random.h"
#include "tests/support/device.h"
#include "tests/support/program.h"

namespace plumb::contract {
namespace {

constexpr int64_t valid_rows = 12;

template <class Element>
TensorRows tensor(const std::string& name, Type type, const Shape& row, int64_t rows,
                  const std::function<double()>& draw) {
  auto held = std::make_shared<std::vector<Element>>();
  for (int64_t i = 0; i < rows * count(row); ++i) held->push_back(static_cast<Element>(draw()));
  return {.name = name,
          .type = type,
          .row_shape = row,
          .data = std::shared_ptr<const void>(held, held->data()),
          .rows = rows};
}

/// The longest sequence whose lengths this input holds; 0: it holds something else.
int64_t longest(const std::vector<InputSpec>& inputs, const std::string& lengths) {
  for (const InputSpec& input : inputs)
    if (input.lengths == lengths) return input.shape.at(0);
  return 0;
}

TrainRows drawn(const std::vector<InputSpec>& inputs, const TargetSpec& target, int64_t rows, uint64_t seed) {
  Random random(seed, "rows");
  const auto code = [&](int64_t from, int64_t below) {
    return [&random, from, below] {
      return std::floor(random.uniform(static_cast<double>(from), static_cast<double>(below)));
    };
  };
  const auto number = [&] { return random.uniform(-1, 1); };
  TrainRows all;
  for (const InputSpec& input : inputs) {
    const int64_t steps = longest(inputs, input.name);
    if (input.type == Type::u8)
      all.inputs.push_back(tensor<uint8_t>(input.name, input.type, input.shape, rows, code(0, 256)));
    else if (input.type == Type::s32)
      all.inputs.push_back(tensor<int32_t>(input.name, input.type, input.shape, rows,
                                           steps > 0 ? code(1, steps + 1) : code(0, input.codes)));
    else
      all.inputs.push_back(tensor<float>(input.name, input.type, input.shape, rows, number));
  }
  const auto labels = static_cast<int64_t>(target.labels.size());
  if (target.is_class())
    all.targets.push_back(tensor<int32_t>(target.name, Type::s32, {}, rows, code(0, labels)));
  else if (target.is_set())
    all.targets.push_back(tensor<float>(target.name, Type::f32, target.row_shape(), rows, code(0, 2)));
  else
    all.targets.push_back(tensor<float>(target.name, Type::f32, target.row_shape(), rows, number));
  return all;
}

std::string bytes_of(const States::Tensor& tensor) {
  return {reinterpret_cast<const char*>(tensor.data.get()), tensor.bytes()};
}

std::string changed_states(const States& got, const States& expected) {
  std::string changed;
  for (const auto& [name, tensor] : expected.all)
    if (const auto found = got.all.find(name); found == got.all.end() || bytes_of(found->second) != bytes_of(tensor))
      changed += "state \"" + name + "\"\n";
  for (const auto& [name, tensor] : got.all)
    if (!expected.all.contains(name)) changed += "state \"" + name + "\" is new\n";
  return changed;
}

std::string changed_history(const History& got, const History& expected) {
  std::string changed;
  if (got.stopped != expected.stopped) changed += "stopped: " + got.stopped + " / " + expected.stopped + "\n";
  if (got.epochs.size() != expected.epochs.size()) return changed + "the number of epochs\n";
  for (size_t i = 0; i < expected.epochs.size(); ++i)
    for (const auto& [name, value] : expected.epochs[i])
      if (const auto found = got.epochs[i].find(name);
          name != "seconds" && (found == got.epochs[i].end() || found->second != value))
        changed += fmt::format("{} of epoch {}\n", name, i);
  return changed;
}

/// Files in a run's folder and what must be the same of them: weights to the bit, of texts the number of lines (they
/// say seconds), of others the size. Numbers in names may be times of day.
std::multiset<std::string> files_in(const Path& folder) {
  std::multiset<std::string> files;
  for (const auto& item : std::filesystem::recursive_directory_iterator(folder)) {
    std::string name = std::filesystem::relative(item.path(), folder).string();
    if (!item.is_regular_file() || name.starts_with("checkpoints")) continue;
    const std::string content = testing::content(item.path());
    std::replace_if(
        name.begin(), name.end(), [](char c) { return c >= '0' && c <= '9'; }, '#');
    const std::string extension = item.path().extension().string();
    if (extension == ".safetensors")
      name += fmt::format(" of hash {}", std::hash<std::string>{}(content));
    else if (extension == ".csv" || extension == ".jsonl" || extension == ".txt")
      name += fmt::format(" of {} lines", std::count(content.begin(), content.end(), '\n'));
    else
      name += fmt::format(" of {} bytes", content.size());
    files.insert(name);
  }
  return files;
}

}  // namespace

TargetSpec labelled(int64_t labels, Choice choice) {
  TargetSpec target{.name = "target", .choice = choice};
  for (int64_t i = 0; i < labels; ++i) target.labels.push_back("label " + std::to_string(i));
  return target;
}

TinyTraining::TinyTraining(const std::vector<InputSpec>& inputs, const TargetSpec& of, const Architecture& model) {
  target.spec = of;
  network = model.build({.inputs = inputs, .targets = {of}, .rows = tiny_rows}).network;
  rows = drawn(network.inputs, of, tiny_rows, 1);
  valid = drawn(network.inputs, of, valid_rows, 2);
  options.epochs = 3;
  options.batch_size = tiny_batch;
}

History TinyTraining::run(States& states, const Path& folder, int64_t stop_after, bool resume) const {
  TrainSettings settings;
  settings.seed = tiny_seed;
  settings.device = testing::tested_device();
  settings.threads = 2;
  settings.folder = folder;
  settings.resume = resume;
  settings.stop_after = stop_after;
  settings.quiet = true;
  return train(network, {target}, rows, &valid, options, settings, states);
}

std::string changed_by_resuming(const TinyTraining& training, const std::vector<int64_t>& stops) {
  const testing::ScratchFolder whole, parts;
  States reference, states;
  const History expected = training.run(reference, whole.path());
  bool resume = false;
  for (const int64_t stop : stops) {
    if (stop >= expected.steps) continue;  // it ended by itself before
    States lost;
    if (!training.run(lost, parts.path(), stop, resume).interrupted)
      return fmt::format("it ended at update {}\n", stop);
    resume = true;
  }
  if (!resume) return fmt::format("it ended after {} updates, before it was to be stopped\n", expected.steps);
  const History history = training.run(states, parts.path(), 0, true);
  std::string changed = changed_states(states, reference) + changed_history(history, expected);
  const std::multiset<std::string> wanted = files_in(whole.path()), found = files_in(parts.path());
  for (const auto& [of, others, says] : {std::tuple(&wanted, &found, "lacks"), std::tuple(&found, &wanted, "has")}) {
    std::vector<std::string> alone;
    std::set_difference(of->begin(), of->end(), others->begin(), others->end(), std::back_inserter(alone));
    for (const std::string& file : alone) changed += fmt::format("{} the file {}\n", says, file);
  }
  return changed;
}

}  // namespace plumb::contract
