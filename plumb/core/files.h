#pragma once

#include <filesystem>
#include <functional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "plumb/core/error.h"

namespace plumb {

using Path = std::filesystem::path;

/// The whole file, or an Error that says why it cannot be read. `limit`: refuses larger files.
std::string read_file(const Path& path, size_t limit = size_t{4} << 30);

/// "adlut.csv: no such file or folder; did you mean \"adult.csv\"?"
Error no_such_file(const Path& path);

// Everything that Plumbline writes goes through what follows (a test looks for others): so a full disk has one message,
// and a test can make any of it fail (core/file_faults.h).

/// Writes a file so that a reader sees the old or the new content, never a part: to a temporary beside it, synced,
/// renamed, folder synced. On a failure the old file stays and the temporary goes. A stream that cannot be written to
/// any more throws, so that `write` ends where the disk is full.
void write_file(const Path& path, std::string_view content);
void write_file(const Path& path, const std::function<void(std::ostream&)>& write);

/// Writes `bytes` at `size`, the end of what is wanted of the file; what an interrupted append left behind it goes.
/// Synced: a checkpoint that is written later says how long the file is. Were it shorter after a power cut, the next
/// append would leave a hole, behind which readers of logs find nothing any more.
void append_file(const Path& path, size_t size, std::string_view bytes);

/// A new file in the folder for temporary files, for readers that want a path. The caller removes it.
Path write_temporary(std::string_view content, const std::string& ending);

/// Makes a folder and its parents; an Error says why it cannot.
void make_folder(const Path& path);

/// Gives `folder` to the caller alone: false where it is there already.
bool claim_folder(const Path& folder);

/// What a killed process left of files that it was writing: temporaries of `write_file` in this folder.
void remove_temporaries(const Path& folder);

/// Whether a path is a pattern of names: `data/*.csv`, `day-?.csv`, `day-[1-3].csv`.
bool is_pattern(const std::string& path);

/// The files that a pattern names, sorted, or one path, also where its name looks like a pattern. An Error where none
/// is there.
std::vector<Path> glob(const std::string& pattern);

}  // namespace plumb
