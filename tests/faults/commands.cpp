// The commands that write files, as they are in the program, so that a test can call them where it makes their writes
// fail. Each registers itself by the same name.
#include "plumb/cli/command.cpp"     // NOLINT(bugprone-suspicious-include)
#include "plumb/cli/run_report.cpp"  // NOLINT(bugprone-suspicious-include)
#define registered docs_registered
#include "plumb/cli/docs.cpp"  // NOLINT(bugprone-suspicious-include)
#undef registered
#define registered evaluate_registered
#include "plumb/cli/evaluate.cpp"  // NOLINT(bugprone-suspicious-include)
#undef registered
#define registered export_registered
#include "plumb/cli/export.cpp"  // NOLINT(bugprone-suspicious-include)
#undef registered
#define registered find_rate_registered
#include "plumb/cli/find_rate.cpp"  // NOLINT(bugprone-suspicious-include)
#undef registered
#define registered init_registered
#include "plumb/cli/init.cpp"  // NOLINT(bugprone-suspicious-include)
#undef registered
#define registered predict_registered
#include "plumb/cli/predict.cpp"  // NOLINT(bugprone-suspicious-include)
#undef registered
#define registered profile_registered
#include "plumb/cli/profile.cpp"  // NOLINT(bugprone-suspicious-include)
#undef registered
