#pragma once

#include <filesystem>

namespace plumb {

/// Stands between the program and the disk, so that tests can see what a failing disk or a killed process leaves
/// behind. Asked before every operation that changes a file or a folder ("create", "write", "sync", "close", "rename",
/// "sync folder", "make folder", "append"); returns the errno with which the operation shall fail, or 0.
/// A "write" that fails has written half of its bytes.
using FileFault = int (*)(const char* operation, const std::filesystem::path& path);

/// Null: none, as in every run that is no test. Returns the one that was set before.
FileFault set_file_fault(FileFault fault);

}  // namespace plumb
