#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace plumb {

// TensorBoard's event files: TFRecords (length, its checksum, data, its checksum), each a protobuf `Event`.

/// CRC-32C (Castagnoli), as TFRecord masks it: rotated by 15 bits, plus a constant.
uint32_t masked_crc32c(std::string_view data);

/// The first event of a file.
std::string event_file_version(double wall_time);
/// One number of one tag at a step.
std::string scalar_event(double wall_time, int64_t step, std::string_view tag, float value);

/// A record as it stands in the file: its length, the length's checksum, the data, their checksum.
std::string record_of(std::string_view data);

}  // namespace plumb
