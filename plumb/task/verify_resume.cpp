#include "plumb/task/verify_resume.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstring>
#include <thread>

#include "plumb/core/progress.h"
#include "plumb/core/random.h"
#include "plumb/core/safetensors.h"
#include "plumb/core/text_table.h"
#include "plumb/task/child.h"
#include "plumb/task/run_folder.h"
#include "plumb/train/checkpoints.h"

namespace plumb {
namespace {

namespace fs = std::filesystem;

/// A folder for temporary files that goes when this does.
class Workplace {
 public:
  Workplace() : path_(fs::temp_directory_path() / fmt::format("plumb-verify-{}", ::getpid())) { make_folder(path_); }
  ~Workplace() {
    std::error_code problem;
    fs::remove_all(path_, problem);
  }
  Workplace(const Workplace&) = delete;
  Workplace& operator=(const Workplace&) = delete;
  Path operator/(const std::string& name) const { return path_ / name; }

 private:
  Path path_;
};

/// Files below a folder whose names begin so, in order.
std::vector<Path> find(const Path& folder, const std::string& begin) {
  std::vector<Path> files;
  std::error_code problem;
  for (auto at = fs::recursive_directory_iterator(folder, problem); at != fs::recursive_directory_iterator();
       at.increment(problem)) {
    if (problem) break;  // a training just removed what was looked at
    if (at->path().filename().string().starts_with(begin)) files.push_back(at->path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

/// Runs trainings of the task in processes of their own.
class Trainings {
 public:
  Trainings(std::string task, const VerifySettings& settings) : task_(std::move(task)), settings_(settings) {}

  /// A training from the beginning; its run folder lies in `place`.
  std::unique_ptr<Child> begin(const Path& place, int64_t stop_after) const {
    make_folder(place);
    std::vector<std::string> words{settings_.program,
                                   "train",
                                   task_,
                                   "--quiet",
                                   "--runs",
                                   (place / "runs").string(),
                                   "--stop-after",
                                   std::to_string(stop_after),
                                   "--threads",
                                   std::to_string(settings_.threads)};
    std::vector<std::string> set = settings_.set;
    set.push_back(fmt::format("train.checkpoint={{every: {} steps, keep: 3}}", every()));
    set.emplace_back("deploy=[]");
    for (const std::string& one : set) words.insert(words.end(), {"--set", one});
    return std::make_unique<Child>(words, place / "log");
  }
  void resume(const Path& place) const {
    const auto runs = fs::directory_iterator(place / "runs");
    Child child({settings_.program, "resume", runs->path().string(), "--quiet", "--stop-after",
                 std::to_string(settings_.steps)},
                place / "log");
    require_fine(child, place);
  }
  void require_fine(Child& child, const Path& place) const {
    if (const int code = child.wait(); code != 0)
      throw Error(fmt::format("a training of {} failed:\n{}", task_, read_file(place / "log")),
                  code == 4 ? Error::Kind::machine : Error::Kind::mistake);
  }
  int64_t every() const { return std::max<int64_t>(1, settings_.steps / 10); }

 private:
  std::string task_;
  const VerifySettings& settings_;
};

/// What a training left: its newest checkpoint, or, where it came to its end before so many updates, its weights.
Path result_in(const Path& place) {
  auto files = find(place, "step-");
  if (files.empty()) files = find(place, "weights.safetensors");
  require(!files.empty(), "the training left nothing to compare:\n{}", read_file(place / "log"));
  return files.back();
}

std::string difference_of(const std::string& name, const TensorBytes& a, const TensorBytes& b) {
  if (a.type != b.type || a.shape != b.shape) return name + " has another shape or type";
  if (a.type != Type::f32) return name + " differs";
  double largest = 0;
  for (size_t i = 0; i + 4 <= a.bytes.size(); i += 4) {
    float x = 0, y = 0;
    std::memcpy(&x, a.bytes.data() + i, 4);
    std::memcpy(&y, b.bytes.data() + i, 4);
    largest = std::max(largest, std::abs(static_cast<double>(x) - static_cast<double>(y)));
  }
  return fmt::format("{} differs by up to {:.3g}", name, largest);
}

/// The standing without what no two runs share: times, and what callbacks noted of them.
Entry comparable(const std::string& standing) {
  Entry entry = parse_json(standing, "checkpoint");
  for (const char* name : {"seconds", "callbacks"}) entry.erase(name);
  if (Entry* history = entry.find("history"))
    for (Entry& epoch : history->items()) epoch.erase("seconds");
  return entry;
}

ResumeCheck compare(const Path& whole, const Path& resumed, std::string interrupted) {
  const Safetensors a = read_safetensors(result_in(whole)), b = read_safetensors(result_in(resumed));
  ResumeCheck check{.interrupted = std::move(interrupted)};
  size_t bytes = 0;
  for (const auto& [name, tensor] : a.tensors) {
    bytes += tensor.bytes.size();
    const auto other = b.tensors.find(name);
    if (!check.difference.empty()) continue;
    if (other == b.tensors.end())
      check.difference = name + " is missing";
    else if (!std::equal(tensor.bytes.begin(), tensor.bytes.end(), other->second.bytes.begin(),
                         other->second.bytes.end()))
      check.difference = difference_of(name, tensor, other->second);
  }
  check.compared = fmt::format("{} tensors, {}", a.tensors.size(), bytes_text(static_cast<double>(bytes)));
  const auto standing = a.metadata.find("plumb_training"), other = b.metadata.find("plumb_training");
  if (!check.difference.empty() || standing == a.metadata.end()) return check;
  if (other == b.metadata.end() || !(comparable(standing->second) == comparable(other->second)))
    check.difference = "losses, metrics or the place in the data differ";
  return check;
}

}  // namespace

bool ResumeVerdict::same() const {
  return std::all_of(checks.begin(), checks.end(), [](const ResumeCheck& one) { return one.difference.empty(); });
}

int ResumeVerdict::exit_code() const { return same() ? 0 : static_cast<int>(Error::Kind::requirement_missed); }

Entry ResumeVerdict::entry() const {
  Entry entry = Entry::map(), list = Entry::list();
  entry.set("same_bits", Entry::boolean(same()));
  for (const ResumeCheck& check : checks) {
    Entry one = Entry::map();
    one.set("interrupted", Entry::text(check.interrupted));
    one.set("compared", Entry::text(check.compared));
    one.set("same_bits", Entry::boolean(check.difference.empty()));
    one.set("difference", Entry::text(check.difference));
    list.push(one);
  }
  entry.set("checks", list);
  return entry;
}

std::string ResumeVerdict::text() const {
  TextTable table({"interrupted by", "compared with the whole training", "verdict"});
  for (const ResumeCheck& check : checks)
    table.row({check.interrupted, check.compared, check.difference.empty() ? "the same bits" : check.difference});
  return table.text() + (same()
                             ? "A run of this task can be interrupted at any moment: `plumb resume` ends with the same "
                               "bits.\n"
                             : "A resumed run of this task does not end with the same bits.\n");
}

ResumeVerdict verify_resume(const std::string& task, const VerifySettings& settings) {
  const Workplace work;
  const Trainings trainings(task, settings);
  const Path whole = work / "whole", stopped = work / "stopped", killed = work / "killed";
  ResumeVerdict verdict;
  Random random(settings.seed, "verify");

  say(fmt::format("training {} updates without a break", settings.steps));
  trainings.require_fine(*trainings.begin(whole, settings.steps), whole);

  const int64_t stop_at = 1 + static_cast<int64_t>(random.below(static_cast<uint64_t>(settings.steps - 1)));
  say(fmt::format("again, stopped after {} and resumed", stop_at));
  trainings.require_fine(*trainings.begin(stopped, stop_at), stopped);
  trainings.resume(stopped);
  verdict.checks.push_back(compare(whole, stopped, fmt::format("Ctrl-C after {} updates", stop_at)));

  const int64_t wanted = 1 + static_cast<int64_t>(random.below(9));
  say("again, killed and resumed");
  const auto child = trainings.begin(killed, settings.steps);
  const std::string awaited = fmt::format("step-{:012}", wanted * trainings.every());
  while (child->running()) {
    const auto files = find(killed, "step-");
    if (!files.empty() && files.back().filename().string() >= awaited) break;
    std::this_thread::sleep_for(std::chrono::microseconds(200));
  }
  std::this_thread::sleep_for(std::chrono::microseconds(random.below(5000)));
  const bool alive = child->running();
  child->kill();
  const int code = child->wait();
  require(alive || code == 0, "a training of {} failed:\n{}", task, read_file(killed / "log"));
  if (!is_finished(fs::directory_iterator(killed / "runs")->path())) trainings.resume(killed);
  verdict.checks.push_back(compare(
      whole, killed,
      alive ? fmt::format("kill -9 after about {} updates", wanted * trainings.every()) : "nothing: it was too quick"));
  return verdict;
}

}  // namespace plumb
