#pragma once

#include "plumb/core/files.h"
#include "plumb/data/source.h"

namespace plumb {

/// Reads a source, or the table that it gave before (docs/large_data.md#cache): text is parsed once, and what it says
/// is kept in binary. The name of a cached table is a hash of all bytes of the files and of all that the reader was
/// told and of this build of the program, so it is never stale. Small files, parts of files, and readers whose rows are
/// no lines of text are read as they are.
///
/// A cache that is not there, is full, cannot be written to or is damaged costs a reading, never an error.
ReadResult read_cached(const Source& source, const ReadSettings& settings);

/// `$PLUMB_CACHE`, else `$XDG_CACHE_HOME/plumb`, else `~/.cache/plumb`; nothing where $PLUMB_CACHE is `off`, no home is
/// known, or the program was linked without a build ID.
std::optional<Path> cache_folder();

/// Removes the tables that were used least lately until the rest and `more` bytes are no more than `most`.
void make_room(const Path& folder, double more, double most);

}  // namespace plumb
