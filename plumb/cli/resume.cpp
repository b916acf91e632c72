#include "plumb/cli/command.h"
#include "plumb/cli/run_report.h"

namespace plumb {
namespace {

struct Resume {
  std::string folder = {};
  int threads = 0;
  int64_t stop_after = 0;
  bool json = false;
  static constexpr auto name = "resume";
  static constexpr auto summary = "Goes on with a run that was stopped, to the same numbers.";
  static constexpr auto example = "plumb resume runs/adult-1";
  static constexpr std::array arguments{"folder"};
  static void describe(auto& self, auto& field) {
    field("folder", self.folder, "The run folder.", required);
    field("threads", self.threads, "Threads; 0: as many as the run began with.", at_least(0));
    field("stop_after", self.stop_after, "Stops after so many updates in all, as Ctrl-C would; 0: trains to the end.",
          at_least(0));
    field("json", self.json, "The metrics as JSON.");
  }
  int run() const {
    return print_run(
        resume_run(folder, {.threads = threads, .quiet = json, .stop_after = stop_after, .may_exit = true}), json);
  }
};

[[maybe_unused]] const bool registered = add_command<Resume>();

}  // namespace
}  // namespace plumb
