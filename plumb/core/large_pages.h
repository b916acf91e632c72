#pragma once

#include <cstddef>

namespace plumb {

/// A large page is 2 MB. Memory of less than four of them stays on small ones.
inline constexpr size_t large_page = size_t{2} << 20, fewest_on_large_pages = 4 * large_page;

/// Asks the system to back memory that nobody has written yet with large pages, where it is many of them: fresh pages
/// of 4 KB cost more than what is then written to them. A wish; where it is not granted, all is as before.
///
///     values.reserve(rows);
///     on_large_pages(values.data(), rows * sizeof(double));
void on_large_pages(const void* memory, size_t bytes);

}  // namespace plumb
