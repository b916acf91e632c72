#pragma once

#include <cstddef>

namespace plumb {

/// Asks the system to back memory that nobody has written yet with pages of 2 MB, where it is many of them: fresh pages
/// of 4 KB cost more than what is then written to them. A wish; where it is not granted, all is as before.
///
///     values.reserve(rows);
///     on_large_pages(values.data(), rows * sizeof(double));
void on_large_pages(const void* memory, size_t bytes);

}  // namespace plumb
