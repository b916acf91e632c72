#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "plumb/core/files.h"

namespace plumb {

// TensorBoard's event files: TFRecords (length, its checksum, data, its checksum), each a protobuf `Event`.

/// CRC-32C (Castagnoli), as TFRecord masks it: rotated by 15 bits, plus a constant.
uint32_t masked_crc32c(std::string_view data);

/// The first event of a file.
std::string event_file_version(double wall_time);
/// One number of one tag at a step.
std::string scalar_event(double wall_time, int64_t step, std::string_view tag, float value);

/// Appends one record; an Error where the disk refuses.
void append_record(const Path& file, std::string_view data);

}  // namespace plumb
