#pragma once

#include <string>

#include "plumb/onnx/columns.h"
#include "plumb/prepare/date_parts.h"

namespace plumb {

/// A part of date-times in ONNX: float64 [rows, 1] of milliseconds since 1970 to float64 [rows, 1]. The Gregorian
/// calendar by whole numbers (Hinnant, chrono-compatible low-level date algorithms, 2014), years beginning in March so
/// that the day that leap years add comes last. No cell may be NaN.
std::string emit_date_part(onnx::Columns& columns, const std::string& milliseconds, DatePart part);

}  // namespace plumb
